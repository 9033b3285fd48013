"""A server that is told to stop answers what has come in, takes nothing new, and waits for nobody who is idle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.server.async_server import AsyncioServer
from sanic.server.protocols.http_protocol import HttpProtocol

from bot.forever import finish
from bot.stopping import answer_the_last


async def started(app: Sanic, port: int) -> AsyncioServer:
    """The server of an app, as `bot run` starts it."""
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    return server


async def test_what_is_under_way_is_answered_and_nothing_new_is_taken(port: int, app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)

    @app.get("/slow")
    async def slow(request: Request) -> HTTPResponse:
        await asyncio.sleep(0.5)
        return text("answered")

    @app.get("/quick")
    async def quick(request: Request) -> HTTPResponse:
        return text("at once")

    server = await started(app, port)
    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{base}/quick") as answer:  # leaves a connection that is kept, and idle
            assert await answer.text() == "at once"

        async def ask() -> str:
            async with http.get(f"{base}/slow") as answer:
                return await answer.text()

        asked = [asyncio.create_task(ask()) for _ in range(5)]
        await asyncio.sleep(0.2)
        await answer_the_last(server, 5.0)
        assert not server.connections
        assert await asyncio.gather(*asked) == ["answered"] * 5
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(f"{base}/quick")


async def test_one_that_does_not_end_is_not_waited_for(port: int, app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)

    @app.get("/never")
    async def never(request: Request) -> HTTPResponse:
        await asyncio.sleep(60)
        return text("")

    server = await started(app, port)
    async with aiohttp.ClientSession() as http:
        asked = asyncio.create_task(http.get(f"http://127.0.0.1:{port}/never"))
        await asyncio.sleep(0.2)
        await answer_the_last(server, 0.3)
        assert len(server.connections) == 1
        asked.cancel()


async def test_a_connection_that_comes_this_very_moment_ends_nothing(port: int, app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)
    app.add_route(lambda request: text(""), "/")
    server = await started(app, port)
    fresh = HttpProtocol(loop=asyncio.get_running_loop(), app=app, connections=server.connections)
    fresh.connections.add(fresh)  # what Sanic does first; its task has not begun
    asyncio.get_running_loop().call_later(0.1, fresh.connections.discard, fresh)
    await answer_the_last(server, 5.0)
    assert not server.connections


async def test_work_behind_is_let_finish_and_no_longer_than_that() -> None:
    done = []

    async def work(seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append(seconds)

    tasks = {asyncio.create_task(work(0.1)), asyncio.create_task(work(60))}
    await finish(tasks, 0.4)
    assert done == [0.1]
    for task in tasks:
        task.cancel()
    await finish(set(), 1.0)
