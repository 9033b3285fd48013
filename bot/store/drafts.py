"""Texts of files of data/ on their way from a draft to publication, and all that were published. Blocking; call from a
thread.

A file has one text under way at most: DRAFT, REVIEW (somebody else reads it) or WAITING (approved, for its moment).
LIVE rows are its versions; DROPPED ones led nowhere. A WITHDRAWAL took what was LIVE and in no file out of force again,
which thereby became WITHDRAWN. Every step says which state and which edit it was decided on, so
that of two people at the same text the second is told, and nothing is approved that nobody has read.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.store.tables import drafts

DRAFT, REVIEW, WAITING, LIVE, DROPPED = "draft", "review", "waiting", "live", "dropped"
WITHDRAWAL, WITHDRAWN = "withdrawal", "withdrawn"
OPEN = (DRAFT, REVIEW, WAITING)
PUBLISHED = (LIVE, WITHDRAWAL, WITHDRAWN)


@dataclass(frozen=True)
class Draft:
    """One row. Moments are seconds since 1970."""

    id: int
    file: str
    base: str
    """What was in force when it was begun; empty for a file that was not there."""
    text: str
    """Empty for a withdrawal after which there is no file."""
    authors: tuple[str, ...]
    """Everybody who wrote in it."""
    edits: int
    changed: float
    state: str
    note: str
    reviewer: str | None
    due: float | None
    """When it is to be published."""
    published: float | None
    exported: float | None


class Drafts:
    """Reads and writes the table `drafts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def under_way(self, file: str | None = None) -> list[Draft]:
        """What is not published yet; of one file: its text under way, if there is one."""
        mine = drafts.c.state.in_(OPEN)
        return self._read(mine if file is None else sa.and_(mine, drafts.c.file == file), drafts.c.id)

    def versions(self, file: str, limit: int = 50) -> list[Draft]:
        """What was published of a file, withdrawn or not, and the withdrawals, the newest first."""
        mine = sa.and_(drafts.c.state.in_(PUBLISHED), drafts.c.file == file)
        return self._read(mine, drafts.c.published.desc(), limit)

    def withdrawals(self) -> list[Draft]:
        """What took something out of force, the newest first."""
        return self._read(drafts.c.state == WITHDRAWAL, drafts.c.published.desc())

    def last(self, file: str) -> Draft | None:
        """The newest row of a file, whatever became of it."""
        return next(iter(self._read(drafts.c.file == file, drafts.c.changed.desc(), 1)), None)

    def in_force(self) -> list[Draft]:
        """What is published and stands in no file yet, in the order of publication."""
        return self._read(sa.and_(drafts.c.state == LIVE, drafts.c.exported.is_(None)), drafts.c.published)

    def in_force_ids(self) -> tuple[int, ...]:
        """Their numbers alone, for whoever asks every two seconds."""
        which = sa.and_(drafts.c.state == LIVE, drafts.c.exported.is_(None))
        with self._engine.connect() as connection:
            query = sa.select(drafts.c.id).where(which).order_by(drafts.c.published, drafts.c.id)
            return tuple(connection.execute(query).scalars())

    def get(self, draft_id: int) -> Draft | None:
        """One of them."""
        return next(iter(self._read(drafts.c.id == draft_id, drafts.c.id)), None)

    def due(self, now: float) -> list[Draft]:
        """What waits for a moment that has come."""
        return self._read(sa.and_(drafts.c.state == WAITING, drafts.c.due <= now), drafts.c.due)

    def begin(self, file: str, base: str, text: str, author: str, state: str = DRAFT, note: str = "") -> Draft | None:
        """A new draft; None when somebody has one under way."""
        row = {
            "file": file, "base": base, "text": text, "authors": [author], "edits": 1, "changed": time.time(),
            "state": state, "note": note,
        }  # fmt: skip
        try:
            with self._engine.begin() as connection:
                done = connection.execute(sa.insert(drafts).values(**row))
        except IntegrityError:
            return None
        return self.get(done.inserted_primary_key[0])

    def write(self, draft: Draft, text: str, author: str, base: str | None = None) -> bool:
        """Another text for a draft as it was read; whether it still was so. `base`: what it is compared with now."""
        authors = [*draft.authors, *([author] if author not in draft.authors else [])]
        values = {
            "text": text,
            "authors": authors,
            "edits": draft.edits + 1,
            "base": draft.base if base is None else base,
        }
        return self._move(draft, DRAFT, (DRAFT,), **values)

    def move(self, draft: Draft, state: str, **values: object) -> bool:
        """On to another state, from the very text and state that were read; whether they still were so."""
        return self._move(draft, state, (draft.state,), **values)

    def withdraw(self, draft: Draft) -> bool:
        """Take what is in force of the draft's file, and in no file, out of force; whether the draft still was as it
        was read. All or nothing."""
        now = time.time()
        filed = sa.and_(drafts.c.file == draft.file, drafts.c.state == LIVE, drafts.c.exported.is_(None))
        with self._engine.begin() as connection:
            query = sa.update(drafts).where(_as_read(draft, (draft.state,)))
            if not connection.execute(query.values(state=WITHDRAWAL, changed=now, published=now)).rowcount:
                return False
            connection.execute(sa.update(drafts).where(filed).values(state=WITHDRAWN))
        return True

    def mark_exported(self, ids: Iterable[int]) -> None:
        """These stand in the files from now on."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(drafts).where(drafts.c.id.in_(list(ids))).values(exported=time.time()))

    def _move(self, draft: Draft, state: str, before: Sequence[str], **values: object) -> bool:
        with self._engine.begin() as connection:
            query = sa.update(drafts).where(_as_read(draft, before)).values(state=state, changed=time.time(), **values)
            return bool(connection.execute(query).rowcount)

    def _read(
        self, which: sa.sql.ColumnElement[bool], order: sa.sql.ColumnElement[object], limit: int | None = None
    ) -> list[Draft]:
        query = sa.select(drafts).where(which).order_by(order, drafts.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [Draft(**{**row, "authors": tuple(row["authors"])}) for row in connection.execute(query).mappings()]


def _as_read(draft: Draft, states: Sequence[str]) -> sa.sql.ColumnElement[bool]:
    """The very row and edit somebody had before their eyes."""
    return sa.and_(drafts.c.id == draft.id, drafts.c.edits == draft.edits, drafts.c.state.in_(states))
