"""Where talks stand, with the profile and the progress beside them. Blocking; call from a thread.

What every message needs is asked in statements that are built once: building one costs more than sending it.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.dialogue.talk import Talk
from bot.people.profile import Profile
from bot.people.progress import Progress
from bot.people.spacing import Missed
from bot.store.database import alone
from bot.store.tables import attempts, handovers, kept, missed, profiles, progress, talks

_PERSON: sa.sql.ColumnElement[str] = sa.bindparam("who", type_=sa.String)
_ROWS = {table: sa.update(table).where(table.c.person == _PERSON) for table in (talks, profiles)}
_UNMOVED = _ROWS[talks].where(talks.c.updated == sa.bindparam("seen", type_=sa.Float))


def _rows(what: str, table: sa.Table, name: str, question: str = "", one: str = "", two: str = "") -> sa.sql.Select:
    """One part of a union: what it is, and up to two words and two numbers of a person's rows of a table."""
    column = table.c[name]
    words = [sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column]
    words.append(table.c[question] if question else sa.literal_column("''"))
    numbers = [table.c[number] if number else sa.literal_column("0") for number in (one, two)]
    return sa.select(sa.literal_column(f"'{what}'"), *words, *numbers).where(table.c.person == _PERSON)


_STANDING = sa.union_all(
    _rows("talk", talks, "state", one="updated"),
    _rows("profile", profiles, "facts"),
    _rows("officer", handovers, "officer"),
    _rows("opened", progress, "lesson"),
    _rows("tried", attempts, "quiz", one="right", two="total"),
    _rows("left", missed, "quiz", "question", "step", "day"),
    _rows("kept", kept, "person").distinct(),
)
"""Seven tables in one question: most people have rows in two of them, and each way to the server takes its time."""


class Overtaken(Exception):
    """The talk has moved since it was read: another message of the same person was answered meanwhile."""


@dataclass(frozen=True)
class Standing:
    """How somebody stands with us: their talk, the officer who speaks with them if one does, whether anything is kept
    for them."""

    talk: Talk
    officer: str | None = None
    kept: bool = False
    moved: float | None = None
    """When the talk was last written (seconds since 1970); None for somebody new."""


class Talks:
    """Reads and writes talks, profiles, attempts and progress of one person at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._alone = engine, alone(engine)

    def load(self, person: str) -> Talk:
        """The person's talk with profile and progress; an empty one for somebody new."""
        return self.standing(person).talk

    def standing(self, person: str) -> Standing:
        """All that a turn has to know of a person before it begins, as it is at one moment."""
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        with self._alone.connect() as connection:
            for what, *values in connection.execute(_STANDING, {"who": person}):
                found[what].append(tuple(values))
        officer, waits = found["officer"][0][0] if found["officer"] else None, bool(found["kept"])
        if not found["talk"]:  # nothing else is written before a talk is
            return Standing(Talk(), officer, waits)
        facts = json.loads(found["profile"][0][0]) if found["profile"] else None
        talk = Talk.from_dict(json.loads(found["talk"][0][0]), Profile.from_dict(facts), _progress(found))
        return Standing(talk, officer, waits, found["talk"][0][2])

    def save(self, person: str, before: Talk, after: Talk, moved: float | None = None) -> None:
        """Write what has changed since `before` was loaded. `moved`: when it had last been written then; raises
        Overtaken, and writes nothing, if it has been written since."""
        with self._engine.begin() as connection:
            self.write(connection, person, before, after, moved)

    def write(self, connection: Connection, person: str, before: Talk, after: Talk, moved: float | None = None) -> None:
        """`save` within a transaction. The tables in the order in which `People.forget` empties them, so that neither
        waits for the other."""
        now = time.time()
        self._learn(connection, person, set(before.progress.missed), set(after.progress.missed))
        if before.profile != after.profile:
            self._put(connection, profiles, person, facts=after.profile.as_dict(), updated=now)
        if replace(before, profile=after.profile, progress=after.progress) != after or before == Talk():
            if moved is None:
                self._put(connection, talks, person, state=after.as_dict(), updated=now)
            elif (
                connection.execute(
                    _UNMOVED, {"who": person, "seen": moved, "state": after.as_dict(), "updated": now}
                ).rowcount
                == 0
            ):
                raise Overtaken

    def record_attempt(self, person: str, quiz: str, answers: tuple[int, ...], right: int) -> None:
        """A quiz that was ended."""
        row = {"quiz": quiz, "answers": list(answers), "right": right, "total": len(answers), "ended": time.time()}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(attempts).values(person=person, **row))

    def record_opened(self, person: str, lesson: str) -> None:
        """A lesson's page was opened; only the first time is kept."""
        here = sa.and_(progress.c.person == person, progress.c.lesson == lesson)
        with self._engine.begin() as connection:
            if connection.execute(sa.select(progress.c.lesson).where(here)).first() is None:
                connection.execute(sa.insert(progress).values(person=person, lesson=lesson, opened=time.time()))

    @staticmethod
    def _learn(connection: Connection, person: str, before: set[Missed], after: set[Missed]) -> None:
        """What was learnt or moved goes, what came or moved is written."""
        for moved in before ^ after:
            mine = (missed.c.person == person, missed.c.quiz == moved.quiz, missed.c.question == moved.question)
            connection.execute(sa.delete(missed).where(*mine))
        for come in after - before:
            connection.execute(sa.insert(missed).values(person=person, **come.as_dict()))

    @staticmethod
    def _put(connection: Connection, table: sa.Table, person: str, **values: Any) -> None:
        if connection.execute(_ROWS[table], {"who": person, **values}).rowcount == 0:
            connection.execute(sa.insert(table).values(person=person, **values))


def _progress(found: dict[str, list[tuple[Any, ...]]]) -> Progress:
    # a column of a union has one type, and one of these is a moment: PostgreSQL makes all of them fractions
    tries = sorted(((quiz, int(right), int(total)) for quiz, _, right, total in found["tried"]), key=lambda row: row[1])
    again = sorted((int(day), quiz, question, int(step)) for quiz, question, step, day in found["left"])
    return Progress(
        frozenset(row[0] for row in found["opened"]),
        {quiz: (right, total) for quiz, right, total in tries},
        tuple(Missed(quiz, question, step, day) for day, quiz, question, step in again),
    )
