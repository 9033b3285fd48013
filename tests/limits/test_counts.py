"""Counts in memory and in a real Redis; what a person and an address get for them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.limits.addresses import FORGED, PAGES, Addresses
from bot.limits.counts import MOST, WINDOW, Counts, MemoryCounts, create_counts
from bot.limits.counts_redis import RedisCounts
from bot.limits.flood import Flood
from tests.conftest import listens, need

URL = "redis://127.0.0.1:6379/0"


class Rig:
    """Counts with a clock of their own."""

    def __init__(self, counts: Counts, now: list[float]) -> None:
        self.counts, self.now = counts, now


@pytest.fixture(params=["memory", "redis"])
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    now = [1_000_020.0]  # the beginning of a minute
    now[0] -= now[0] % WINDOW
    if request.param == "memory":
        yield Rig(MemoryCounts(clock=lambda: now[0]), now)
        return
    need(listens(6379), "Redis on 127.0.0.1:6379")
    counts = RedisCounts(URL, prefix=f"qiangua:test:{os.urandom(6).hex()}:", clock=lambda: now[0], timeout=5)
    yield Rig(counts, now)
    async for name in counts._redis.scan_iter(counts._prefix + "*"):
        await counts._redis.delete(name)
    await counts.close()


async def test_a_minute_slides(rig: Rig) -> None:
    assert [await rig.counts.add("a") for _ in range(10)] == list(range(1, 11))
    assert await rig.counts.add("b") == 1
    rig.now[0] += WINDOW + WINDOW / 2
    assert await rig.counts.add("a") == 1 + 10 / 2
    rig.now[0] += 2 * WINDOW
    assert await rig.counts.add("a") == 1


async def test_the_first_is_said_once(rig: Rig) -> None:
    assert [await rig.counts.first("a") for _ in range(3)] == [True, False, False]
    assert await rig.counts.first("b")


async def test_it_is_said_anew_after_a_quiet_minute_alone() -> None:
    now = [0.0]
    counts = MemoryCounts(clock=lambda: now[0])
    assert await counts.first("a")
    now[0] += WINDOW - 1
    assert not await counts.first("a"), "and the minute begins anew"
    now[0] += WINDOW - 1
    assert not await counts.first("a")
    now[0] += WINDOW
    assert await counts.first("a")


async def test_a_flood_of_keys_costs_no_memory() -> None:
    counts = MemoryCounts(most=100)
    for n in range(1000):
        await counts.add(str(n))
        await counts.first(str(n))
    assert len(counts._now) == len(counts._asked) == 100
    assert MOST >= 10_000


@given(st.lists(st.floats(0, 30), max_size=60))
async def test_never_less_than_half_of_what_a_minute_held(waits: list[float]) -> None:
    now, sent = [0.0], []
    counts = MemoryCounts(clock=lambda: now[0])
    for wait in waits:
        now[0] += wait
        sent.append(now[0])
        found = await counts.add("a")
        really = sum(now[0] - at < WINDOW for at in sent)
        assert 1 <= found <= 2 * len(sent)
        assert found >= really / 2 - 1


async def test_two_bots_share_what_redis_holds() -> None:
    need(listens(6379), "Redis on 127.0.0.1:6379")
    prefix = f"qiangua:test:{os.urandom(6).hex()}:"
    one, two = (RedisCounts(URL, prefix=prefix, timeout=5) for _ in range(2))
    await one.add("person:abc")
    assert await two.add("person:abc") > 1
    names = [name async for name in one._redis.scan_iter(prefix + "*")]
    assert b"abc" not in b"".join(names)
    assert all([0 < await one._redis.ttl(name) <= 2 * WINDOW for name in names])
    await one._redis.delete(*names)
    await one.close()
    await two.close()


async def test_without_redis_each_bot_counts_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    counts = RedisCounts("redis://127.0.0.1:1/0")
    assert [await counts.add("a") for _ in range(3)] == pytest.approx([1, 2, 3])
    assert [await counts.first("a") for _ in range(2)] == [True, False]
    assert [r.getMessage() for r in caplog.records] == ["redis is away; limits are counted in this process alone"]


def test_the_setting_chooses() -> None:
    assert isinstance(create_counts(""), MemoryCounts)
    assert isinstance(create_counts("redis://127.0.0.1:1/0"), RedisCounts)


async def test_a_person_gets_one_sentence_then_silence_until_it_calms() -> None:
    now = [0.0]
    flood = Flood(MemoryCounts(clock=lambda: now[0]), 3)
    assert [await flood.judge("p") for _ in range(6)] == ["fine"] * 3 + ["say"] + ["silent"] * 2
    assert await flood.judge("somebody else") == "fine"
    now[0] += 2 * WINDOW
    assert await flood.judge("p") == "fine"


async def test_zero_is_no_limit() -> None:
    flood = Flood(MemoryCounts(), 0)
    assert {await flood.judge("p") for _ in range(100)} == {"fine"}
    addresses = Addresses(MemoryCounts(), pages=0, forged=0, proxies=1)
    assert {await addresses.over(request("1.2.3.4"), PAGES) for _ in range(100)} == {0}


def request(ip: str, *forwarded: str) -> SimpleNamespace:
    """As much of a request as an address is read from."""
    return SimpleNamespace(ip=ip, headers=CIMultiDict(("X-Forwarded-For", value) for value in forwarded))


@pytest.mark.parametrize(
    ("proxies", "ip", "forwarded", "found"),
    [
        (1, "8.8.4.4", (), "8.8.4.4"),
        (1, "8.8.4.4", ("198.51.100.1",), "8.8.4.4"),
        (1, "127.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        (1, "127.0.0.1", ("6.6.6.6, 198.51.100.1",), "198.51.100.1"),
        (1, "127.0.0.1", ("6.6.6.6", "198.51.100.1"), "198.51.100.1"),
        (2, "10.0.0.2", ("6.6.6.6, 198.51.100.1, 10.0.0.1",), "198.51.100.1"),
        (2, "10.0.0.2", ("198.51.100.1",), "198.51.100.1"),
        (0, "127.0.0.1", ("198.51.100.1",), "127.0.0.1"),
        (1, "127.0.0.1", ("nonsense",), "127.0.0.1"),
        (1, "127.0.0.1", (), "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", (), "198.51.100.1"),
        (1, "", (), "None"),
    ],
)
def test_an_address(proxies: int, ip: str, forwarded: tuple[str, ...], found: str) -> None:
    addresses = Addresses(MemoryCounts(), pages=1, forged=1, proxies=proxies)
    assert addresses.address(request(ip, *forwarded)) == found


async def test_pages_and_forgeries_are_counted_apart_and_told_when_to_come_again() -> None:
    addresses = Addresses(MemoryCounts(), pages=2, forged=1, proxies=1, clock=lambda: 90.0)
    assert [await addresses.over(request("1.2.3.4"), PAGES) for _ in range(3)] == [0, 0, 30]
    assert [await addresses.over(request("1.2.3.4"), FORGED) for _ in range(2)] == [0, 30]
    assert await addresses.over(request("1.2.3.5"), PAGES) == 0
