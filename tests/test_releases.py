"""A promoted release is followed by engine and detector together; one that errs is left, in the registry too."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from bot.engine.client import EngineClient
from bot.engine.process import ManagedProcess
from bot.engine.switch import EngineSwitch
from bot.errors import EngineError
from bot.releases import BY_ITSELF, TRIES, ReleaseWatch
from bot.safety.classifier import Classifier
from bot.safety.detector import Detector
from bot.training.figures import Figures
from bot.training.registry import Registry
from bot.training.release import Manifest, safety_of

FAKE = str(Path(__file__).parent / "engine" / "fake_engine.py")
FIGURES = Figures("h", (9, 10), (8, 10), (1, 2), {"greet": (9, 10)}, {"dev": {"found, direct": (3, 3)}}, {}, (1, 1))


class Weights:
    """What stands in a weights file."""

    def __init__(self, path: Path) -> None:
        self.name = path.read_text()


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    (tmp_path / "models" / "candidates").mkdir(parents=True)
    return Registry(tmp_path / "models")


def promote(registry: Registry, name: str) -> None:
    path = registry.path(name)
    path.write_text(name)
    safety_of(path).write_text(name)
    registry.add(Manifest(name, name, "e", "t", 1.0), "x", 0)
    registry.judged(name, FIGURES, ())
    registry.promote(name, "admin", "better")


@pytest.fixture
async def watch(registry: Registry, port: int, tmp_path: Path) -> AsyncIterator[ReleaseWatch]:
    def start(at: int, release: str, follow: Callable[[bool], None]) -> tuple[EngineClient, ManagedProcess]:
        client = EngineClient(f"http://127.0.0.1:{at}", "t", 5.0)

        def ready(is_so: bool) -> None:
            client.ready = is_so
            follow(is_so)

        command = [sys.executable, FAKE, str(at), release, release.partition("-")[2] or "ok"]
        return client, ManagedProcess(
            release, command, dict(os.environ), tmp_path / "log", client.alive, on_ready=ready
        )

    switch = EngineSwitch(start, (port, port + 1))
    promote(registry, "r1")
    switch.begin("r1")
    detector = Detector()
    detector.classifier = cast(Classifier, Weights(safety_of(registry.path("r1"))))
    found = ReleaseWatch(registry, switch, detector, cast(Any, Weights), probation=1.5)
    async with asyncio.timeout(20):
        while not switch.ready:
            await asyncio.sleep(0.05)
    yield found
    await switch.stop()


def now(watch: ReleaseWatch) -> tuple[str, str, str]:
    """Which release answers, whose weights the detector has, which one the registry calls live."""
    live = watch._registry.live()
    assert live is not None
    return watch._switch.release, cast(Weights, watch._detector.classifier).name, live.name


async def test_engine_and_detector_follow_together(watch: ReleaseWatch, registry: Registry) -> None:
    await watch.look()
    assert now(watch) == ("r1", "r1", "r1")
    promote(registry, "r2")
    await watch.look()
    assert now(watch) == ("r2", "r2", "r2")
    assert watch.state == ""
    registry.roll_back("admin", "worse after all")
    await watch.look()
    assert now(watch) == ("r1", "r1", "r1")


async def test_a_release_that_does_not_see_danger_is_not_let_in(watch: ReleaseWatch, registry: Registry) -> None:
    noted = list[tuple[str, ...]]()
    watch._note = lambda *deed: noted.append(deed)
    promote(registry, "r2-dumb")
    await watch.look()
    assert now(watch) == ("r1", "r1", "r1")
    assert "没有留下" in watch.state
    assert (registry.history()[0].action, registry.history()[0].who) == ("roll_back", BY_ITSELF)
    assert noted == [(BY_ITSELF, "roll_back", "r1", "新版本没能启动，或者没有通过上岗检查")]


async def test_a_release_that_errs_is_left_by_itself(watch: ReleaseWatch, registry: Registry) -> None:
    promote(registry, "r2-errs")
    looking = asyncio.create_task(watch.look())
    async with asyncio.timeout(30):
        while not looking.done():
            if watch._switch.release == "r2-errs":
                with pytest.raises(EngineError):
                    await watch._switch.send("p", "x", {})
            await asyncio.sleep(0.05)
    await looking
    assert now(watch) == ("r1", "r1", "r1")
    assert "上线后出错" in watch.state
    await watch.look()
    assert now(watch)[0] == "r1", "it is not tried again"


async def test_somebody_who_goes_back_does_not_wait_for_the_probation(watch: ReleaseWatch, registry: Registry) -> None:
    watch._probation = 3600.0
    promote(registry, "r2")
    looking = asyncio.create_task(watch.look())
    async with asyncio.timeout(60):
        while watch._switch.release != "r2":
            await asyncio.sleep(0.05)
        registry.roll_back("admin", "worse after all")
        await looking
    assert now(watch) == ("r1", "r1", "r1")
    assert watch.state == ""
    watch._probation = 1.5
    registry.promote("r2", "admin", "better, seen by day")
    await watch.look()
    assert now(watch) == ("r2", "r2", "r2"), "it may be let in again"


async def test_weights_that_do_not_load_change_nothing(watch: ReleaseWatch, registry: Registry) -> None:
    def broken(_: Path) -> Classifier:
        raise ValueError("not weights")

    watch._load = broken
    for n in range(TRIES):
        promote(registry, f"r{n + 2}")
        await watch.look()
        assert now(watch) == ("r1", "r1", "r1")
