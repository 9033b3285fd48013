"""The questions that were kept: each is heard and asked again, until it has an answer that waits for its person."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from itertools import groupby

from bot.dialogue.front import Ask
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import EngineError, EngineNotReady
from bot.reply.hearing import Hearing
from bot.reply.messages import Incoming
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.store.kept import Waiting

TRIES = 3
BATCH = 20
"""Kept questions asked in one go."""
AT_ONCE = 2
GIVE_WAY = 0.2
"""Seconds between two kept questions in a crowd. It may last, and nobody has listened to some of them yet."""
Begin = Callable[[str, Ask, Talk], asyncio.Task[Reply]]
"""Begins a turn at the engine."""


class Owed:
    """Answers kept questions."""

    def __init__(
        self,
        turns: TurnTaker,
        showing: Showing,
        hearing: Hearing,
        begin: Begin,
        under_way: Callable[[Waiting], bool],
        crowded: Callable[[], bool],
    ) -> None:
        """`under_way`: whether a question is still worked on since it was asked; `crowded`: whether more people write
        now than can be listened to."""
        self._turns, self._showing, self._hearing = turns, showing, hearing
        self._begin, self._under_way, self._crowded = begin, under_way, crowded
        self._tries: dict[int, int] = {}

    async def answer(self) -> int:
        """Ask what is owed, of the oldest BATCH; how many were answered. When the engine is away it is not asked any
        more, but what nobody has listened to is heard.

        Each person's in their order, persons in none, and not what has been answered meanwhile: several bots have the
        same list before them, and would otherwise all ask the same. AT_ONCE at a time: while the engine reads one, the
        next is made ready; in a crowd one now and then, for people wait who have just written.
        """
        batch = sorted(await self._showing.waiting(BATCH), key=lambda waiting: waiting.person)
        by_person = [list(some) for _, some in groupby(batch, lambda waiting: waiting.person)]
        random.shuffle(by_person)
        ways = 1 if self._crowded() else AT_ONCE
        shares = ([waiting for some in by_person[n::ways] for waiting in some] for n in range(ways))
        return sum(await asyncio.gather(*map(self._answer_some, shares)))

    async def _answer_some(self, some: list[Waiting]) -> int:
        answered, away = 0, False
        for waiting in some:
            if away and waiting.unheard is None:
                continue
            if self._crowded():
                await asyncio.sleep(GIVE_WAY)
            if self._under_way(waiting) or not await self._showing.is_owed(waiting):
                continue
            reply = await self._reply(waiting)
            if reply is None:
                away = True
                continue
            self._tries.pop(waiting.id, None)
            await self._showing.keep_reply(waiting, reply)
            answered += 1
        return answered

    async def _reply(self, waiting: Waiting) -> Reply | None:
        """The answer to a kept question; None when the engine is away, or fails and is to be asked again.

        Where it is the first time that the question is listened to, it may need its protocol; the next words are heard
        together with it, and it comes into the conversation now.
        """
        incoming = Incoming(waiting.person, "text", waiting.question)
        talk = await self._showing.talk(waiting.person)
        found = await self._hearing.hear(incoming, talk)
        if waiting.unheard is not None:
            await self._showing.heard(waiting)
            outcome = self._turns.quick(incoming, talk, found) if found.urgent else None
            if isinstance(outcome, Reply) and outcome.urgent:
                return outcome
        concern = found.kind if found.tier != "none" else None
        try:
            return await self._begin(waiting.person, Ask(waiting.question, concern), talk)
        except EngineNotReady:
            return None
        except EngineError:
            self._tries[waiting.id] = self._tries.get(waiting.id, 0) + 1
            if self._tries[waiting.id] < TRIES:
                return None
            return Reply(self._turns.catalogue.texts.line("talk", "out_of_scope"))
