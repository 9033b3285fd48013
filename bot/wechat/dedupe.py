"""WeChat's repeats: one turn for a message, the same answer for each of its tries.

The first arrival of a key computes; those that come meanwhile wait for its answer, those that
come later get it from the store.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.settings import WeChatSettings

Compute = Callable[[], Awaitable[str | None]]
MOST = 50_000


class Repeats(Protocol):
    """What the callback needs."""

    async def once(self, key: str, compute: Compute) -> tuple[str | None, bool]:
        """The answer for a key (None: nothing to say), and whether it was a repeat."""
        ...

    async def close(self) -> None:
        """Finish storing, and give back what is held outside this process."""
        ...


class MemoryRepeats:
    """Repeats within one process."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds`: how long an answer is kept."""
        self._seconds, self._clock = seconds, clock
        self._turns: OrderedDict[str, tuple[float, asyncio.Future[str | None]]] = OrderedDict()

    async def once(self, key: str, compute: Compute) -> tuple[str | None, bool]:
        """See Repeats. A computation that fails is forgotten, so that the next try computes again."""
        self._drop_old()
        known = self._turns.get(key)
        if known is not None:
            return await asyncio.shield(known[1]), True
        # A task of its own, shielded: a connection that is cut ends neither the turn nor the repeats' wait.
        turn = asyncio.ensure_future(compute())
        turn.add_done_callback(lambda done: self._release_failed(key, done))
        self._turns[key] = (self._clock(), turn)
        return await asyncio.shield(turn), False

    async def close(self) -> None:
        """See Repeats: nothing is held."""

    def _release_failed(self, key: str, turn: asyncio.Future[str | None]) -> None:
        failed = turn.cancelled() or turn.exception() is not None
        if failed and self._turns.get(key, (0.0, None))[1] is turn:
            del self._turns[key]

    def _drop_old(self) -> None:
        limit = self._clock() - self._seconds
        while self._turns:
            key, (created, _) = next(iter(self._turns.items()))
            if created > limit and len(self._turns) < MOST:
                return
            del self._turns[key]


def create_repeats(settings: WeChatSettings) -> Repeats:
    """Redis when a URL is set, else this process's memory."""
    if settings.redis_url:
        from bot.wechat.dedupe_redis import RedisRepeats  # 0.15 s of start for those who have Redis alone

        patience = settings.wechat_reply_seconds + 0.2
        return RedisRepeats(settings.redis_url, settings.wechat_dedupe_seconds, patience=patience)
    return MemoryRepeats(settings.wechat_dedupe_seconds)
