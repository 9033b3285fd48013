"""Beside an officer: a human speaks with the person, and the bot is silent but for a protocol and 删除我的数据.

The engine is asked too, for it may hear a disclosure that the detector does not; what it says else is dropped. A number
is an answer to the officer, not a choice from our last list. 「您现在安全吗」 is theirs to ask: words that would wait
for it are listened to at once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.dialogue.front import Ask, Fetch
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import EngineError
from bot.logs import log, short
from bot.reply.behind import Behind
from bot.reply.messages import Incoming
from bot.reply.show import Showing

logger = logging.getLogger(__name__)
Begin = Callable[[str, Ask, Talk], asyncio.Task[Reply]]
"""Begins a turn at the engine."""


class Beside:
    """Answers, or does not, whom an officer speaks with."""

    def __init__(self, showing: Showing, begin: Begin, behind: Behind) -> None:
        self._showing, self._begin, self._behind = showing, begin, behind

    async def answer(
        self, incoming: Incoming, outcome: Reply | Ask | Fetch, talk: Talk, officer: str, until: float
    ) -> str | None:
        """The text to show, None for silence. `until` (`time.monotonic`) the engine is listened to; what it hears
        later is kept."""
        if isinstance(outcome, Reply) and outcome.hold:
            outcome = Ask(outcome.hold)
        reply = outcome if isinstance(outcome, Reply) else None
        if isinstance(outcome, Ask):
            reply = await self._listen(incoming.person, outcome.text, talk, until)
        number = incoming.text.strip().isdigit() and not incoming.tapped
        if reply is not None and not number and reply.hold is None and (_speaks(reply) or reply.forget):
            return await self._showing.show(incoming.person, reply, with_kept=False, to=incoming)
        return await self._showing.overheard(incoming, talk, officer)

    async def _listen(self, person: str, words: str, talk: Talk, until: float) -> Reply | None:
        task = self._begin(person, Ask(words), talk)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, until - time.monotonic()))
        if done:
            return await self._heard(person, task)
        self._behind.go_on(person, self._keep_disclosure(person, task))
        return None

    async def _heard(self, person: str, task: asyncio.Task[Reply]) -> Reply | None:
        """What the engine hears; None when it is away."""
        try:
            return await task
        except EngineError as err:
            log(logger, "not listened", logging.WARNING, person=short(person), reason=type(err).__name__)
            return None

    async def _keep_disclosure(self, person: str, task: asyncio.Task[Reply]) -> None:
        """A protocol that came too late to be shown is kept, and its disclosure written down."""
        reply = await self._heard(person, task)
        if reply is not None and _speaks(reply):
            await self._showing.keep_late(person, reply)


def _speaks(reply: Reply) -> bool:
    """Whether a reply is shown even while a human speaks with the person: a protocol is."""
    return reply.urgent or reply.duty is not None
