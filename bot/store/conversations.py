"""Conversations as a safeguarding officer may read them: masked words and our answers. Blocking; call from a thread.

Whoever writes here has masked the words before; the store masks them once more, because nothing else may be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.people.masking import mask
from bot.store.tables import conversations, lines, people

PAUSE = 3 * 3600.0
"""Seconds of silence after which a new conversation begins."""
LONGEST = 2000
"""Characters kept of a message or an answer."""
MOST_MARKS = 20
OFFICER = "officer"
"""The `kind` of a line that an officer wrote."""
_CHINA = 8 * 3600

# built once, for every message needs them
_ADD = sa.insert(lines)
_GO_ON = sa.update(conversations).where(conversations.c.id == sa.bindparam("which"))
_NOW = sa.and_(
    conversations.c.person == sa.bindparam("who"), conversations.c.last > sa.bindparam("since", type_=sa.Float)
)
_OPEN = sa.select(conversations).where(_NOW).order_by(conversations.c.id.desc()).limit(1)
_OPEN_OF_KNOWN = (
    sa.select(people.c.person.label("owner"), conversations)
    .select_from(people.outerjoin(conversations, _NOW))
    .where(people.c.person == sa.bindparam("who"))
    .order_by(conversations.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Line:
    """A message and its answer. `kind` is the message's, `how` says what became of it (`bot.reply.transcript`);
    `said` and `shown` are None once the words are gone. `at` is seconds since 1970, `ms` the milliseconds it took."""

    at: float
    kind: str
    said: str | None
    shown: str | None
    how: str
    intent: str | None = None
    page: str | None = None
    section: str | None = None
    disclosure: str | None = None
    ms: int | None = None
    by: str | None = None


@dataclass(frozen=True)
class Conversation:
    """One row. `person` is for the store alone: no page and no audit row shows it."""

    id: int
    person: str
    began: float
    last: float
    role: str | None
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    reviewed: float | None
    reviewed_by: str | None
    note: str | None


@dataclass(frozen=True)
class Wanted:
    """Which conversations: all that is given must hold. Moments are seconds since 1970."""

    since: float | None = None
    until: float | None = None
    role: str = ""
    kind: str = ""
    """A kind of disclosure, or `any`."""
    topic: str = ""
    tag: str = ""
    reviewed: bool | None = None


class Conversations:
    """Reads and writes the tables `conversations` and `lines`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: str, line: Line, role: str | None, tags: Iterable[str] = ()) -> int | None:
        """Keep a line; its conversation. None for somebody we do not know, or who has deleted their data."""
        with self._engine.begin() as connection:
            return self.write(connection, person, line, role, tags)

    def write(
        self, connection: Connection, person: str, line: Line, role: str | None, tags: Iterable[str] = ()
    ) -> int | None:
        """`add` within a transaction."""
        here = self._open(connection, person, line.at, known=True)
        if here is None:
            return None
        row = {name: getattr(line, name) for name in Line.__dataclass_fields__}
        row |= {"said": _kept(line.said), "shown": _kept(line.shown, ours=line.page is not None)}
        day = int((line.at + _CHINA) // 86400)
        connection.execute(_ADD, {"person": person, "conversation": here.id, "day": day, **row})
        values: dict[str, object] = {"last": max(line.at, here.last), "role": role or here.role}
        values["kinds"] = _joined(here.kinds, [line.disclosure])
        values["topics"] = _joined(here.topics, [line.page])
        values["tags"] = _joined(here.tags, tags)
        if line.kind != OFFICER:  # there is something new to be looked at
            values |= {"reviewed": None}
        connection.execute(_GO_ON, {"which": here.id, **values})
        return here.id

    def begin(self, person: str, now: float) -> int:
        """The person's conversation of now, a new one after a pause; for an officer who speaks first."""
        with self._engine.begin() as connection:
            here = self._open(connection, person, now)
        assert here is not None, "one is begun"
        return here.id

    def find(self, wanted: Wanted, *, before: int | None = None, limit: int = 50) -> list[Conversation]:
        """Conversations, the newest first; below an id for the next page."""
        c, which = conversations.c, []
        if before is not None:
            which.append(c.id < before)
        if wanted.since is not None:
            which.append(c.last >= wanted.since)
        if wanted.until is not None:
            which.append(c.began < wanted.until)
        if wanted.role:
            which.append(c.role.is_(None) if wanted.role == "none" else c.role == wanted.role)
        if wanted.kind:
            which.append(
                c.kinds != "" if wanted.kind == "any" else c.kinds.contains(f"|{wanted.kind}|", autoescape=True)
            )
        for column, mark in ((c.topics, wanted.topic), (c.tags, wanted.tag)):
            if mark:
                which.append(column.contains(f"|{mark}|", autoescape=True))
        if wanted.reviewed is not None:
            which.append(c.reviewed.isnot(None) if wanted.reviewed else c.reviewed.is_(None))
        return self._read(sa.and_(sa.true(), *which), limit)

    def get(self, conversation_id: int) -> Conversation | None:
        """The conversation of that id."""
        found = self._read(conversations.c.id == conversation_id, 1)
        return found[0] if found else None

    def of_person(self, person: str, limit: int = 20) -> list[Conversation]:
        """A person's conversations, the newest first."""
        return self._read(conversations.c.person == person, limit)

    def lines(self, conversation_id: int) -> list[Line]:
        """What was said, oldest first."""
        columns = [lines.c[name] for name in Line.__dataclass_fields__]
        query = sa.select(*columns).where(lines.c.conversation == conversation_id).order_by(lines.c.at, lines.c.id)
        with self._engine.connect() as connection:
            return [Line(**row) for row in connection.execute(query).mappings()]

    def mark(self, conversation_id: int, tags: Iterable[str], note: str) -> bool:
        """Replace tags and note; False when there is none of that id."""
        return self._change(conversation_id, {"tags": _joined((), tags), "note": note or None})

    def review(self, conversation_id: int, by: str, now: float | None) -> bool:
        """It was looked through; with None: it is to be looked at again."""
        return self._change(conversation_id, {"reviewed": now, "reviewed_by": by if now is not None else None})

    def tags(self) -> list[str]:
        """Every tag in use, by name."""
        query = sa.select(sa.distinct(conversations.c.tags)).where(conversations.c.tags != "")
        with self._engine.connect() as connection:
            return sorted({tag for text in connection.execute(query).scalars() for tag in _split(text)})

    def _change(self, conversation_id: int, values: dict[str, object]) -> bool:
        with self._engine.begin() as connection:
            mine = conversations.c.id == conversation_id
            return bool(connection.execute(sa.update(conversations).where(mine).values(**values)).rowcount)

    def _read(self, which: sa.sql.ColumnElement[bool], limit: int) -> list[Conversation]:
        query = sa.select(conversations).where(which).order_by(conversations.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_conversation(row) for row in connection.execute(query).mappings()]

    @staticmethod
    def _open(connection: Connection, person: str, now: float, *, known: bool = False) -> Conversation | None:
        """The conversation of now, begun if there is none; with `known` None for somebody whom we do not know."""
        query = _OPEN_OF_KNOWN if known else _OPEN
        row = connection.execute(query, {"who": person, "since": now - PAUSE}).mappings().first()
        if row is None and known:
            return None
        if row is not None and row["id"] is not None:
            return _conversation({name: row[name] for name in Conversation.__dataclass_fields__})
        new = {"person": person, "began": now, "last": now, "kinds": "", "topics": "", "tags": ""}
        added = connection.execute(sa.insert(conversations).values(**new))
        return Conversation(int(added.inserted_primary_key[0]), person, now, now, None, (), (), (), None, None, None)


def expire_words(connection: Connection, before: float) -> None:
    """Empty the words said before a moment, but for conversations in which danger was told of."""
    delicate = sa.select(conversations.c.id).where(conversations.c.kinds != "")
    old = sa.and_(lines.c.at < before, lines.c.conversation.notin_(delicate))
    worded = sa.or_(lines.c.said.isnot(None), lines.c.shown.isnot(None))
    connection.execute(sa.update(lines).where(old, worded).values(said=None, shown=None))


def _kept(text: str | None, *, ours: bool = False) -> str | None:
    """A text as it may be kept. A page of ours keeps its telephone numbers: they are a help line's."""
    return None if text is None else (text if ours else mask(text))[:LONGEST]


def _joined(marks: Iterable[str], more: Iterable[str | None]) -> str:
    found = dict.fromkeys(mark.replace("|", " ").strip() for mark in (*marks, *more) if mark and mark.strip("| "))
    return f"|{'|'.join(list(found)[:MOST_MARKS])}|" if found else ""


def _split(text: str) -> tuple[str, ...]:
    return tuple(mark for mark in text.split("|") if mark)


def _conversation(row: Mapping[str, Any]) -> Conversation:
    return Conversation(**{**row, **{name: _split(row[name]) for name in ("kinds", "topics", "tags")}})
