"""What is due for people, from when on. Blocking; call from a thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.dialogue.due import Due
from bot.store.tables import due


@dataclass(frozen=True)
class DueItem:
    """One thing that is due for somebody."""

    person: str
    due: Due


class DueItems:
    """Reads and writes the table `due`. A person has at most one open item of a kind."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, person: str, item: Due) -> None:
        """Keep an item in the place of what is open of its kind."""
        row = {"person": person, "kind": item.kind, "payload": item.payload, "at": item.at}
        with self._engine.begin() as connection:
            connection.execute(self._close(person, item.kind))
            connection.execute(sa.insert(due).values(**row))

    def close(self, person: str, kind: str | None = None) -> None:
        """Nothing of this kind is open any more; of no kind, when none is named."""
        with self._engine.begin() as connection:
            connection.execute(self._close(person, kind))

    def of(self, person: str, now: float) -> list[Due]:
        """What is due for one person, oldest first."""
        return [item.due for item in self._read(now, due.c.person == person)]

    def ready(self, now: float, limit: int = 20) -> list[DueItem]:
        """What is due for anybody, oldest first: what a sender may bring up without being written to."""
        return self._read(now, sa.true(), limit)

    def _read(self, now: float, whose: sa.sql.ColumnElement[bool], limit: int = 20) -> list[DueItem]:
        query = (
            sa.select(due.c.person, due.c.kind, due.c.at, due.c.payload)
            .where(whose, due.c.at <= now, due.c.done.is_(None))
            .order_by(due.c.at, due.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [DueItem(row.person, Due(row.kind, row.at, row.payload)) for row in rows]

    @staticmethod
    def _close(person: str, kind: str | None) -> sa.sql.Update:
        mine = [due.c.person == person, due.c.done.is_(None)]
        return sa.update(due).where(*mine, *([due.c.kind == kind] if kind else [])).values(done=time.time())
