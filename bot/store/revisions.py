"""Changes of the training sentences made in the console, with their author. Blocking; call from a thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import revisions

Sentence = tuple[str, str]
"""Intent and text."""


@dataclass(frozen=True)
class Revision:
    """One change. `old` None: a sentence was added; `new` None: it was deleted; both: it was moved or reworded."""

    id: int
    at: float
    author: str
    old: Sentence | None
    new: Sentence | None
    source: str
    """`console`, `inbox` or `import`."""
    exported: float | None


class Revisions:
    """Reads and writes the table `revisions`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, author: str, changes: Sequence[tuple[Sentence | None, Sentence | None]], source: str) -> int:
        """Write changes down, all or none; the last one's id."""
        now, last = time.time(), 0
        with self._engine.begin() as connection:
            for old, new in changes:
                row = {
                    "at": now, "author": author, "source": source,
                    "old_intent": old[0] if old else None, "old_text": old[1] if old else None,
                    "new_intent": new[0] if new else None, "new_text": new[1] if new else None,
                }  # fmt: skip
                last = int(connection.execute(sa.insert(revisions).values(**row)).inserted_primary_key[0])
        return last

    def open(self) -> list[Revision]:
        """What is not in the files yet, oldest first."""
        return self._read(revisions.c.exported.is_(None), revisions.c.id)

    def recent(self, intent: str | None = None, limit: int = 50) -> list[Revision]:
        """The newest first; those that touch an intent."""
        mine = (
            sa.true() if intent is None else sa.or_(revisions.c.old_intent == intent, revisions.c.new_intent == intent)
        )
        return self._read(mine, revisions.c.id.desc(), limit)

    def mark_exported(self, ids: Iterable[int]) -> None:
        """These stand in the files from now on."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(revisions).where(revisions.c.id.in_(list(ids))).values(exported=time.time()))

    def _read(
        self, which: sa.sql.ColumnElement[bool], order: sa.sql.ColumnElement[int], limit: int | None = None
    ) -> list[Revision]:
        query = sa.select(revisions).where(which).order_by(order).limit(limit)
        with self._engine.connect() as connection:
            return [
                Revision(
                    r["id"], r["at"], r["author"], _pair(r["old_intent"], r["old_text"]),
                    _pair(r["new_intent"], r["new_text"]), r["source"], r["exported"],
                )
                for r in connection.execute(query).mappings()
            ]  # fmt: skip


def _pair(intent: str | None, text: str | None) -> Sentence | None:
    return (intent, text) if intent is not None and text is not None else None
