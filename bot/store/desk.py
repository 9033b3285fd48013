"""With whom an officer speaks now, and how the officers work. Blocking; call from a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.conversations import OFFICER
from bot.store.database import alone
from bot.store.tables import conversations, desk, handovers, lines, people

ASKS = "talk_to_human"
"""The intent of a line in which a person is asked for."""


@dataclass(frozen=True)
class Handover:
    """A person an officer has taken over. Moments are seconds since 1970; `last` is the officer's last word."""

    person: str
    officer: str
    began: float
    last: float


@dataclass(frozen=True)
class Request:
    """Somebody wants a person: in which conversation, and when they last said so (seconds since 1970)."""

    conversation: int
    person: str
    at: float


class Handovers:
    """Reads and writes the table `handovers`."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._alone = engine, alone(engine)

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

    def requests(self, tag: str, since: float) -> list[Request]:
        """Who asked for a person since a moment and has got none: nobody has taken them over, no officer wrote to them
        afterwards, and the conversation, which bears the tag, was not looked through since."""
        c, asked, word = conversations.c, lines.alias(), lines.alias()
        answered = sa.exists().where(word.c.person == asked.c.person, word.c.kind == OFFICER, word.c.at >= asked.c.at)
        query = (
            sa.select(c.id, c.person, sa.func.max(asked.c.at))
            .select_from(conversations.join(asked, asked.c.conversation == c.id))
            .where(asked.c.intent == ASKS, asked.c.at >= since, c.reviewed.is_(None))
            .where(c.tags.contains(f"|{tag}|", autoescape=True), ~answered)
            .where(~sa.exists().where(handovers.c.person == c.person))
            .group_by(c.id, c.person)
            .order_by(sa.func.max(asked.c.at))
        )
        with self._engine.connect() as connection:
            return [Request(*row) for row in connection.execute(query)]

    def _read(self, which: sa.sql.ColumnElement[bool]) -> list[Handover]:
        with self._alone.connect() as connection:
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
