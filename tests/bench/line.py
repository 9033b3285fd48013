"""Measure the line: start, latency, memory, CPU per process and room. `make bench` writes docs/benchmarks.md.

Everything goes over loopback to a product of its own on free ports, with a database of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import signal
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil

from bot.settings import load_settings
from tests.line.conftest import Running, start, stop, until_ready

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
MESSAGES = 200
OPENIDS = 20


def texts() -> list[str]:
    """Sentences that are not trained on, in turn."""
    lines = (ROOT / "tests" / "holdout" / "first_line.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line)["text"] for line in lines]
    return (found * (MESSAGES // len(found) + 1))[:MESSAGES]


def children(running: Running) -> dict[str, psutil.Process]:
    """The three processes by name."""
    bot = psutil.Process(running.process.pid)
    found = {"bot": bot}
    for child in bot.children():
        line = child.cmdline()
        found["engine" if "rasa" in line else "actions"] = child
    return found


def cpu(process: psutil.Process) -> float:
    """CPU seconds of a process so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


async def rooms(base: str) -> dict[str, float]:
    """CPU seconds per room of the bot so far."""
    async with httpx.AsyncClient(trust_env=False) as http:
        text = (await http.get(f"{base}/metrics")).text
    return {m[1]: float(m[2]) for m in re.finditer(r'qiangua_room_cpu_seconds_sum\{room="(\w+)"\} (\S+)', text)}


async def talk(running: Running) -> tuple[list[float], dict[str, float], dict[str, float]]:
    """Milliseconds of each message, CPU milliseconds a message by process and by room."""
    wechat, processes = running.wechat(), children(running)
    for number in range(10):
        await wechat.say(f"owarm{number}".ljust(28, "x"), "你好")
    before, rooms_before = {n: cpu(p) for n, p in processes.items()}, await rooms(running.base)
    took = []
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        for number, text in enumerate(texts()):
            post = wechat.platform.text(f"obench{number % OPENIDS}".ljust(28, "x"), text)
            began = time.perf_counter()
            answer = await wechat.raw(post, http)
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200
    per_process = {n: (cpu(p) - before[n]) * 1000 / MESSAGES for n, p in processes.items()}
    after = await rooms(running.base)
    return took, per_process, {r: (after[r] - rooms_before.get(r, 0)) * 1000 / MESSAGES for r in after}


async def understanding(running: Running) -> float:
    """CPU milliseconds of the engine for one /model/parse: what understanding alone costs."""
    engine, token = children(running)["engine"], load_settings().engine_token
    before = cpu(engine)
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        for text in texts():
            url = f"http://127.0.0.1:{running.port + 1}/model/parse"
            (await http.post(url, params={"token": token}, json={"text": text})).raise_for_status()
    return (cpu(engine) - before) * 1000 / MESSAGES


def recovery(running: Running) -> tuple[float, float]:
    """The engine killed: seconds until the next message is answered, and until the engine is back."""

    async def measured() -> tuple[float, float]:
        os.kill(children(running)["engine"].pid, signal.SIGKILL)
        began = time.monotonic()
        await running.wechat().say("okilled".ljust(28, "x"), "他奶奶总惯着他")
        return time.monotonic() - began, await until_ready(running)

    return asyncio.run(measured())


def seconds_in(output: list[str], pattern: str) -> str:
    """The seconds a line of the start names."""
    return next((m[1] for line in output if (m := re.search(pattern, line))), "–")


def memory(processes: dict[str, psutil.Process]) -> dict[str, float]:
    """Resident memory in MB."""
    return {name: process.memory_info().rss / 1e6 for name, process in processes.items()}


def main() -> None:
    """Run everything and write the page."""
    with TemporaryDirectory() as folder:
        running = start(Path(folder))
        try:
            took, by_process, by_room = asyncio.run(talk(running))
            used = memory(children(running))
            parse = asyncio.run(understanding(running))
            answered, back = recovery(running)
        finally:
            stop(running)
    opened = seconds_in(running.output, r"open after ([\d.]+) s")
    ready = seconds_in(running.output, r"ready after ([\d.]+) s")
    cuts = statistics.quantiles(took, n=100)
    page = f"""# Benchmarks

Written by `make bench` on {time.strftime("%Y-%m-%d")}: Python {platform.python_version()}, {psutil.cpu_count()} cores,
{MESSAGES} unseen messages of {OPENIDS} people through `/wechat` in plain mode over loopback, one at a time, SQLite.

| what | figure |
|---|---|
| port open, patterns loaded (disclosures are answered) | {opened} s after start |
| `ready` with a trained model | {ready} s after start |
| engine killed: the next message is answered after | {answered:.1f} s |
| engine killed: it is back by itself after | {back:.1f} s |
| a message through `/wechat` | p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, slowest {max(took):.0f} ms |

| process | memory (RSS) | CPU a message |
|---|---|---|
{chr(10).join(f"| {n} | {used[n]:.0f} MB | {by_process[n]:.1f} ms |" for n in used)}

| room | CPU a message |
|---|---|
| nlu and text (engine) | {parse:.1f} ms |
| Rasa's policies, tracker and HTTP (engine) | {max(0.0, by_process["engine"] - parse):.1f} ms |
{chr(10).join(f"| {r} | {ms:.2f} ms |" for r, ms in sorted(by_room.items(), key=lambda i: -i[1]))}
"""
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
