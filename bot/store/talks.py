"""Where talks stand, with the profile and the progress beside them. Blocking; call from a thread."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.dialogue.talk import Talk
from bot.people.profile import Profile
from bot.people.progress import Progress
from bot.people.spacing import Missed
from bot.store.database import reading
from bot.store.tables import attempts, missed, profiles, progress, talks


class Talks:
    """Reads and writes talks, profiles, attempts and progress of one person at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._reading = engine, reading(engine)

    def load(self, person: str) -> Talk:
        """The person's talk with profile and progress; an empty one for somebody new."""
        with self._reading.connect() as connection:
            both = talks.outerjoin(profiles, profiles.c.person == talks.c.person)
            query = sa.select(talks.c.state, profiles.c.facts).select_from(both).where(talks.c.person == person)
            row = connection.execute(query).first()
            if row is None:  # nothing else is written before a talk is
                return Talk()
            return Talk.from_dict(row.state, Profile.from_dict(row.facts), self._progress(connection, person))

    def save(self, person: str, before: Talk, after: Talk) -> None:
        """Write what has changed since `before` was loaded."""
        now = time.time()
        with self._engine.begin() as connection:
            if before.as_dict() != after.as_dict() or before == Talk():
                self._put(connection, talks, person, state=after.as_dict(), updated=now)
            if before.profile != after.profile:
                self._put(connection, profiles, person, facts=after.profile.as_dict(), updated=now)
            self._learn(connection, person, set(before.progress.missed), set(after.progress.missed))

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
        changed = connection.execute(sa.update(table).where(table.c.person == person).values(**values))
        if changed.rowcount == 0:
            connection.execute(sa.insert(table).values(person=person, **values))

    @staticmethod
    def _progress(connection: Connection, person: str) -> Progress:
        """Three tables in one question: most people have rows in none, and each way to the server takes its time."""
        opened = _rows("opened", progress.c.lesson)
        tried = _rows("tried", attempts.c.quiz, one=attempts.c.right, two=attempts.c.total)
        left = _rows("left", missed.c.quiz, missed.c.question, missed.c.step, missed.c.day)
        tables = ((opened, progress), (tried, attempts), (left, missed))
        rows = connection.execute(sa.union_all(*(q.where(t.c.person == person) for q, t in tables))).all()
        tries = sorted((row for row in rows if row.what == "tried"), key=lambda row: row.one)
        again = sorted((row.two, row.name, row.question, row.one) for row in rows if row.what == "left")
        return Progress(
            frozenset(row.name for row in rows if row.what == "opened"),
            {row.name: (row.one, row.two) for row in tries},
            tuple(Missed(name, question, step, day) for day, name, question, step in again),
        )


def _rows(what: str, name: Any, question: Any = "", one: Any = 0, two: Any = 0) -> sa.sql.Select:
    """One part of a union: which table, and up to two words and two numbers of it."""
    values = {"question": question, "one": one, "two": two}
    columns = [(v if isinstance(v, sa.Column) else sa.literal(v)).label(k) for k, v in values.items()]
    return sa.select(sa.literal(what).label("what"), name.label("name"), *columns)
