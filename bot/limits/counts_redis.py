"""Counts of several bots in one Redis. Redis away: each process by its own, which limits less and stops nobody."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable

from redis import asyncio as redis_asyncio
from redis.exceptions import RedisError

from bot.limits.counts import WINDOW, MemoryCounts
from bot.logs import log

logger = logging.getLogger(__name__)
_AWAY_SECONDS = 30.0
"""How long Redis is left alone after a fault; one that hangs would cost every message its timeout."""


class RedisCounts:
    """Counts across processes; keys are hashed before they leave this one."""

    def __init__(
        self, url: str, *, prefix: str = "qiangua:limit:", clock: Callable[[], float] = time.time, timeout: float = 0.3
    ) -> None:
        self._redis = redis_asyncio.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout)
        self._prefix, self._clock = prefix, clock
        self._memory = MemoryCounts()
        self._away_until = 0.0

    async def add(self, key: str) -> float:
        """See Counts."""
        minute, part = divmod(self._clock(), WINDOW)
        now, before = f"{self._name(key)}:{int(minute)}", f"{self._name(key)}:{int(minute) - 1}"
        if time.monotonic() >= self._away_until:
            try:
                async with self._redis.pipeline(transaction=False) as pipe:
                    count, _, earlier = await pipe.incr(now).expire(now, int(2 * WINDOW)).get(before).execute()
                return float(count) + int(earlier or 0) * (1 - part / WINDOW)
            except RedisError as err:
                self._leave_alone(err)
        return await self._memory.add(key)

    async def first(self, key: str) -> bool:
        """See Counts."""
        if time.monotonic() >= self._away_until:
            name = self._name(key) + ":asked"
            try:
                async with self._redis.pipeline(transaction=False) as pipe:
                    is_first, _ = await pipe.set(name, 1, nx=True, ex=int(WINDOW)).expire(name, int(WINDOW)).execute()
                return bool(is_first)
            except RedisError as err:
                self._leave_alone(err)
        return await self._memory.first(key)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()

    def _name(self, key: str) -> str:
        return self._prefix + hashlib.sha256(key.encode()).hexdigest()[:32]

    def _leave_alone(self, err: RedisError) -> None:
        self._away_until = time.monotonic() + _AWAY_SECONDS
        log(logger, "redis is away; limits are counted in this process alone", logging.WARNING, exc_info=err)
