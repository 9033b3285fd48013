"""With whom an officer speaks now, and how the officers work. Blocking; call from a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import desk, handovers, lines, people


@dataclass(frozen=True)
class Handover:
    """A person an officer has taken over. Moments are seconds since 1970; `last` is the officer's last word."""

    person: str
    officer: str
    began: float
    last: float


class Handovers:
    """Reads and writes the table `handovers`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, person: str, officer: str, now: float) -> bool:
        """Take a person over; False when somebody has already, or when the person is not known (any more)."""
        try:
            with self._engine.begin() as connection:
                if connection.execute(sa.select(people.c.person).where(people.c.person == person)).first() is None:
                    return False
                row = {"person": person, "officer": officer, "began": now, "last": now}
                connection.execute(sa.insert(handovers).values(**row))
        except sa.exc.IntegrityError:
            return False
        return True

    def of(self, person: str) -> Handover | None:
        """Who has taken this person over."""
        found = self._read(handovers.c.person == person)
        return found[0] if found else None

    def all(self) -> list[Handover]:
        """Everybody who is taken over, the longest first."""
        return self._read(sa.true())

    def idle(self, before: float) -> list[Handover]:
        """Those to whom the officer has not written since a moment."""
        return self._read(handovers.c.last < before)

    def spoke(self, person: str, now: float) -> None:
        """The officer wrote."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(handovers).where(handovers.c.person == person).values(last=now))

    def end(self, found: Handover) -> bool:
        """Hand a person back; False when somebody was faster, or the officer has written meanwhile."""
        same = sa.and_(handovers.c.person == found.person, handovers.c.last == found.last)
        with self._engine.begin() as connection:
            return bool(connection.execute(sa.delete(handovers).where(same)).rowcount)

    def waiting(self) -> int:
        """How many of those taken over wrote after the officer's last word."""
        newer = sa.exists().where(lines.c.person == handovers.c.person, lines.c.how == "human")
        newer = newer.where(lines.c.at > handovers.c.last)
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(handovers).where(newer)
            return int(connection.execute(query).scalar() or 0)

    def _read(self, which: sa.sql.ColumnElement[bool]) -> list[Handover]:
        with self._engine.connect() as connection:
            query = sa.select(handovers).where(which).order_by(handovers.c.began)
            return [Handover(**row) for row in connection.execute(query).mappings()]


class DeskSettings:
    """Reads and writes the table `desk`: one JSON value a key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, Any]:
        """Every value that was ever set."""
        with self._engine.connect() as connection:
            return {row.key: row.value for row in connection.execute(sa.select(desk))}

    def put(self, values: dict[str, Any]) -> None:
        """Set values, in one transaction."""
        with self._engine.begin() as connection:
            for key, value in values.items():
                if not connection.execute(sa.update(desk).where(desk.c.key == key).values(value=value)).rowcount:
                    connection.execute(sa.insert(desk).values(key=key, value=value))
