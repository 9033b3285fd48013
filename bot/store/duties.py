"""The duty log: disclosures that need somebody now, and what became of them. Blocking; call from a thread."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.dialogue.duty import Duty
from bot.store.tables import duties

NEW, SEEN, PASSED_ON, CLOSED = "new", "seen", "passed_on", "closed"
OPEN = (NEW, SEEN, PASSED_ON)
STATES = (*OPEN, CLOSED)
ONE_ROW = 86400.0
"""Seconds from the first time within which the same person's same kind is counted, not written anew."""


@dataclass(frozen=True)
class Entry:
    """One row. Moments are seconds since 1970; `person` is empty once they have deleted their data."""

    id: int
    person: str | None
    kind: str
    origin: str
    role: str | None
    place: str | None
    first: float
    last: float
    count: int
    state: str
    note: str | None
    owner: str | None
    passed_to: str | None
    changed: float

    @property
    def again(self) -> bool:
        """It was told once more after somebody had looked at it."""
        return self.state in (SEEN, PASSED_ON) and self.last > self.changed


class Duties:
    """Reads and writes the table `duties`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, person: str | None, duty: Duty, now: float, role: str | None = None, place: str | None = None
    ) -> None:
        """Write a disclosure down, or count it where the same was told within a day.

        A closed row is never counted on: who writes again after somebody thought it settled is a new case. One
        transaction; the update is one statement, so that two turns at once lose no count.
        """
        mine = duties.c.person == person if person is not None else sa.false()  # nobody is not one person
        same = (
            sa.select(sa.func.max(duties.c.id))
            .where(mine, duties.c.kind == duty.kind)
            .where(duties.c.state != CLOSED, duties.c.first > now - ONE_ROW)
            .scalar_subquery()
        )
        counted = {
            "last": now,
            "count": duties.c.count + 1,
            "role": sa.func.coalesce(role, duties.c.role),
            "place": sa.func.coalesce(place, duties.c.place),
        }
        row: dict[str, object] = {"person": person, "kind": duty.kind, "origin": duty.origin}
        with self._engine.begin() as connection:
            if connection.execute(sa.update(duties).where(duties.c.id == same).values(**counted)).rowcount == 0:
                row |= {
                    "role": role,
                    "place": place,
                    "first": now,
                    "last": now,
                    "count": 1,
                    "state": NEW,
                    "changed": now,
                }
                connection.execute(sa.insert(duties).values(**row))

    def entries(self, *, open_only: bool = False) -> list[Entry]:
        """The log, the latest told first."""
        wanted = duties.c.state != CLOSED if open_only else sa.true()
        query = sa.select(duties).where(wanted).order_by(duties.c.last.desc(), duties.c.id.desc())
        with self._engine.connect() as connection:
            return [Entry(**row) for row in connection.execute(query).mappings()]

    def mark(self, entry_id: int, state: str, now: float, note: str = "", owner: str = "", passed_to: str = "") -> bool:
        """Move a row to a state; False when there is none of that id. Notes are added to, never replaced.

        `owner`: who looks after it; `passed_to`: the office it was passed on to, kept when none is given.

        Raises ValueError for a state that is not one of STATES.
        """
        if state not in STATES:
            raise ValueError(f"{state} is none of {', '.join(STATES)}")
        values: dict[str, object] = {"state": state, "changed": now}
        if owner:
            values["owner"] = owner
        if passed_to:
            values["passed_to"] = passed_to[:100]
        if note:
            values["note"] = sa.func.coalesce(duties.c.note + "\n", "") + note
        with self._engine.begin() as connection:
            done = connection.execute(sa.update(duties).where(duties.c.id == entry_id).values(**values))
        return bool(done.rowcount)

    def get(self, entry_id: int) -> Entry | None:
        """The row of that id."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(duties).where(duties.c.id == entry_id)).mappings().first()
        return Entry(**row) if row else None

    def unseen(self, before: float) -> int:
        """How many rows nobody has looked at since a moment, or that were told again after somebody did."""
        late = sa.and_(duties.c.state == NEW, duties.c.first < before)
        again = sa.and_(duties.c.state.in_((SEEN, PASSED_ON)), duties.c.last > duties.c.changed)
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).where(sa.or_(late, again))).scalar() or 0)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows there are of each kind and state."""
        query = sa.select(duties.c.kind, duties.c.state, sa.func.count()).group_by(duties.c.kind, duties.c.state)
        with self._engine.connect() as connection:
            return {(kind, state): int(count) for kind, state, count in connection.execute(query)}
