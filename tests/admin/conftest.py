"""A console on loopback with an account of every role, and browsers to visit it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sanic import Sanic

from bot.admin.console import Console
from bot.admin.passwords import Passwords
from bot.admin.roles import PERMISSIONS
from bot.store.database import connect, migrate
from bot.store.store import Store
from tests.conftest import serve

PASSWORD = "right horse battery"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Clock:
    """Time that tests move."""

    def __init__(self) -> None:
        import time

        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@dataclass
class Site:
    """A served console."""

    base: str
    store: Store
    clock: Clock
    browsers: list[httpx.AsyncClient] = field(default_factory=list)

    def browser(self) -> httpx.AsyncClient:
        found = httpx.AsyncClient(base_url=self.base, trust_env=False, timeout=30)
        self.browsers.append(found)
        return found

    async def signed_in(self, name: str, password: str = PASSWORD) -> httpx.AsyncClient:
        """A browser after a sign-in; every role has an account of its name."""
        found = self.browser()
        answer = await sign_in(found, name, password)
        assert answer.status_code == 303, answer.text
        return found


async def sign_in(browser: httpx.AsyncClient, name: str, password: str) -> httpx.Response:
    """Fill in and send the form."""
    page = await browser.get("/admin/sign-in")
    mark = re.search(r'name="mark" value="(\w+)"', page.text)
    assert mark
    return await browser.post("/admin/sign-in", data={"mark": mark[1], "name": name, "password": password})


async def token(browser: httpx.AsyncClient) -> str:
    """The CSRF token of a signed-in browser's pages."""
    found = re.search(r'name="csrf" value="(\w+)"', (await browser.get("/admin/password")).text)
    assert found
    return found[1]


async def post(browser: httpx.AsyncClient, path: str, **form: object) -> httpx.Response:
    """Send a form as the page would."""
    return await browser.post(path, data={"csrf": await token(browser), **form})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/console.db"
    migrate(url)
    engine = connect(url)
    found = Store(engine)
    for role in PERMISSIONS:
        found.accounts.add(role, CHEAP.hash(PASSWORD), role, 1.0)
    yield found
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def console(store: Store, clock: Clock) -> Console:
    return Console(store, "http://console.test", passwords=CHEAP, clock=clock)


@asynccontextmanager
async def open_site(console: Console, store: Store, clock: Clock, port: int, name: str) -> AsyncIterator[Site]:
    app = Sanic(name, configure_logging=False)
    app.blueprint(console.blueprint())
    async with serve(app, port) as base:
        found = Site(base, store, clock)
        yield found
        for browser in found.browsers:
            await browser.aclose()


@pytest.fixture
async def site(
    console: Console, store: Store, clock: Clock, port: int, app_name: Callable[[], str]
) -> AsyncIterator[Site]:
    async with open_site(console, store, clock, port, app_name()) as found:
        yield found
