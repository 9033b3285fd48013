"""Nobody notices a promotion: messages keep coming while a release goes live, and while it is left again.

    python -m tests.proof.promotion [RATE]      three minutes; into docs/promotion.md

The whole product in a copy of its own, on SQLite. The second release is the live one under another name: what is proved
is the change, and both must answer alike. Messages come by chance at RATE a second (20), each of somebody who waits for
nobody; the release goes live after a quarter of them and is left after five eighths.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.training.registry import Registry
from bot.training.release import ROOT, safety_of
from bot.training.workcopy import bring_live, link_or_copy, make_copy
from bot.web.platform import Platform
from tests.bench.crowd import Figures, Mixture, ask, coming, people, session, wechat_door
from tests.proof.loop import product

RATE, SECONDS, PEOPLE = 20.0, 160.0, 400
PAGE = ROOT / "docs" / "promotion.md"
CHANGED = ("switched", "went back")
"""What the bot's log says of it."""
PATIENCE = 90.0
"""Seconds in which a change must be done."""


def second_release(registry: Registry) -> str:
    """Enter the live release once more under another name, as one that the gate let pass; the name."""
    live = registry.keep_live()
    assert live is not None, "no release yet: make train"
    name = f"{live.name}-b"
    path = registry.path(name)
    link_or_copy(registry.path(live.name), path)
    link_or_copy(safety_of(registry.path(live.name)), safety_of(path))
    registry._write(replace(registry.add(replace(live, name=name), "proof", 0), refused=()))
    return name


async def until_switched(log: Path, times: int) -> None:
    """Wait until the bot has said so often that another engine answers. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while sum(log.read_text(encoding="utf-8").count(f'"{word}"') for word in CHANGED) < times:
            await asyncio.sleep(0.2)


async def prove(base: str, folder: Path, rate: float) -> dict[str, Any]:
    """Send, promote, go back; the figures by what went on at the time."""
    registry, log = Registry(folder / "models"), folder / "var" / "bot.log"
    name = await asyncio.to_thread(second_release, registry)
    by_time = {when: Figures() for when in ("before", "while the second engine starts", "on the new one", "after")}
    now, mixture, idle = ["before"], Mixture(8), deque(people("prom", PEOPLE))
    async with session() as http:
        door = wechat_door(http, Platform("qiangua-dev", "wxqianguadev00000", ""), f"{base}/wechat")

        async def one() -> None:
            person = idle.popleft()
            await ask(door, person, mixture.free(), by_time[now[0]])
            idle.append(person)

        async def change() -> None:
            await asyncio.sleep(SECONDS / 4)
            now[0] = "while the second engine starts"
            await asyncio.to_thread(registry.promote, name, "proof", "the same weights")
            await until_switched(log, 1)
            now[0] = "on the new one"
            await asyncio.sleep(max(0.0, began + SECONDS * 5 / 8 - time.monotonic()))
            await asyncio.to_thread(registry.roll_back, "proof", "as a rehearsal")
            await until_switched(log, 2)
            now[0] = "after"

        began = time.monotonic()
        changing = asyncio.create_task(change())
        await coming(rate, SECONDS, 4, one)
        await changing
    return by_time


def page(found: dict[str, Any], rate: float, load: float) -> str:
    """The figures as docs/promotion.md."""
    lines = [
        "# While a release goes live", "",
        f"Written by `python -m tests.proof.promotion` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores shared",
        f"with the people who write, {rate:.0f} messages a second by chance, all of them unseen sentences; the second",
        f"release is the live one under another name. Load of the machine at the end: {load:.1f}.", "",
        "| | messages | failed | put off (answer kept) | p50, ms | p95 | slowest |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for when, figures in found.items():
        times = sorted(figures.milliseconds) or [0.0]
        lines.append(
            f"| {when} | {len(figures.milliseconds)} | {figures.failed} | {figures.late} "
            f"| {times[len(times) // 2]:.0f} | {times[len(times) * 95 // 100]:.0f} | {times[-1]:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Prove it and write the page; exit code 1 when a message failed."""
    rate = float(sys.argv[1]) if len(sys.argv) > 1 else RATE
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_copy(Path(scratch) / "copy")
        bring_live(folder)
        # nobody types so fast
        os.environ |= {"QIANGUA_LIMIT_PERSON": "0", "QIANGUA_LIMIT_ADDRESS": "0"}
        with product(folder) as base:
            found = asyncio.run(prove(base, folder, rate))
    PAGE.write_text(page(found, rate, os.getloadavg()[0]), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))
    raise SystemExit(1 if any(figures.failed for figures in found.values()) else 0)


if __name__ == "__main__":
    main()
