"""The whole product under load, beside stock Rasa: `make bench PART=server`, a quarter of an hour.

    python -m tests.bench.server [--page]

Every stage leaves a line in docs/bench-server.jsonl, named by the machine and by a hash of the code and the release it
measured: a stopped run goes on where it stopped, and the page is written from the newest machine's newest lines.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from bot.settings import ROOT, load_settings
from bot.training import release
from tests.bench import stock
from tests.bench.crowd import Door, Figures, Mixture, closed, rest_door, session, wechat_door
from tests.bench.line import children, cpu
from tests.bench.overload import known, overload
from tests.bench.server_page import PAGE, page, summary
from tests.database import own_database
from tests.line.conftest import Running, start, stop

RESULTS = ROOT / "docs" / "bench-server.jsonl"
PEOPLE = (1, 20, 200)
SECONDS = 40.0
REDIS = "redis://127.0.0.1:6379/13"
PARSED = 60
OURS = 3
"""Our processes: bot, engine, actions."""
Row = dict[str, Any]


def code_key() -> str:
    """Names what is measured: bot, actions, Rasa's files and the release."""
    digest = hashlib.sha256((release.live() or sys.exit("no release yet: make train")).name.encode())
    files = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/*.py"), ROOT / "config.yml", ROOT / "domain.yml"]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def machine() -> str:
    """Names this machine since it was started: what another measured says nothing beside it."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_bytes()
    return hashlib.sha256(boot).hexdigest()[:8]


def rows() -> list[Row]:
    """The results so far."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return [json.loads(line) for line in lines]


def keep(row: Row) -> None:
    """Write one result down and show it."""
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


class Stages:
    """Runs what has no result yet."""

    def __init__(self, system: str, key: str) -> None:
        self._system, self._key = system, key

    def missing(self, stage: str) -> bool:
        """Whether a stage is still to be run."""
        return not any(map(self._is(stage), rows()))

    def result(self, stage: str) -> Row:
        """The newest result of a stage."""
        return next(filter(self._is(stage), reversed(rows())))

    def _is(self, stage: str) -> Callable[[Row], bool]:
        mine = (stage, self._system, self._key, machine())
        return lambda row: (row["stage"], row["system"], row["key"], row.get("machine")) == mine

    async def run(self, stage: str, work: Callable[[], Awaitable[Row]]) -> None:
        """Run a stage unless its result is there, with the machine's load beside it."""
        if not self.missing(stage):
            return
        row: Row = {"stage": stage, "system": self._system, "key": self._key, "machine": machine()}
        row["load_before"] = os.getloadavg()[0]
        began = time.monotonic()
        row |= await work()
        row |= {"load_after": os.getloadavg()[0], "took": round(time.monotonic() - began, 1)}
        keep(row | {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())})


async def metrics(base: str) -> tuple[dict[str, float], dict[str, float]]:
    """CPU seconds by room of the bot so far, and messages by how they were answered."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        text = (await http.get(f"{base}/metrics")).text
    rooms = re.finditer(r'qiangua_room_cpu_seconds_sum\{room="(\w+)"\} (\S+)', text)
    turns = re.finditer(r'qiangua_turns_total\{how="(\w+)"\} (\S+)', text)
    return {m[1]: float(m[2]) for m in rooms}, {m[1]: float(m[2]) for m in turns}


async def crowd(
    door: Door, stage: str, count: int, processes: dict[str, psutil.Process], base: str | None = None
) -> Row:
    """So many people through a door; CPU by process and, of ours, by room and by how it was answered."""
    rooms_before, turns_before = await metrics(base) if base else ({}, {})
    before = {name: cpu(process) for name, process in processes.items()}
    figures: Figures = await closed(door, stage, count, SECONDS)
    used = {name: cpu(process) - before[name] for name, process in processes.items()}
    rooms, turns = await metrics(base) if base else ({}, {})
    return summary(figures, count, SECONDS) | {
        "cpu_seconds": used,
        "rooms_seconds": {name: seconds - rooms_before.get(name, 0) for name, seconds in rooms.items()},
        "turns": {how: number - turns_before.get(how, 0) for how, number in turns.items()},
        "memory_mb": {name: process.memory_info().rss / 1e6 for name, process in processes.items()},
    }


async def understanding(running: Running) -> Row:
    """CPU milliseconds of the engine for one /model/parse: what understanding alone costs."""
    engine, mixture = children(running)["engine"], Mixture(7)
    url, token = f"http://127.0.0.1:{running.port + 1}/model/parse", load_settings().engine_token
    async with httpx.AsyncClient(timeout=20, trust_env=False) as http:
        before = cpu(engine)
        for _ in range(PARSED):
            (await http.post(url, params={"token": token}, json={"text": mixture.free().text})).raise_for_status()
    return {"parse_cpu_ms": (cpu(engine) - before) * 1000 / PARSED}


def ours() -> None:
    """Our stages, each with a new bot: what one has heard before costs it little."""
    stages = Stages("ours", code_key())

    async def people(running: Running, count: int) -> None:
        processes = children(running) | {"people": psutil.Process()}
        async with session() as http:
            door = wechat_door(http, running.wechat().platform, f"{running.base}/wechat")
            await stages.run(f"people {count}", lambda: crowd(door, f"load{count}n", count, processes, running.base))

    for count in PEOPLE:
        if stages.missing(f"people {count}"):
            with serving() as running:
                asyncio.run(people(running, count))
    if stages.missing("understanding") or stages.missing("overload"):
        with serving() as running:
            asyncio.run(stages.run("understanding", lambda: understanding(running)))
            questions = asyncio.run(known(running))
        at_once = stages.result("people 20")["at_once_rate"]
        with serving() as running:
            asyncio.run(stages.run("overload", lambda: overload(running, 2 * at_once, questions)))


async def beside(database: str, processes: int) -> None:
    """Stock Rasa's stages, with so many processes."""
    stages = Stages("stock" if processes == 1 else "stock, as many processes", stock.trained().stem.split(".")[0])
    if not any(stages.missing(f"people {count}") for count in PEOPLE):
        return
    async with stock.serving(database, processes) as (urls, pids), session() as http:
        door = rest_door(http, urls)
        watched = {f"engine {n}": psutil.Process(pid) for n, pid in enumerate(pids)} | {"people": psutil.Process()}
        for count in PEOPLE:
            await stages.run(f"people {count}", lambda c=count: crowd(door, f"stock{processes}x{c}n", c, watched))  # type: ignore[misc]


@contextmanager
def serving() -> Iterator[Running]:
    """Our product, new, with a database of its own."""
    with own_database("bench") as database, TemporaryDirectory() as folder:
        running = start(Path(folder), QIANGUA_DATABASE_URL=database, QIANGUA_REDIS_URL=REDIS)
        try:
            yield running
        finally:
            stop(running)


def main() -> None:
    """Run what is missing and write the page."""
    if "--page" not in sys.argv:
        ours()
        for processes in (1, OURS):
            with own_database("stock") as database:
                asyncio.run(beside(database, processes))
    PAGE.write_text(page(rows()), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
