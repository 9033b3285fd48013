"""A callback on loopback with an answering double, in any of the three modes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from bot.reply.messages import Incoming
from bot.settings import WeChatSettings
from bot.web.platform import Platform
from bot.wechat.callback import create_blueprint
from bot.wechat.dedupe import MemoryRepeats, Repeats
from bot.wechat.envelope import Envelopes
from tests.conftest import free_ports, serve
from tests.fake_wechat import FakeWeChat

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "wechat_vectors.json").read_text(encoding="utf-8")
)
CREDENTIALS = VECTORS["credentials"]
OPENID = CREDENTIALS["openid"]


def hashed(openid: str) -> str:
    """A stand-in for the keyed hash."""
    return hashlib.sha256(openid.encode()).hexdigest()


@dataclass
class EchoAnswerer:
    """Answers with what it was told; slow or broken on demand."""

    delay: float = 0.0
    says: str = ""
    error: Exception | None = None
    seen: list[Incoming] = field(default_factory=list)
    within: list[float] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        self.seen.append(incoming)
        self.within.append(within)
        await asyncio.sleep(self.delay)
        if self.error is not None:
            raise self.error
        return self.says or f"{incoming.kind}:{incoming.text}:{len(self.seen)}"

    async def forget(self, person: str) -> None:
        self.forgotten.append(person)


def settings_for(mode: str, **more: Any) -> WeChatSettings:
    """The vectors' account; with keys unless the mode is plain."""
    keys = mode in ("safe", "compat", "compatible")
    return WeChatSettings(
        wechat_token=CREDENTIALS["token"],
        wechat_app_id=CREDENTIALS["appid"],
        wechat_aes_key=CREDENTIALS["encoding_aes_key"] if keys else "",
        wechat_aes_key_previous=CREDENTIALS["encoding_aes_key_previous"] if keys else "",
        **more,
    )


@dataclass
class Served:
    """A running callback."""

    app: Sanic
    url: str
    answerer: EchoAnswerer
    clock: list[float]

    def platform(self, mode: str = "plain", **changes: Any) -> Platform:
        given = {
            "token": CREDENTIALS["token"],
            "app_id": CREDENTIALS["appid"],
            "aes_key": "" if mode == "plain" else CREDENTIALS["encoding_aes_key"],
            "mode": "safe" if mode == "plain" else mode,
            "clock": lambda: self.clock[0],
        }
        return Platform(**{**given, **changes})

    def wechat(self, mode: str = "plain", **changes: Any) -> FakeWeChat:
        return FakeWeChat(self.platform(mode, **changes), self.url, step=1.0)


Serve = Callable[..., AbstractAsyncContextManager[Served]]


@pytest.fixture
def callback(app_name: Callable[[], str]) -> Serve:
    """`async with callback("safe") as served:` a callback in that mode with the clock at t0."""

    @asynccontextmanager
    async def run(
        mode: str = "plain", repeats: Repeats | None = None, random16: Callable[[], str] | None = None, **more: Any
    ) -> AsyncIterator[Served]:
        answerer, clock = EchoAnswerer(), [float(CREDENTIALS["t0"])]
        settings = settings_for(mode, **more)
        app = Sanic(app_name(), configure_logging=False)
        app.blueprint(
            create_blueprint(
                settings, answerer, hashed, repeats or MemoryRepeats(600), clock=lambda: clock[0],
                envelopes=Envelopes(settings, random16=random16) if random16 else None,
            )
        )  # fmt: skip
        async with serve(app, free_ports(1)) as base:
            yield Served(app, f"{base}/wechat", answerer, clock)

    return run
