"""Repeats across several bots, in Redis. Keys are hashed before they leave this process: they hold an openid."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Awaitable

from redis import asyncio as redis_asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import RedisError

from bot.logs import log
from bot.wechat.dedupe import Compute, MemoryRepeats

logger = logging.getLogger(__name__)
_POLL = 0.1
_ANSWER = b"["
"""How a stored answer begins; a claim is hexadecimal."""
_CLAIM_SECONDS = 6
"""How long a claim without an answer holds: longer than any turn (4.8 s), yet over before WeChat's
last try at 10 s, so that a message whose process died in the middle is answered by another."""
_AWAY_SECONDS = 30.0
"""How long Redis is left alone after a fault; one that hangs would cost every message its timeout."""


class RedisRepeats:
    """Repeats across processes; within one, memory still answers first. Redis away: memory alone."""

    def __init__(self, url: str, seconds: int, *, prefix: str = "qiangua:repeat:", patience: float = 4.2) -> None:
        """`seconds`: how long an answer is kept; `patience`: how long a repeat waits for another process."""
        # a connection that was cut is made anew and the command said once more; only then is Redis away
        again = {"retry": Retry(NoBackoff(), 1), "retry_on_error": [RedisGone]}
        self._redis = redis_asyncio.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, **again)
        self._memory = MemoryRepeats(seconds)
        self._seconds, self._prefix, self._patience = seconds, prefix, patience
        self._warned, self._away_until = False, 0.0
        self._storing: set[asyncio.Future[None]] = set()

    async def once(self, key: str, compute: Compute) -> tuple[str | None, bool]:
        """See Repeats. A repeat whose patience ends has nothing to say."""
        name = self._prefix + hashlib.sha256(key.encode()).hexdigest()
        shared = False

        async def through_redis() -> str | None:
            nonlocal shared
            answer, shared = await self._once(name, compute)
            return answer

        answer, repeat = await self._memory.once(key, through_redis)
        return answer, repeat or shared

    async def close(self) -> None:
        """Finish storing and close the connections."""
        await asyncio.gather(*self._storing)
        await self._redis.close()

    async def _once(self, name: str, compute: Compute) -> tuple[str | None, bool]:
        """Claim and compute, or wait for whoever holds the claim; a claim that lapses is taken over."""
        if time.monotonic() < self._away_until:
            return await compute(), False
        deadline = time.monotonic() + self._patience
        mine = secrets.token_hex(8).encode()
        while time.monotonic() < deadline:
            try:
                claimed = await self._redis.set(name, mine, nx=True, ex=_CLAIM_SECONDS)
                stored = None if claimed else await self._redis.get(name)
            except RedisError as err:
                self._leave_alone(err)
                return await compute(), False
            self._warned = False
            if claimed or stored == mine:  # said twice over a cut connection, the first claim is ours too
                return await self._compute_claimed(name, compute), False
            if stored and stored.startswith(_ANSWER):
                answer = json.loads(stored)[0]
                return None if answer is None else str(answer), True
            await asyncio.sleep(_POLL)
        return None, True

    async def _compute_claimed(self, name: str, compute: Compute) -> str | None:
        try:
            answer = await compute()
        except BaseException:
            await self._quietly(self._redis.delete(name))
            raise
        # Not awaited: the person's answer must not wait for a Redis that hangs.
        storing = asyncio.ensure_future(self._quietly(self._redis.set(name, json.dumps([answer]), ex=self._seconds)))
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)
        return answer

    async def _quietly(self, work: Awaitable[object]) -> None:
        try:
            await work
        except RedisError as err:
            self._leave_alone(err)

    def _leave_alone(self, err: RedisError) -> None:
        self._away_until = time.monotonic() + _AWAY_SECONDS
        if not self._warned:
            log(logger, "redis is away; repeats are known in this process alone", logging.WARNING, exc_info=err)
            self._warned = True
