"""One turn per message, in one process and across two."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from bot.wechat.dedupe import MemoryRepeats
from bot.wechat.dedupe_redis import RedisRepeats
from tests.conftest import listens, need

URL = "redis://127.0.0.1:6379/9"


class Counter:
    """Counts how often it is asked."""

    def __init__(self, delay: float = 0.05) -> None:
        self.calls, self.delay = 0, delay

    async def __call__(self) -> str:
        self.calls += 1
        await asyncio.sleep(self.delay)
        return f"答{self.calls}"


async def test_memory_forgets_after_its_time_and_not_before() -> None:
    now = [0.0]
    repeats, work = MemoryRepeats(600, clock=lambda: now[0]), Counter(0)
    assert await repeats.once("k", work) == ("答1", False)
    now[0] = 599.0
    assert await repeats.once("k", work) == ("答1", True)
    now[0] = 601.0
    assert await repeats.once("k", work) == ("答2", False)


async def test_memory_releases_what_failed() -> None:
    repeats = MemoryRepeats(600)

    async def broken() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await repeats.once("k", broken)
    assert await repeats.once("k", Counter(0)) == ("答1", False)


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.wechat.dedupe.MOST", 3)
    repeats, work = MemoryRepeats(600), Counter(0)
    for key in "abcd":
        await repeats.once(key, work)
    assert len(repeats._turns) == 3
    assert (await repeats.once("d", work))[1]


async def test_memory_repeats_outlive_the_first_connection() -> None:
    repeats, work = MemoryRepeats(600), Counter(0.1)
    first = asyncio.create_task(repeats.once("k", work))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(repeats.once("k", work))
    await asyncio.sleep(0.02)
    first.cancel()
    assert await second == ("答1", True)


@pytest.fixture
async def pair() -> AsyncIterator[tuple[RedisRepeats, RedisRepeats]]:
    """Two processes' views of one Redis."""
    need(listens(6379), "Redis on 127.0.0.1:6379")
    prefix = f"qiangua-test:{os.urandom(6).hex()}:"
    both = (RedisRepeats(URL, 60, prefix=prefix), RedisRepeats(URL, 60, prefix=prefix))
    yield both
    for repeats in both:
        await asyncio.gather(*repeats._storing)
    for key in await both[0]._redis.keys(prefix + "*"):
        await both[0]._redis.delete(key)
    for repeats in both:
        await repeats.close()


async def test_redis_gives_one_turn_to_two_processes(pair: tuple[RedisRepeats, RedisRepeats]) -> None:
    work = Counter(0.3)
    answers = await asyncio.gather(*(repeats.once("oSecretOpenid\n1", work) for repeats in pair))
    assert work.calls == 1
    assert sorted(answers) == [("答1", False), ("答1", True)]
    assert await pair[1].once("oSecretOpenid\n1", work) == ("答1", True)
    assert not [key for key in await pair[0]._redis.keys("*") if b"oSecretOpenid" in key]


async def test_redis_releases_what_failed(pair: tuple[RedisRepeats, RedisRepeats]) -> None:
    async def broken() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await pair[0].once("k", broken)
    assert await pair[1].once("k", Counter(0)) == ("答1", False)


async def test_redis_repeat_takes_over_from_a_process_that_died(
    pair: tuple[RedisRepeats, RedisRepeats], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.wechat.dedupe_redis._CLAIM_SECONDS", 1)
    dying = asyncio.create_task(pair[0].once("k", Counter(60)))
    await asyncio.sleep(0.05)
    assert await pair[1].once("k", Counter(0)) == ("答1", False)
    dying.cancel()


async def test_redis_repeat_is_silent_when_its_patience_ends(pair: tuple[RedisRepeats, RedisRepeats]) -> None:
    pair[1]._patience = 0.3
    slow = asyncio.create_task(pair[0].once("k", Counter(0.6)))
    await asyncio.sleep(0.05)
    assert await pair[1].once("k", Counter(0)) == (None, True)
    assert await slow == ("答1", False)


async def test_redis_that_hangs_costs_one_message_half_a_second() -> None:
    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await stop.wait()
        writer.close()

    stop = asyncio.Event()
    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    repeats, work = RedisRepeats(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0", 60), Counter(0)
    started = time.monotonic()
    assert await repeats.once("a", work) == ("答1", False)
    assert time.monotonic() - started < 2.0
    started = time.monotonic()
    assert await repeats.once("b", work) == ("答2", False)
    assert await repeats.once("b", work) == ("答2", True)
    assert time.monotonic() - started < 0.4
    stop.set()
    await repeats.close()
    server.close()
    await server.wait_closed()


async def test_redis_connections_that_were_cut_are_made_anew(pair: tuple[RedisRepeats, RedisRepeats]) -> None:
    await asyncio.gather(*(repeats._redis.client_setname("qiangua-cut") for repeats in pair))
    work = Counter(0)
    assert await pair[0].once("before", work) == ("答1", False)
    await asyncio.gather(*pair[0]._storing)
    server = pair[0]._redis.from_url(URL)
    for client in await server.client_list():
        if client["name"] == "qiangua-cut":
            await server.client_kill_filter(_id=client["id"])
    await server.close()
    assert await pair[1].once("before", work) == ("答1", True)
    assert await pair[0].once("after", work) == ("答2", False)
    await asyncio.gather(*pair[0]._storing)
    assert await pair[1].once("after", work) == ("答2", True), "no process was left to its own memory"


async def test_a_claim_said_twice_is_still_ours(
    pair: tuple[RedisRepeats, RedisRepeats], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = pair[0]._redis.set

    async def said_twice(name: str, value: bytes, **more: object) -> object:
        await plain(name, value, **more)
        return await plain(name, value, **more)

    monkeypatch.setattr(pair[0]._redis, "set", said_twice)
    assert await pair[0].once("k", Counter(0)) == ("答1", False)


async def test_redis_away_leaves_memory(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    repeats, work = RedisRepeats("redis://127.0.0.1:1/0", 60), Counter(0)
    assert await repeats.once("k", work) == ("答1", False)
    assert await repeats.once("k", work) == ("答1", True)
    assert await repeats.once("another", work) == ("答2", False)
    assert len([r for r in caplog.records if r.name == "bot.wechat.dedupe_redis"]) == 1
    await repeats.close()
