"""Children end, and the loop hears of it."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
import uvloop

from bot.engine.ended import ended


@pytest.mark.parametrize("make", [asyncio.new_event_loop, uvloop.new_event_loop])
@pytest.mark.parametrize("code", [0, 7])
def test_the_exit_code_is_told(make: object, code: int) -> None:
    async def told() -> int:
        return await ended(subprocess.Popen([sys.executable, "-c", f"raise SystemExit({code})"]))

    with asyncio.Runner(loop_factory=make) as runner:
        assert runner.run(asyncio.wait_for(told(), 20)) == code


def test_a_loop_that_ends_first_is_no_fault() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"])

    async def begin() -> None:
        ended(child)

    asyncio.run(begin())
    assert child.wait(20) == 0
