"""Tokens of several bots in one Redis, with a lock there.

Redis away: each process by itself, on the same stable token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis import asyncio as redis_asyncio
from redis.exceptions import LockError, RedisError

from bot.logs import log
from bot.wechat.tokens import Kept, MemoryTokens

logger = logging.getLogger(__name__)
_HOLD = 12
"""Seconds a lock holds when its owner dies: longer than two token calls may take."""


class RedisTokens:
    """A TokenStore across processes."""

    def __init__(self, url: str, app_id: str, prefix: str = "qiangua:token:") -> None:
        self._redis = redis_asyncio.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._prefix = f"{prefix}{app_id}:"
        self._memory = MemoryTokens()

    async def read(self, name: str) -> Kept | None:
        """See TokenStore."""
        try:
            found = await self._redis.get(self._prefix + name)
        except RedisError as err:
            self._say(err)
            return await self._memory.read(name)
        return Kept(*json.loads(found)) if found else None

    async def write(self, name: str, kept: Kept, seconds: float) -> None:
        """See TokenStore."""
        await self._memory.write(name, kept, seconds)
        try:
            value = json.dumps([kept.value, kept.fetched])
            await self._redis.set(self._prefix + name, value, px=max(1, int(seconds * 1000)))
        except RedisError as err:
            self._say(err)

    @asynccontextmanager
    async def lock(self, name: str) -> AsyncIterator[None]:
        """See TokenStore. Whoever cannot have it goes on without: stable_token bears two callers."""
        async with self._memory.lock(name):
            shared = self._redis.lock(self._prefix + name + ":lock", timeout=_HOLD, blocking_timeout=_HOLD)
            held = False
            try:
                held = await shared.acquire()
            except (RedisError, LockError) as err:
                self._say(err)
            try:
                yield
            finally:
                if held:
                    try:
                        await shared.release()
                    except (RedisError, LockError) as err:
                        self._say(err)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()

    @staticmethod
    def _say(err: Exception) -> None:
        log(logger, "redis is away; tokens are kept in this process alone", logging.WARNING, exc_info=err)
