"""What the client makes of an engine's answers, over loopback."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.dialogue.reply import Reply
from bot.engine.client import EngineClient
from bot.errors import EngineError, EngineNotReady
from tests.conftest import serve


@pytest.mark.parametrize(
    ("status", "seconds", "error"),
    [(200, 0, None), (500, 0, EngineError), (403, 0, EngineError), (200, 1, EngineError)],
)
async def test_answers_and_failures(
    status: int, seconds: float, error: type[Exception] | None, port: int, app_name: Callable[[], str]
) -> None:
    app = Sanic(app_name(), configure_logging=False)

    @app.post("/webhooks/qiangua/message")
    async def message(request: Request) -> HTTPResponse:
        import asyncio

        await asyncio.sleep(seconds)
        assert request.headers["authorization"] == "Bearer secret"
        return json([Reply(request.json["message"], page="x").as_dict()], status=status)

    async with serve(app, port) as base:
        client = EngineClient(base, "secret", timeout=0.5)
        with pytest.raises(EngineNotReady):
            await client.send("p", "hi", {})
        client.ready = True
        if error is None:
            assert await client.send("p", "你好", {}) == [Reply("你好", page="x")]
        else:
            with pytest.raises(error):
                await client.send("p", "你好", {})
        await client.close()


async def test_nobody_there_is_not_ready(port: int) -> None:
    client = EngineClient(f"http://127.0.0.1:{port}", "secret", timeout=0.5)
    client.ready = True
    with pytest.raises(EngineNotReady):
        await client.send("p", "hi", {})
    assert not await client.alive()
    await client.close()
