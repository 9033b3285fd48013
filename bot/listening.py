"""A server that lets in everybody who knocks, however slow the rounds of its event loop are.

libuv, and with it uvloop, accepts one connection a round (libuv/libuv#3696). With rounds of 50 to 100 ms, as under
more messages than two processors carry, that is ten to twenty a second: who has a connection is answered within a
second, and everybody else waits in the system's queue until WeChat gives up. asyncio's own loop accepts them all.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from typing import Any

import uvloop

from bot.logs import log

logger = logging.getLogger(__name__)
BACKLOG = 4096
"""Connections that may wait to be let in (the system's own bound is as high). With Sanic's 100 a moment's crowd
overflows it; the system then drops who knocks, and they knock again after one, three and seven seconds."""
AT_ONCE = 512
"""Connections let in within one round: those behind them wait for the next, after what else there is to do."""
AGAIN = 1.0
"""Seconds after which the next are let in, when the system had no more files for any."""


class Loop(uvloop.Loop):
    """uvloop with servers that let in everybody who waits."""

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], asyncio.BaseProtocol], host: Any = None, port: Any = None, *,
        sock: socket.socket | None = None, backlog: int = 100, ssl: Any = None, reuse_port: bool | None = None,
    ) -> Server:  # fmt: skip
        """A server on one address, listening already. Without TLS, which is the proxy's. Raises OSError when the
        address is taken, ValueError for TLS."""
        if ssl is not None:
            raise ValueError("TLS is the proxy's")
        if sock is None:
            family, kind, number, _, address = (await self.getaddrinfo(host, port, type=socket.SOCK_STREAM))[0]
            sock = socket.socket(family, kind, number)
            try:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, bool(reuse_port))
                sock.bind(address)
            except OSError:
                sock.close()
                raise
        sock.setblocking(False)
        sock.listen(backlog)
        return Server(self, sock, protocol_factory)


class Server:
    """Listens on one socket, with what is asked of a server of asyncio's."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, sock: socket.socket, factory: Callable[[], asyncio.BaseProtocol]
    ) -> None:
        self._loop, self._sock, self._factory = loop, sock, factory
        self._entering: set[asyncio.Task[Any]] = set()
        self._open = True
        loop.add_reader(sock, self._let_in)

    @property
    def sockets(self) -> Sequence[socket.socket]:
        """What it listens on; nothing once it is closed."""
        return (self._sock,) if self._open else ()

    def is_serving(self) -> bool:
        """Whether it lets anybody in."""
        return self._open

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """The loop it runs on."""
        return self._loop

    def close(self) -> None:
        """Let nobody in any more but those who have knocked, AT_ONCE at most; who is in stays."""
        if self._open:
            self._let_in()  # the system would turn them away
            self._open = False
            self._loop.remove_reader(self._sock)
            self._sock.close()

    async def wait_closed(self) -> None:
        """Until those have their protocol who were let in before it was closed."""
        await asyncio.gather(*self._entering, return_exceptions=True)

    def _let_in(self) -> None:
        for _ in range(AT_ONCE):
            try:
                connection, _ = self._sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as err:  # too many open files, no memory: they wait in the system's queue
                log(logger, "nobody can be let in", logging.ERROR, exc_info=err)
                self._loop.remove_reader(self._sock)
                self._loop.call_later(AGAIN, self._listen_again)
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            entering = self._loop.create_task(self._enter(connection))
            self._entering.add(entering)
            entering.add_done_callback(self._entering.discard)

    async def _enter(self, connection: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._factory, connection)
        except Exception as err:  # gone before they were in, or whatever the protocol raises: the others come in
            log(logger, "not let in", logging.WARNING, exc_info=err)
            connection.close()

    def _listen_again(self) -> None:
        if self._open:
            self._loop.add_reader(self._sock, self._let_in)
