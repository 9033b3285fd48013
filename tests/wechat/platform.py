"""The fake platform's API side on loopback, and a client of ours before it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.fakewechat.routes import Held, create_app
from bot.fakewechat.state import State
from bot.settings import WeChatSettings
from bot.wechat.client import WeChatClient
from bot.wechat.tokens import MemoryTokens, TokenStore
from tests.conftest import free_ports, serve

APP_ID, SECRET = "wx0a1b2c3d4e5f6789", "S3cretOfTheAccount"
NOON = 1795406400.0
"""2026-11-23 12:00 in Beijing."""
OPENID = "oGY26t0AbCdEfGhIjKlMnOpQrStU"


@dataclass
class Rig:
    """State of the platform, client, and one clock for both."""

    state: State
    held: Held
    client: WeChatClient
    settings: WeChatSettings
    now: list[float]
    slept: list[float] = field(default_factory=list)


@asynccontextmanager
async def rig(kind: str = "verified_svc", tokens: TokenStore | None = None, **more: Any) -> AsyncIterator[Rig]:
    """A platform of one kind of account, with one follower, and a client of ours."""
    now, slept = [NOON], []
    state, held = State(APP_ID, SECRET, kind=kind, clock=lambda: now[0]), Held()
    state.act(OPENID, "message")

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with serve(create_app(state, held, f"fake_{os.urandom(6).hex()}"), free_ports(1)) as base:
        given = {"wechat_app_id": APP_ID, "wechat_app_secret": SECRET, "wechat_api_base": base}
        settings = WeChatSettings(**{**given, **more})
        store = tokens or MemoryTokens(lambda: now[0])
        client = WeChatClient(settings, tokens=store, clock=lambda: now[0], sleep=sleep)
        try:
            yield Rig(state, held, client, settings, now, slept)
        finally:
            await client.close()
