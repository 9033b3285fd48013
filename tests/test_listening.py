"""The server lets in everybody who knocks, in few rounds of its loop; it survives a lack of files and its own end."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import select
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import aiohttp
import pytest
import uvloop
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

import bot.listening
from bot.listening import Loop, Server
from bot.stopping import answer_the_last

KNOCKING = 60


class Entered(asyncio.Protocol):
    """Keeps its transport."""

    def __init__(self, who: list[Any]) -> None:
        self._who = who

    def connection_made(self, transport: Any) -> None:
        self._who.append(transport)


@pytest.fixture
def knocking(port: int) -> Iterator[Callable[[], list[socket.socket]]]:
    """Opens that many connections, which the system holds until somebody lets them in."""
    opened: list[socket.socket] = []

    def knock() -> list[socket.socket]:
        opened.extend(socket.create_connection(("127.0.0.1", port)) for _ in range(KNOCKING))
        return opened

    yield knock
    for connection in opened:
        connection.close()


def run(make: Callable[[], asyncio.AbstractEventLoop], work: Awaitable[Any], entered: Iterable[Any]) -> Any:
    """Run to its end on such a loop, and close who has entered: a loop that ends with one open warns, which is an error
    here, and uvloop then waits for ever."""

    async def whole() -> Any:
        try:
            return await work
        finally:
            for transport in entered:
                transport.close()
            await asyncio.sleep(0.05)

    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(whole())


def readable(connection: socket.socket) -> bool:
    """Whether the other side has sent something or closed."""
    return bool(select.select([connection], [], [], 0)[0])


async def rounds_until_in(port: int, knock: Callable[[], list[socket.socket]], entered: list[Any]) -> int:
    """Rounds of the loop until everybody who knocked at once is in."""
    server = await asyncio.get_running_loop().create_server(lambda: Entered(entered), "127.0.0.1", port, backlog=512)
    knock()
    rounds = 0
    while len(entered) < KNOCKING:
        await asyncio.sleep(0)
        rounds += 1
    server.close()
    return rounds


def test_everybody_is_in_after_a_few_rounds(port: int, knocking: Callable[[], list[socket.socket]]) -> None:
    entered: list[Any] = []
    assert run(Loop, rounds_until_in(port, knocking, entered), entered) < 10


def test_uvloop_by_itself_needs_a_round_for_each(port: int, knocking: Callable[[], list[socket.socket]]) -> None:
    """The reason for ours: when this fails, uvloop has learnt it, and `bot.listening` may go."""
    entered: list[Any] = []
    assert run(uvloop.new_event_loop, rounds_until_in(port, knocking, entered), entered) >= KNOCKING


def test_without_files_they_wait_and_come_in_later(
    port: int, knocking: Callable[[], list[socket.socket]], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(bot.listening, "AGAIN", 0.2)
    entered: list[Any] = []

    async def work() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Entered(entered), "127.0.0.1", port)
        knocking()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        os.close(free := os.dup(0))  # the lowest number that is free: the bound is one of numbers
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 3, hard))
        try:
            await asyncio.sleep(0.1)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert len(entered) < KNOCKING
        assert server.is_serving()
        async with asyncio.timeout(10):
            while len(entered) < KNOCKING:
                await asyncio.sleep(0.05)
        server.close()

    run(Loop, work(), entered)
    assert os.strerror(errno.EMFILE) in caplog.text


def test_one_that_cannot_be_let_in_keeps_nobody_out(
    port: int, knocking: Callable[[], list[socket.socket]], caplog: Any
) -> None:
    entered: list[Any] = []
    tries = iter(range(KNOCKING))

    def protocol() -> asyncio.Protocol:
        if next(tries) == 3:
            raise ValueError("the fourth")
        return Entered(entered)

    async def work() -> None:
        server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
        opened = knocking()
        async with asyncio.timeout(10):
            while len(entered) < KNOCKING - 1:
                await asyncio.sleep(0.01)
        server.close()
        closed = [connection for connection in opened if readable(connection)]
        assert [connection.recv(1) for connection in closed] == [b""]

    run(Loop, work(), entered)
    assert [record.getMessage() for record in caplog.records] == ["not let in"]


def test_who_has_knocked_when_it_closes_is_let_in(port: int, knocking: Callable[[], list[socket.socket]]) -> None:
    entered: list[Any] = []

    async def work() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Entered(entered), "127.0.0.1", port)
        assert isinstance(server, Server)
        assert [s.getsockname()[1] for s in server.sockets] == [port]
        assert server.get_loop() is asyncio.get_running_loop()
        knocking()
        server.close()
        server.close()  # twice does no harm
        await server.wait_closed()
        assert len(entered) == KNOCKING
        assert not server.is_serving()
        assert not server.sockets
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))

    run(Loop, work(), entered)


def test_a_taken_address_and_tls_are_refused(port: int) -> None:
    async def work() -> None:
        loop: Any = asyncio.get_running_loop()
        server = await loop.create_server(asyncio.Protocol, "127.0.0.1", port)
        with pytest.raises(OSError, match="in use"):
            await loop.create_server(asyncio.Protocol, "127.0.0.1", port)
        with pytest.raises(ValueError, match="proxy"):
            await loop.create_server(asyncio.Protocol, "127.0.0.1", port, ssl=object())
        server.close()

    run(Loop, work(), ())


def test_a_server_of_sanics_answers_what_had_knocked_before_it_stopped(port: int, app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)

    @app.get("/")
    async def there(request: Request) -> HTTPResponse:
        await asyncio.sleep(0.1)
        return text("there")

    async def ask() -> str:
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/") as answer:
            return await answer.text()

    async def work() -> None:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        assert await ask() == "there"
        late = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
        for connection in late:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await answer_the_last(server, 5.0)
        assert all(connection.recv(4096).endswith(b"there") for connection in late)
        for connection in late:
            connection.close()

    run(Loop, work(), ())
