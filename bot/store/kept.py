"""What is kept for a person: questions the engine owes, answers not yet fetched. Blocking; call from a thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.dialogue.reply import Reply
from bot.store.database import alone
from bot.store.tables import kept


@dataclass(frozen=True)
class Waiting:
    """A question the engine still owes an answer."""

    id: int
    person: str
    question: str
    unheard: float | None = None
    """When it came (seconds since 1970), if nobody has listened to it yet: kept in a crowd (`bot.reply.hearing`)."""


AT_ONCE = 2
"""Kept answers that are delivered in one message; more is a heap that nobody reads, with a list of thirty lines."""
_KEEP = sa.insert(kept)  # built once: in a crowd it is most of what a message costs
LESSON = "weekly_lesson"
"""The `intent` by which a waiting lesson is told from an answer; its text is the lesson's name."""


class Kept:
    """Reads and writes the table `kept`."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._alone = engine, alone(engine)

    def keep_question(self, person: str, question: str, *, unheard: bool = False, push: str = "") -> int:
        """Keep a question until the engine can answer it; the row's id. The same `push` is kept once."""
        row = {"person": person, "question": question, "created": time.time(), "unheard": unheard, "push": push or None}
        try:
            with self._alone.begin() as connection:
                return int(connection.execute(_KEEP, row).inserted_primary_key[0])
        except sa.exc.IntegrityError:
            with self._alone.connect() as connection:
                known = connection.execute(sa.select(kept.c.id).where(kept.c.push == push)).scalar()
            if known is None:  # delivered in this very moment
                return self.keep_question(person, question, unheard=unheard)
            return int(known)

    def heard(self, kept_id: int) -> None:
        """A question that was kept unheard has been listened to."""
        with self._alone.begin() as connection:
            connection.execute(sa.update(kept).where(kept.c.id == kept_id).values(unheard=False))

    def waiting(self, limit: int = 20) -> list[Waiting]:
        """The oldest questions without an answer."""
        query = (
            sa.select(kept.c.id, kept.c.person, kept.c.question, kept.c.unheard, kept.c.created)
            .where(kept.c.question.isnot(None))
            .order_by(kept.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Waiting(r.id, r.person, r.question, r.created if r.unheard else None) for r in rows]

    def is_owed(self, kept_id: int) -> bool:
        """Whether a question still waits: another bot may have had it answered, or the person deleted everything."""
        query = sa.select(kept.c.id).where(kept.c.id == kept_id, kept.c.question.isnot(None))
        with self._alone.connect() as connection:
            return connection.execute(query).first() is not None

    def owed(self) -> int:
        """How many questions are without an answer."""
        query = sa.select(sa.func.count()).where(kept.c.question.isnot(None))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def keep_reply(self, kept_id: int, reply: Reply) -> None:
        """The answer to a kept question; the question itself is not needed any more."""
        with self._alone.begin() as connection:
            connection.execute(sa.update(kept).where(kept.c.id == kept_id).values(reply=reply.as_dict(), question=None))

    def keep_late_reply(self, person: str, reply: Reply) -> None:
        """An answer that came too late to be shown, or the part that did not fit."""
        with self._engine.begin() as connection:
            connection.execute(sa.insert(kept).values(person=person, reply=reply.as_dict(), created=time.time()))

    def keep_lesson(self, person: str, lesson: str) -> None:
        """A weekly lesson that could not be pushed; an earlier one goes."""
        row = Reply(lesson, intent=LESSON).as_dict()
        with self._engine.begin() as connection:
            mine = connection.execute(sa.select(kept.c.id, kept.c.reply).where(kept.c.person == person)).all()
            old = [found.id for found in mine if (found.reply or {}).get("intent") == LESSON]
            connection.execute(sa.delete(kept).where(kept.c.id.in_(old)))
            connection.execute(sa.insert(kept).values(person=person, reply=row, created=time.time()))

    def take_of(self, person: str, intent: str) -> list[Reply]:
        """The kept answers of one kind, oldest first; deleted, because they are delivered, and locked as in `take`."""
        query = sa.select(kept.c.id, kept.c.reply).where(kept.c.person == person, kept.c.question.is_(None))
        query = query.with_for_update()
        with self._engine.begin() as connection:
            rows = connection.execute(query.order_by(kept.c.id)).all()
            mine = [row for row in rows if (row.reply or {}).get("intent") == intent]
            if mine:
                connection.execute(sa.delete(kept).where(kept.c.id.in_([row.id for row in mine])))
        return [Reply.from_dict(row.reply) for row in mine]

    def take(self, person: str, most: int = AT_ONCE) -> tuple[list[Reply], int, int]:
        """The oldest kept answers, with the lesson that waits; how many questions still wait for the engine, and how
        many answers for the next time.

        The answers are deleted, because they are being delivered. All in one transaction: between
        two, an answer could turn up that neither of them saw. The rows are locked: two bots deliver none twice.
        """
        query = sa.select(kept.c.id, kept.c.question, kept.c.reply).where(kept.c.person == person)
        query = query.order_by(kept.c.id).with_for_update()
        with self._engine.begin() as connection:
            rows = connection.execute(query).all()
            ready = [row for row in rows if row.question is None]
            answers = [row.id for row in ready if (row.reply or {}).get("intent") != LESSON]
            later = set(answers[most:])
            taken = [row for row in ready if row.id not in later]
            if taken:
                connection.execute(sa.delete(kept).where(kept.c.id.in_([row.id for row in taken])))
        return [Reply.from_dict(row.reply) for row in taken if row.reply], len(rows) - len(ready), len(later)
