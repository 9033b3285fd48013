"""What all tests share: services that may be missing, free ports, a served app."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from sanic import Sanic
from sanic.touchup.service import TouchUp

from bot.safety.detector import load_detector

REQUIRED = os.environ.get("QIANGUA_REQUIRE_SERVICES") == "1"


_rewrite = TouchUp.run


def _rewrite_once(app: Sanic) -> None:
    """Sanic 21.12 rewrites its own methods at the first start and cannot do it twice in one process."""
    TouchUp.run = lambda app: None  # type: ignore[method-assign, assignment]
    _rewrite(app)


TouchUp.run = _rewrite_once  # type: ignore[method-assign, assignment]


def need(present: bool, what: str) -> None:
    """Skip where a service is missing, and say so; fail where it is required."""
    if present:
        return
    if REQUIRED:
        pytest.fail(f"{what} is required (QIANGUA_REQUIRE_SERVICES=1) and missing")
    pytest.skip(f"{what} is not there")


def listens(port: int) -> bool:
    """Whether something listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free(port: int) -> bool:
    """Whether a port can be had; a process that hangs holds its port and does not answer on it."""
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> int:
    """The first of `count` neighbouring free ports; two runs of the tests side by side begin at different ones."""
    for first in range(20000 + os.getpid() % 700 * 17, 60000, 17):
        if all(_free(port) for port in range(first, first + count)):
            return first
    raise RuntimeError("no free ports")


@asynccontextmanager
async def serve(app: Sanic, port: int) -> AsyncIterator[str]:
    """Serve an app on loopback inside this event loop; its base URL."""
    # Sanic compiles its router at start; CPython 3.11 fails ("AST constructor recursion depth
    # mismatch") when the collector runs code that parses too while that happens.
    gc.disable()
    try:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
    finally:
        gc.enable()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """The loop the product runs on. Importing rasa or Sanic may install uvloop, which was seen to hang at its end."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture(autouse=True, scope="module")
def patterns_alone() -> Iterator[None]:
    """The detector of the process without weights at the start of every file: an engine in an earlier one may have
    loaded the live release's, and what a test finds must not hang on which tests ran before it."""
    load_detector().classifier = None
    yield
    load_detector().classifier = None


@pytest.fixture
def port() -> int:
    """A free port."""
    return free_ports(3)


@pytest.fixture
def app_name() -> Callable[[], str]:
    """Names for apps: Sanic wants each used once."""
    import itertools

    counter = itertools.count()
    return lambda: f"test_{os.getpid()}_{os.urandom(4).hex()}_{next(counter)}"
