"""Engines change under a running conversation, with real processes: nothing is lost, and what errs is left again."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.engine.client import EngineClient
from bot.engine.process import ManagedProcess
from bot.engine.switch import FAULTS, EngineSwitch
from bot.errors import EngineError, EngineNotReady

FAKE = str(Path(__file__).with_name("fake_engine.py"))


@pytest.fixture
async def switch(port: int, tmp_path: Path) -> AsyncIterator[EngineSwitch]:
    def start(at: int, release: str, follow: Callable[[bool], None]) -> tuple[EngineClient, ManagedProcess]:
        client = EngineClient(f"http://127.0.0.1:{at}", "t", 5.0)
        what = release.partition("-")[2] or "ok"

        def ready(is_so: bool) -> None:
            client.ready = is_so
            follow(is_so)

        command = [sys.executable, FAKE, str(at), release, what]
        process = ManagedProcess(release, command, dict(os.environ), tmp_path / "log", client.alive, on_ready=ready)
        return client, process

    found = EngineSwitch(start, (port, port + 1))
    yield found
    await found.stop()


async def fine(client: EngineClient) -> None:
    if (await client.parse("我不想活了"))["safety"]["tier"] != "now":
        raise EngineError("a disclosure was not found")


async def begin(switch: EngineSwitch, release: str) -> None:
    with pytest.raises(EngineNotReady):
        await switch.send("p", "x", {})
    switch.begin(release)
    async with asyncio.timeout(20):
        while not switch.ready:
            await asyncio.sleep(0.05)


async def said(switch: EngineSwitch) -> str:
    return (await switch.send("p", "你好", {}))[0].text


async def test_twenty_messages_a_second_while_engines_change(switch: EngineSwitch) -> None:
    await begin(switch, "r1")
    answers: list[asyncio.Task[str]] = []
    changing = True

    async def talk() -> None:
        while changing or len(answers) < 60:
            answers.append(asyncio.ensure_future(said(switch)))
            await asyncio.sleep(0.05)

    talking = asyncio.create_task(talk())
    await switch.change("r2", fine, 30)
    await switch.settle()
    changing = False
    await talking
    heard = await asyncio.gather(*answers, return_exceptions=True)
    assert not [a for a in heard if isinstance(a, BaseException)], "none is lost"
    assert set(heard) == {"r1", "r2"}
    first_new = heard.index("r2")
    assert set(heard[first_new:]) == {"r2"}
    assert (switch.release, switch.ready) == ("r2", True)


@pytest.mark.parametrize(
    ("release", "patience", "why"), [("r2-dumb", 30, "not found"), ("r2-never", 2, "did not start")]
)
async def test_an_engine_that_is_wrong_never_answers(
    release: str, patience: float, why: str, switch: EngineSwitch
) -> None:
    await begin(switch, "r1")
    with pytest.raises(EngineError, match=why):
        await switch.change(release, fine, patience)
    assert await said(switch) == "r1"
    assert not switch.go_back(), "there is nothing to go back to"
    await switch.change("r3", fine, 30)
    assert await said(switch) == "r3"


@pytest.mark.parametrize("release", ["r2-errs", "r2-dies"])
async def test_an_engine_that_errs_is_left_again(release: str, switch: EngineSwitch) -> None:
    await begin(switch, "r1")
    await switch.change(release, fine, 30)
    watching = asyncio.create_task(switch.probation(20))
    for _ in range(FAULTS + 2):
        with pytest.raises(EngineError) if release == "r2-errs" else _either():
            await said(switch)
    assert await watching is False
    assert switch.go_back()
    assert (switch.release, switch.ready) == ("r1", True)
    assert await said(switch) == "r1"


class _either:
    """An engine that is about to die may still answer."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, EngineError)


async def test_a_good_engine_stays_and_the_ports_alternate(switch: EngineSwitch, port: int) -> None:
    await begin(switch, "r1")
    for release, at in (("r2", port + 1), ("r3", port), ("r4", port + 1)):
        await switch.change(release, fine, 30)
        assert await switch.probation(0.5)
        assert switch.current is not None
        assert switch.current.port == at
    await switch.settle()
    assert await said(switch) == "r4"
