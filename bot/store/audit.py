"""The audit log: who changed what in the console or from the command line, and who looked at what is delicate.
Blocking; call from a thread.

Nothing here changes or deletes a row. Callers write names of intents, releases and accounts and numbers of rows,
never what a person wrote.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import audit

LONGEST = 1000
NAME = 32


@dataclass(frozen=True)
class Deed:
    """One row; `at` is seconds since 1970."""

    id: int
    at: float
    who: str
    action: str
    object: str
    detail: str


class Audit:
    """Adds to and reads the table `audit`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, who: str, action: str, object_: str = "", detail: str = "") -> None:
        """Write a deed down. What is too long is cut: no deed is lost because of a name typed on the command line."""
        row = {
            "at": time.time(),
            "who": who[:NAME],
            "action": action,
            "object": object_[:128],
            "detail": detail[:LONGEST],
        }
        with self._engine.begin() as connection:
            connection.execute(sa.insert(audit).values(**row))

    def names(self, limit: int = 200) -> list[str]:
        """Who ever did something; not what strangers typed at the door."""
        query = sa.select(audit.c.who).where(audit.c.action != "sign_in_failed")
        query = query.distinct().order_by(audit.c.who).limit(limit)
        with self._engine.connect() as connection:
            return [str(who) for who in connection.execute(query).scalars()]

    def entries(self, *, who: str = "", action: str = "", before: int | None = None, limit: int = 50) -> list[Deed]:
        """The newest first; of one account, of one kind of deed, below an id (for the next page)."""
        wanted = [audit.c.who == who] if who else []
        if action:
            wanted.append(audit.c.action == action)
        if before is not None:
            wanted.append(audit.c.id < before)
        query = sa.select(audit).where(*wanted).order_by(audit.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [Deed(**row) for row in connection.execute(query).mappings()]
