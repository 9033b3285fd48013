"""Where access_token and jsapi_ticket are kept: once for all processes, renewed by one of them at a time.

stable_token gives every caller the same token, so that losing the store costs a call and nothing else. A forced
renewal kills the token of everybody else and may be had 20 times a day, 30 s apart: it is the last resort.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.settings import WeChatSettings
from bot.wechat.codes import ApiError

EARLY = 300
"""Seconds before its end at which a token is renewed."""
_FRESH = 60.0
_FORCE_EVERY = 30.0


@dataclass(frozen=True)
class Kept:
    """A token, and when it was fetched (seconds since 1970)."""

    value: str
    fetched: float


class TokenStore(Protocol):
    """What keeps tokens."""

    async def read(self, name: str) -> Kept | None:
        """What is kept and still valid."""
        ...

    async def write(self, name: str, kept: Kept, seconds: float) -> None:
        """Keep it for so many seconds."""
        ...

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        """Held by whoever renews."""
        ...


class MemoryTokens:
    """One process's tokens."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Kept, float]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def read(self, name: str) -> Kept | None:
        """See TokenStore."""
        kept, until = self._kept.get(name, (None, 0.0))
        return kept if until > self._clock() else None

    async def write(self, name: str, kept: Kept, seconds: float) -> None:
        """See TokenStore."""
        self._kept[name] = (kept, self._clock() + seconds)

    def lock(self, name: str) -> asyncio.Lock:
        """See TokenStore."""
        return self._locks.setdefault(name, asyncio.Lock())


Fetch = Callable[[bool], Awaitable[tuple[str, float]]]
"""From `force` to a token and the seconds it lives."""


class Token:
    """One token, fetched when needed."""

    def __init__(self, name: str, store: TokenStore, fetch: Fetch, clock: Callable[[], float] = time.time) -> None:
        self._name, self._store, self._fetch, self._clock = name, store, fetch, clock

    async def get(self) -> str:
        """A valid token. Raises WeChatError."""
        kept = await self._store.read(self._name)
        if kept is not None:
            return kept.value
        async with self._store.lock(self._name):
            kept = await self._store.read(self._name)
            return (kept or await self._renew(force=False)).value

    async def renew(self, bad: str) -> str:
        """Another token than the one WeChat has just refused: somebody else's newer one, or one of two calls' at most.

        Raises ApiError 40001 when there is none to be had.
        """
        async with self._store.lock(self._name):
            kept = await self._store.read(self._name)
            if kept is not None and kept.value != bad:
                return kept.value
            # what WeChat gave us a moment ago it would give us again
            if kept is None or self._clock() - kept.fetched > _FRESH:
                fresh = await self._renew(force=False)
                if fresh.value != bad:
                    return fresh.value
            if await self._store.read(self._name + ":forced") is not None:
                raise ApiError("/cgi-bin/stable_token", 40001)
            await self._store.write(self._name + ":forced", Kept("", self._clock()), _FORCE_EVERY)
            return (await self._renew(force=True)).value

    async def _renew(self, *, force: bool) -> Kept:
        value, seconds = await self._fetch(force)
        kept = Kept(value, self._clock())
        await self._store.write(self._name, kept, max(60.0, seconds - EARLY))
        return kept


def create_tokens(settings: WeChatSettings) -> TokenStore:
    """Redis when a URL is set, else this process's memory."""
    if settings.redis_url:
        from bot.wechat.tokens_redis import RedisTokens

        return RedisTokens(settings.redis_url, settings.wechat_app_id)
    return MemoryTokens()
