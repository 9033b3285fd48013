"""A child that crashes, hangs, or is killed comes back; it never outlives us."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bot.engine.process import ManagedProcess

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def yes() -> bool:
    return True


def managed(tmp_path: Path, command: list[str] = SLEEPER, **more: object) -> ManagedProcess:
    probe = more.pop("probe", yes)
    return ManagedProcess("child", command, dict(os.environ), tmp_path / "log" / "child.log", probe, **more)  # type: ignore[arg-type]


async def test_killed_it_comes_back_and_says_so(tmp_path: Path) -> None:
    seen: list[bool] = []
    process = managed(tmp_path, on_ready=seen.append)
    process.start()
    await until(lambda: process.ready)
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: process.ready and process.pid not in (None, first))
    await process.stop()
    assert seen == [True, False, True, False]
    assert process.restarts == 1
    assert not psutil.pid_exists(first)


async def test_a_child_that_stops_answering_is_restarted(tmp_path: Path) -> None:
    answers = True

    async def probe() -> bool:
        return answers

    process = managed(tmp_path, probe=probe, patience=0.2)
    process.start()
    await until(lambda: process.ready)
    first, answers = process.pid, False
    await until(lambda: process.restarts == 1)
    answers = True
    await until(lambda: process.ready)
    assert process.pid != first
    await process.stop()


async def test_a_child_that_always_crashes_is_not_restarted_in_a_frenzy(tmp_path: Path) -> None:
    async def probe() -> bool:
        return False

    process = managed(tmp_path, [sys.executable, "-c", "raise SystemExit(3)"], probe=probe)
    process.start()
    await asyncio.sleep(1.6)
    await process.stop()
    assert 1 <= process.restarts <= 3
    assert not process.ready


async def test_stopping_ends_a_stubborn_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.process.STOP_SECONDS", 0.3)
    stubborn = [
        sys.executable,
        "-c",
        "import signal,time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
    ]
    process = managed(tmp_path, stubborn)
    process.start()
    log = tmp_path / "log" / "child.log"
    await until(lambda: log.exists() and b"up" in log.read_bytes())
    pid = process.pid
    await process.stop()
    assert pid is not None
    assert not psutil.pid_exists(pid)


async def test_the_child_dies_with_us(tmp_path: Path) -> None:
    script = (
        "import asyncio,sys;from pathlib import Path;from tests.engine.test_process import managed\n"
        "async def main():\n"
        f"    p=managed(Path({str(tmp_path)!r}));p.start()\n"
        "    while p.pid is None: await asyncio.sleep(0.02)\n"
        "    print(p.pid, flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    child = int(await asyncio.wait_for(parent.stdout.readline(), 20))
    parent.kill()
    await parent.wait()
    await until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


async def test_starting_a_child_never_hangs_while_other_threads_compute(tmp_path: Path) -> None:
    """A hook between fork and exec did: one restart in some dozens, and the bot was silent for ever."""
    script = (
        "import asyncio,os,threading;from pathlib import Path;from tests.engine.test_process import managed\n"
        "import numpy;from bot.text.encode import Encoder\n"
        "encoder=Encoder()\n"
        "def work():\n"
        "    while True: encoder.encode(['孩子在家里好好的']);numpy.ones((400,400))@numpy.ones((400,400))\n"
        "async def main():\n"
        "    for _ in range(3): threading.Thread(target=work,daemon=True).start()\n"
        "    await asyncio.sleep(3)\n"
        f"    p=managed(Path({str(tmp_path)!r}))\n"
        "    for _ in range(100): await p._start_child();await p._end_child()\n"
        "    print('done',flush=True);os._exit(0)\n"
        "asyncio.run(main())"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    try:
        said, _ = await asyncio.wait_for(parent.communicate(), 40)
    finally:
        if parent.returncode is None:
            parent.kill()
            await parent.wait()
    assert said == b"done\n"
