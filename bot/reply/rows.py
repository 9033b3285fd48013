"""What the answering room reads and writes of a person, but for moving their talk (`bot.reply.show`).

Every call to the store is made off the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.reply.duties import DutyLog
from bot.reply.messages import Incoming
from bot.reply.meter import metered
from bot.store.database import once_more
from bot.store.kept import Waiting
from bot.store.store import Store
from bot.store.talks import Standing

P = ParamSpec("P")
T = TypeVar("T")


class Rows:
    """A person's rows in the store."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._remembered: set[str] = set()
        self._duties = DutyLog(store, clock)

    async def meet(self, person: str, sealed: str) -> Standing:
        """How somebody stands who has written; of somebody new the sealed openid is kept, once."""
        if not sealed or person in self._remembered:
            return await self.standing(person)
        here = await self._db(self._store.met, person, sealed)
        if len(self._remembered) > 50_000:
            self._remembered.clear()
        self._remembered.add(person)
        return here

    async def forget(self, person: str) -> None:
        """Delete everything that is stored of this person."""
        self._remembered.discard(person)
        self._duties.forget(person)
        await self._db(self._store.people.forget, person)

    async def talk(self, person: str) -> Talk:
        """Where the person's talk stands."""
        return await self._db(self._store.talks.load, person)

    async def standing(self, person: str) -> Standing:
        """Their talk, the officer who speaks with them if one does, whether anything is kept for them."""
        return await self._db(self._store.talks.standing, person)

    async def opened(self, person: str, lesson: str) -> None:
        """The person opened a lesson's page."""
        await self._db(self._store.talks.record_opened, person, lesson)

    async def first_phone(self, person: str) -> bool:
        """Whether this is the first time that the person opens a page; it is remembered."""
        return await self._db(self._store.visits.first_phone, person)

    async def visited(self, page: str, source: str) -> None:
        """A link that names where it was passed on was followed."""
        await self._db(self._store.visits.count, page, source, self._clock())

    async def take_kept(self, person: str) -> tuple[list[Reply], int, int]:
        """Kept answers, which are delivered with this, how many questions are still owed, and how many answers are
        left for the next time."""
        return await self._db(self._store.kept.take, person)

    async def keep_question(self, to: Incoming, question: str, *, unheard: bool = False) -> int:
        """Keep a question until the engine can answer it, once for a push that comes again; the number of its row.
        `unheard`: nothing else is written of it before it has been listened to."""
        return await self._db(self._store.kept.keep_question, to.person, question, unheard=unheard, push=to.push)

    async def keep_reply(self, waiting: Waiting, reply: Reply) -> None:
        """The answer to a kept question."""
        await self._db(self._store.kept.keep_reply, waiting.id, self._told(waiting.person, reply))

    async def keep_late(self, person: str, reply: Reply) -> None:
        """A reply that came too late to be shown: it comes with the next message."""
        await self._db(self._store.kept.keep_late_reply, person, self._told(person, reply))

    def _told(self, person: str, reply: Reply) -> Reply:
        """A reply that is kept; a disclosure is written down now, for nobody may ever fetch it."""
        if reply.duty is not None:
            self._duties.start(person, reply.duty)
        return replace(reply, duty=None)

    async def waiting(self, limit: int) -> list[Waiting]:
        """The oldest questions without an answer."""
        return await self._db(self._store.kept.waiting, limit)

    async def is_owed(self, waiting: Waiting) -> bool:
        """Whether a question still waits for its answer."""
        return await self._db(self._store.kept.is_owed, waiting.id)

    async def _db(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def timed() -> T:
            with metered("store"):
                return once_more(lambda: call(*args, **kwargs))

        return await asyncio.to_thread(timed)
