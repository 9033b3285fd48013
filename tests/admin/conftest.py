"""A console on loopback with an account of every role, and browsers to visit it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import numpy as np
import pytest
from argon2 import PasswordHasher
from sanic import Sanic

from bot.admin.console import Console, Senses
from bot.admin.deeds import Deeds
from bot.admin.library import Library
from bot.admin.model_pages import Workshop
from bot.admin.passwords import Passwords
from bot.admin.roles import PERMISSIONS
from bot.admin.titles import Titles
from bot.admin.words import DEEDS
from bot.content.catalogue import load_catalogue
from bot.reply.desk import Desk
from bot.store.audit import Deed
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.training.nlu_files import write_folder
from bot.training.registry import Registry
from bot.training.runs import Run, Runs
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
        found = httpx.AsyncClient(base_url=self.base, trust_env=False, timeout=300)
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


@cache
def deeds() -> Deeds:
    """The audit log's reader."""
    return Deeds(Titles(load_catalogue()), lambda file: "一页" if "/" in file else file)


def told_in_words(deed: Deed) -> None:
    """Whatever a test has done, the log tells it in words."""
    assert deed.action in DEEDS
    deeds().read(deed.action, deed.object, deed.detail)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/console.db"
    migrate(url)
    engine = connect(url)
    found = Store(engine)
    for role in PERMISSIONS:
        found.accounts.add(role, CHEAP.hash(PASSWORD), role, 1.0)
    yield found
    for deed in found.audit.entries(limit=10_000):
        told_in_words(deed)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def own(intent: str, count: int) -> list[str]:
    """Sentences of which no two are alike."""
    return [
        f"{intent}{''.join(chr(0x4E00 + (n * 37 + k * 911 + len(intent) * 53) % 20000) for k in range(9))}"
        for n in range(count)
    ]


HOLDOUT = "隔壁村的水库边上老有娃去耍"
SENTENCES = {
    "greet": ["你好", "在吗", *own("greet", 30)],
    "parent_homework": ["孩子老是不肯写作业怎么办", *own("homework", 30)],
    "parent_phone_gaming": own("gaming", 25),
    "report_neglect": own("neglect", 30),
}


def alarming(text: str) -> bool:
    """A detector that knows one word."""
    return "打死" in text


def encode(texts: list[str]) -> np.ndarray:
    """Vectors by characters: texts of the same characters are alike."""
    rows = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for character in text:
            row[ord(character) % 512] += 1
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small data/nlu."""
    found = tmp_path / "nlu"
    found.mkdir()
    write_folder(found, SENTENCES)
    return found


@pytest.fixture
def library(store: Store, folder: Path) -> Library:
    return Library(store.revisions, alarming, folder, lambda: [HOLDOUT])


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Releases and runs of its own; a launched job says so in its log and waits."""
    (tmp_path / "models" / "candidates").mkdir(parents=True)

    async def launch(runs: Runs, run: Run) -> None:
        (runs.folder / run.id / "log.txt").write_text("launched <b>\n", encoding="utf-8")

    registry, runs = Registry(tmp_path / "models"), Runs(tmp_path / "runs")
    return Workshop(registry, runs, launch, lambda: "正在换")


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """The officers' desk of an account that may send customer messages."""
    return Desk(store, load_catalogue(), lambda: True, clock)


@pytest.fixture
def console(store: Store, clock: Clock, library: Library, workshop: Workshop, desk: Desk) -> Console:
    senses, catalogue = Senses(encode, alarming), load_catalogue()
    return Console(
        store,
        "http://console.test",
        catalogue,
        senses,
        library=library,
        workshop=workshop,
        passwords=CHEAP,
        desk=desk,
        clock=clock,
    )


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
