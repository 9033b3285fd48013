"""The rows of a talk: what is on a person's screen, what is kept for them. Blocking; call from a thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.dialogue.reply import Reply
from bot.dialogue.screen import Screen
from bot.store.tables import kept, metadata, rasa_events, screens


@dataclass(frozen=True)
class Waiting:
    """A question the engine still owes an answer."""

    id: int
    person: str
    question: str


class Talks:
    """Reads and writes the state of talks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ping(self) -> None:
        """Raise SQLAlchemyError when the database does not answer."""
        with self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def screen(self, person: str) -> Screen:
        """The person's screen; an empty one for somebody new."""
        with self._engine.connect() as connection:
            state = connection.execute(sa.select(screens.c.state).where(screens.c.person == person)).scalar()
        return Screen.from_dict(state) if state else Screen()

    def save_screen(self, person: str, screen: Screen) -> None:
        """Write the person's screen."""
        values = {"state": screen.as_dict(), "updated": time.time()}
        with self._engine.begin() as connection:
            changed = connection.execute(sa.update(screens).where(screens.c.person == person).values(**values))
            if changed.rowcount == 0:
                connection.execute(sa.insert(screens).values(person=person, **values))

    def keep_question(self, person: str, question: str) -> int:
        """Keep a question until the engine can answer it; the row's id."""
        with self._engine.begin() as connection:
            row = connection.execute(sa.insert(kept).values(person=person, question=question, created=time.time()))
            return int(row.inserted_primary_key[0])

    def waiting(self, limit: int = 20) -> list[Waiting]:
        """The oldest questions without an answer."""
        query = (
            sa.select(kept.c.id, kept.c.person, kept.c.question)
            .where(kept.c.question.isnot(None))
            .order_by(kept.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def keep_reply(self, kept_id: int, reply: Reply) -> None:
        """The answer to a kept question; the question itself is not needed any more."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(kept).where(kept.c.id == kept_id).values(reply=reply.as_dict(), question=None))

    def keep_late_reply(self, person: str, reply: Reply) -> None:
        """An answer that came too late to be shown, or the part that did not fit."""
        with self._engine.begin() as connection:
            connection.execute(sa.insert(kept).values(person=person, reply=reply.as_dict(), created=time.time()))

    def owed(self, person: str) -> int:
        """How many questions of this person still wait for the engine."""
        query = sa.select(sa.func.count()).where(kept.c.person == person, kept.c.question.isnot(None))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def take_replies(self, person: str) -> list[Reply]:
        """The kept answers, oldest first; they are deleted, because they are being delivered."""
        ready = sa.and_(kept.c.person == person, kept.c.question.is_(None))
        with self._engine.begin() as connection:
            rows = connection.execute(sa.select(kept.c.id, kept.c.reply).where(ready).order_by(kept.c.id)).all()
            if rows:
                connection.execute(sa.delete(kept).where(kept.c.id.in_([row.id for row in rows])))
        return [Reply.from_dict(row.reply) for row in rows if row.reply]

    def forget(self, person: str) -> None:
        """Delete every row of this person, Rasa's too."""
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if "person" in table.c:
                    connection.execute(sa.delete(table).where(table.c.person == person))
            if sa.inspect(connection).has_table(rasa_events.name):
                connection.execute(sa.delete(rasa_events).where(rasa_events.c.sender_id == person))
