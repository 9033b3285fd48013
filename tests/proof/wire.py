"""Several bots behind one address, and WeChat before it: tries again after five seconds, comes twice, is cut off."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import aiohttp
import psutil
import redis

from bot.fakewechat.pusher import BROKEN
from bot.web.platform import Post
from tests.bench.crowd import PATIENCE
from tests.bench.line import children
from tests.line.conftest import Running, start, stop, until_ready

START_SECONDS = 900.0


class Bots:
    """Products on one database and one Redis."""

    def __init__(self, folder: Path, count: int, environment: dict[str, str]) -> None:
        self._folder, self._environment = folder, environment
        self._names, self._turn = itertools.count(), itertools.count()
        self.running: list[Running] = [self._start() for _ in range(count)]

    def _start(self) -> Running:
        folder = self._folder / f"bot{next(self._names)}"
        folder.mkdir()
        return start(folder, **self._environment)

    def upstreams(self) -> list[Running]:
        """All of them, another one first each time, as a proxy goes round."""
        first = next(self._turn) % len(self.running)
        return [*self.running[first:], *self.running[:first]]

    async def kill_engine(self, place: int) -> None:
        """Kill one bot's engine, as soon as it has one."""
        while True:
            with suppress(psutil.NoSuchProcess):  # the bot is being killed itself
                if (engine := children(self.running[place]).get("engine")) is not None:
                    engine.kill()
                    return
            await asyncio.sleep(0.2)

    async def kill_bot(self, place: int) -> None:
        """Kill one bot, and start another in its place."""
        killed = self.running[place]
        family = psutil.Process(killed.process.pid).children(recursive=True)
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
        psutil.wait_procs(family, timeout=20)
        self.running[place] = await asyncio.to_thread(self._start)

    async def all_ready(self) -> None:
        """Wait until every part of every bot is there."""
        for running in self.running:
            await until_ready(running, START_SECONDS)

    def stop(self) -> None:
        """End them all."""
        for running in self.running:
            stop(running)


class Wire:
    """WeChat's side."""

    def __init__(self, bots: Bots, http: aiohttp.ClientSession, duplicates: float, slow: float, seed: int) -> None:
        """`duplicates` and `slow`: shares of pushes that come twice at once, and whose first answer comes too late."""
        self._bots, self._http, self._duplicates, self._slow = bots, http, duplicates, slow
        self._random = random.Random(seed)
        self.platform = bots.running[0].wechat().platform
        self.happened: Counter[str] = Counter()
        self.unequal = 0
        """Pushes whose tries were answered in different words."""
        self.seconds: list[float] = []
        """Of every try that was answered."""

    async def say(self, person: str, text: str) -> str:
        """Push a text with the faults of the way; what the person sees."""
        post, chance = self.platform.text(person, text), self._random.random
        twice, slow = chance() < self._duplicates, chance() < self._slow
        self.happened.update(name for name, is_so in (("twice", twice), ("slow", slow)) if is_so)
        answers: list[str] = []
        shown: str | None = None
        for number in range(3):
            began = time.monotonic()
            tries = [self._try(post) for _ in range(2 if twice and number == 0 else 1)]
            got = [answer for answer in await asyncio.gather(*tries) if answer is not None]
            answers += [answer for answer in got if answer]
            if got and not (slow and number == 0):
                shown = next(filter(None, got), "")
                break
            self.happened["tried again"] += 1
            await asyncio.sleep(max(0.0, PATIENCE - (time.monotonic() - began)))
        self.unequal += len(set(answers)) > 1
        self.happened["broken"] += shown is None
        return BROKEN if shown is None else shown

    async def _try(self, post: Post) -> str | None:
        """One try: its text, empty for `success`; None when the connection failed or took too long."""
        query, body = post
        for running in self._bots.upstreams():
            began = time.monotonic()
            try:
                async with self._http.post(f"{running.base}/wechat", params=query, data=body) as answer:
                    fields = self.platform.read_reply(await answer.read())
                    self.seconds.append(time.monotonic() - began)
                    return (fields or {}).get("Content", "") if answer.status == 200 else None
            except aiohttp.ClientConnectorError:
                continue  # nobody listens: a proxy asks the next one
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                return None
        return None


def cut_redis(url: str) -> int:
    """End our bots' connections to Redis, which are told by their database; how many."""
    number = url.rsplit("/", 1)[-1]
    with redis.Redis.from_url(url.removesuffix(number) + "0") as server:
        ours = [client["id"] for client in server.client_list() if client["db"] == number]
        return sum(int(server.client_kill_filter(_id=each)) for each in ours)
