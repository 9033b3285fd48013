"""A loop that is behind leaves a push less time, and none for ever."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.wechat.lag import ROUNDS, Lag
from tests.wechat.conftest import OPENID, Serve


def test_the_worst_counts_and_fades() -> None:
    lag = Lag()
    assert lag.waits == 0.0
    for late in (0.2, 0.05, 0.0):
        lag.note(late)
    assert 0.15 * ROUNDS < lag.waits < 0.2 * ROUNDS
    for _ in range(200):
        lag.note(0.0)
    assert lag.waits < 0.001


@pytest.mark.parametrize(("held_up", "least", "most"), [(0.6, 2.0, 3.6), (3.0, 1.9, 2.0)])
async def test_what_a_push_waits_outside_is_taken_from_its_time(
    held_up: float, least: float, most: float, callback: Serve
) -> None:
    async with callback() as served:
        await served.wechat().say(OPENID, "在吗")  # the watch begins with the first
        await asyncio.sleep(0.05)
        time.sleep(held_up)
        await asyncio.sleep(0.05)
        await served.wechat().say(OPENID, "孩子不听话")
        assert least <= served.answerer.within[1] <= most


async def test_it_watches_until_it_is_stopped() -> None:
    lag = Lag()
    lag.start()
    lag.start()
    await asyncio.sleep(0.05)
    time.sleep(0.3)
    await asyncio.sleep(0.05)
    seen = lag.waits
    assert seen > 0.1 * ROUNDS
    lag.stop()
    time.sleep(0.6)
    await asyncio.sleep(0.15)
    assert lag.waits == seen
    Lag().stop()
