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
SHARE = 0.15
"""Of the time a message has: with more than that to be judged before it, there is a crowd."""
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
        if incoming.kind != "text":  # nothing to listen to, and nobody to wait for
            return NOTHING
        end = self._pace.begin()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._turns.detect, incoming, talk)
        finally:
            end(None)

    def in_time(self, seconds: float) -> bool:
        """Whether one more message would be judged soon enough, of so many seconds it has."""
        return self._pace.in_time(seconds * SHARE)

    def unheard(self, incoming: Incoming, talk: Talk) -> Ask | None:
        """What can be asked of the engine later, when nothing in a message points to danger and nothing in the talk
        waits for it; else None."""
        if incoming.kind != "text" or not as_words(incoming.text) or self._turns.suspects(incoming, talk):
            return None
        outcome = self._turns.outcome(incoming, talk, NOTHING)
        waits = may_wait(incoming, talk, NOTHING, outcome, self._turns.clock())
        return outcome if waits and isinstance(outcome, Ask) else None

    def close(self) -> None:
        """Let the threads go; what they are at comes to its end."""
        self._pool.shutdown(wait=False)
