"""What is done for ever outlives what goes wrong with it once."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.forever import for_ever

logger = logging.getLogger("bot.test_forever")


async def test_it_goes_on_after_a_fault_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    enough = asyncio.Event()

    async def do() -> None:
        done.append(len(done))
        if len(done) == 1:
            raise OSError("away")
        if len(done) == 3:
            enough.set()

    task = asyncio.create_task(for_ever(do, 0.0, "it failed", logger))
    await asyncio.wait_for(enough.wait(), 30)
    task.cancel()
    assert done[:3] == [0, 1, 2]
    assert [record.getMessage() for record in caplog.records if record.name == logger.name] == ["it failed"]


async def test_the_first_time_may_wait() -> None:
    done: list[int] = []

    async def do() -> None:
        done.append(1)

    task = asyncio.create_task(for_ever(do, 3600.0, "it failed", logger, first=3600.0))
    await asyncio.sleep(0.05)
    task.cancel()
    assert done == []
