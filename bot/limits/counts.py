"""How often something happened in the last minute, by key: in this process's memory, or in Redis for several bots.

A minute is reckoned as this one's count and the share of the last one's that is still within sixty seconds: two
numbers a key however much is sent, and no edge at which a sender gets twice the limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

WINDOW = 60.0
"""Seconds that are counted together."""
MOST = 100_000
"""Keys one process remembers of a minute; beyond, the oldest are forgotten, so that a flood costs no memory."""


class Counts(Protocol):
    """What the limits need."""

    async def add(self, key: str) -> float:
        """One more for a key; how many there were in the last minute, with this one."""
        ...

    async def first(self, key: str) -> bool:
        """Whether nobody has asked this of the key for a minute."""
        ...

    async def close(self) -> None:
        """Give back what is held outside this process."""
        ...


class MemoryCounts:
    """Counts of one process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._clock, self._most = clock, most
        self._minute = 0
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._asked: dict[str, float] = {}

    async def add(self, key: str) -> float:
        """See Counts."""
        minute, part = divmod(self._clock(), WINDOW)
        if minute != self._minute:
            self._before = self._now if minute == self._minute + 1 else {}
            self._now, self._minute = {}, int(minute)
        self._make_room(self._now, key)
        self._now[key] = self._now.get(key, 0) + 1
        return self._now[key] + self._before.get(key, 0) * (1 - part / WINDOW)

    async def first(self, key: str) -> bool:
        """See Counts."""
        now, before = self._clock(), self._asked.pop(key, float("-inf"))
        self._make_room(self._asked, key)
        self._asked[key] = now  # at the end: the oldest stands first
        return now - before >= WINDOW

    async def close(self) -> None:
        """See Counts: nothing is held."""

    def _make_room(self, kept: dict[str, int] | dict[str, float], key: str) -> None:
        if key not in kept and len(kept) >= self._most:
            del kept[next(iter(kept))]


def create_counts(redis_url: str) -> Counts:
    """Redis where a URL is set, else this process's memory."""
    if redis_url:
        from bot.limits.counts_redis import RedisCounts  # 0.15 s of start for those who have Redis alone

        return RedisCounts(redis_url)
    return MemoryCounts()
