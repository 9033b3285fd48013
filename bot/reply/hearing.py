"""The detector's ear: who is listened to at once, and who a little later because more people write than can be heard.

A judgement takes the longest of all that a message costs here. When it would not come in time, a message in which
neither the patterns nor the n-grams see anything (`Detector.suspects`, a fortieth of the cost) is kept unheard: it is
judged whole with its answer. Whatever they suspect is heard now, however many wait.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.dialogue.front import Ask
from bot.dialogue.talk import Talk
from bot.dialogue.words import as_words
from bot.reply.messages import Incoming
from bot.reply.pace import Pace
from bot.reply.patience import may_wait
from bot.reply.turn import TurnTaker
from bot.safety.detector import NOTHING, Disclosure

THREADS = 2
"""Judgements at once: more only take the interpreter from each other, and from the event loop."""
SHARE = 0.4
"""Of the time a message has, what its judgement may take; the rest is the engine's."""
MOST = 200
"""Judgements under way beyond which what can wait does, however fast they lately were."""


class Hearing:
    """Listens to messages, off the event loop."""

    def __init__(self, turns: TurnTaker) -> None:
        self._turns = turns
        self._pool = ThreadPoolExecutor(THREADS, "hearing")
        self._pace = Pace(MOST, gauge=None)

    async def hear(self, incoming: Incoming, talk: Talk) -> Disclosure:
        """What a message discloses."""
        end = self._pace.begin()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._turns.detect, incoming, talk)
        finally:
            end(None)

    async def hear_within(self, incoming: Incoming, talk: Talk, seconds: float) -> Disclosure | None:
        """What a message discloses; None when that would take too much of the time and nothing points to danger."""
        if not self._pace.in_time(seconds * SHARE) and self._can_wait(incoming, talk):
            return None
        return await self.hear(incoming, talk)

    def _can_wait(self, incoming: Incoming, talk: Talk) -> bool:
        if incoming.kind != "text" or self._turns.suspects(incoming, talk):
            return False
        outcome = self._turns.outcome(incoming, talk, NOTHING) if as_words(incoming.text) else None
        return isinstance(outcome, Ask) and may_wait(incoming, talk, NOTHING, outcome, self._turns.clock())

    @property
    def crowded(self) -> bool:
        """Whether somebody waits to be heard."""
        return not self._pace.in_time(SHARE)

    def close(self) -> None:
        """Let the threads go; what they are at comes to its end."""
        self._pool.shutdown(wait=False)
