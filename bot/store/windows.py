"""Whom we may write to first: windows a person has opened, notifications they agreed to. Blocking; from a thread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.dialogue.due import Due
from bot.store.database import alone
from bot.store.due import DueItem
from bot.store.tables import due, grants, handovers, people, talks, windows

TRIGGERS = {"menu": (3, 60.0), "follow": (3, 60.0), "scan": (3, 60.0), "message": (5, 48 * 3600.0)}
"""Messages each act of a person allows and seconds it does, as Tencent says; the shortest is used up first."""
_MARGIN = 30.0
"""Seconds before its end from which a window of hours is taken for closed."""

_OPEN = sa.text(
    'INSERT INTO windows (person, trigger, opened, "left") SELECT person, :trigger, :opened, :left FROM people '
    "WHERE person IN :who ORDER BY person "
    'ON CONFLICT (person, trigger) DO UPDATE SET opened = excluded.opened, "left" = excluded."left"'
).bindparams(sa.bindparam("who", expanding=True))
"""The same on SQLite and PostgreSQL. In the order of persons, so that two bots do not wait for each other."""


@dataclass(frozen=True)
class Reachable:
    """Something due for somebody we may write to: within a window, or else by a notification."""

    item: DueItem
    window: bool


class Windows:
    """Reads and writes the tables `windows` and `grants`."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._alone = engine, alone(engine)

    def open(self, persons: Collection[str], trigger: str, now: float) -> None:
        """These did something of TRIGGERS. Of somebody who has deleted their data nothing is written."""
        values = {"who": list(persons), "trigger": trigger, "opened": now, "left": TRIGGERS[trigger][0]}
        with self._alone.connect() as connection, connection.begin():
            connection.execute(_OPEN, values)

    def spend(self, persons: Sequence[str], now: float) -> Counter[str]:
        """Use one message of an open window for each time a person is named; how many each may get. One transaction."""
        allowed: Counter[str] = Counter()
        used: dict[tuple[str, int], list[str]] = defaultdict(list)
        with self._engine.begin() as connection:
            mine = sa.select(windows).where(windows.c.person.in_(set(persons)))
            rows = connection.execute(mine.order_by(windows.c.person).with_for_update()).all()
            left = {(row.person, row.trigger): row for row in rows}
            for person, wanted in Counter(persons).items():
                for trigger in TRIGGERS:
                    row = left.get((person, trigger))
                    if row is not None and _is_open(trigger, row.opened, now):
                        take = min(row.left, wanted - allowed[person])
                        allowed[person] += take
                        used[trigger, take].append(person)
            for (trigger, take), of in used.items():
                mine = sa.and_(windows.c.person.in_(of), windows.c.trigger == trigger, windows.c.left >= take)
                connection.execute(sa.update(windows).where(mine).values(left=windows.c.left - take))
        return +allowed

    def left(self, person: str, now: float) -> tuple[int, float | None]:
        """How many messages open windows still allow, and until when the longest of them is open."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(windows).where(windows.c.person == person, windows.c.left > 0)).all()
        mine = [row for row in rows if row.trigger in TRIGGERS and _is_open(row.trigger, row.opened, now)]
        ends = [row.opened + TRIGGERS[row.trigger][1] for row in mine]
        return sum(row.left for row in mine), max(ends, default=None)

    def close(self, person: str) -> None:
        """WeChat says that there is none."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(windows).where(windows.c.person == person))

    def grant(self, person: str, template: str, more: int) -> None:
        """The person agreed to `more` notifications; a negative number takes back, 0 takes all."""
        with self._engine.begin() as connection:
            mine = sa.and_(grants.c.person == person, grants.c.template == template)
            have = connection.execute(sa.select(grants.c.left).where(mine)).scalar() or 0
            connection.execute(sa.delete(grants).where(mine))
            left = have + more if more else 0
            if left > 0 and _known(connection, person):
                connection.execute(sa.insert(grants).values(person=person, template=template, left=left))

    def reachable(self, now: float, template: str = "", limit: int = 50) -> list[Reachable]:
        """What is due for people we may write to now, oldest first: by window, or by a notification of `template`.

        After violence at home, while danger is spoken of, and while an officer speaks with them, nobody is.
        """
        is_open = sa.or_(
            *(
                sa.and_(windows.c.trigger == name, windows.c.left > 0, windows.c.opened > now - seconds + margin)
                for name, seconds, margin in _spans()
            )
        )
        by_window = sa.exists().where(windows.c.person == due.c.person, is_open)
        by_grant = sa.exists().where(grants.c.person == due.c.person, grants.c.template == template, grants.c.left > 0)
        with_human = sa.exists().where(handovers.c.person == due.c.person)
        query = (
            sa.select(due.c.person, due.c.kind, due.c.at, due.c.payload, by_window.label("window"), talks.c.state)
            .select_from(due.join(talks, talks.c.person == due.c.person))
            .where(due.c.at <= now, due.c.done.is_(None), sa.or_(by_window, by_grant), ~with_human)
            .order_by(due.c.at, due.c.id)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [
            Reachable(DueItem(row.person, Due(row.kind, row.at, row.payload)), bool(row.window))
            for row in rows
            if not (row.state.get("quiet") or row.state.get("check"))
        ]


def _known(connection: Connection, person: str) -> bool:
    return connection.execute(sa.select(people.c.person).where(people.c.person == person)).first() is not None


def _spans() -> list[tuple[str, float, float]]:
    return [(name, seconds, _MARGIN if seconds > 3600 else 5.0) for name, (_, seconds) in TRIGGERS.items()]


def _is_open(trigger: str, opened: float, now: float) -> bool:
    return any(name == trigger and opened > now - seconds + margin for name, seconds, margin in _spans())
