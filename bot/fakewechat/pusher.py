"""The callback side: pushes what people do, tries again at 5 and 10 s, gives a deaf address a minute's rest
(MarkFail), and can drop, delay, duplicate and reorder on the way."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

from bot.web.platform import Platform, Post

BROKEN = "该公众号暂时无法提供服务，请稍后再试"
MARK_AFTER = 10
"""Pushes in a row without a valid answer after which the address is left alone."""
MARK_SECONDS = 60.0


@dataclass
class Delivery:
    """What came of one push."""

    shown: str | None = None
    """What the person sees; None: nothing."""
    tries: int = 0
    seconds: list[float] = field(default_factory=list)
    answers: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class Faults:
    """What goes wrong on the way, as shares of all tries (0 to 1)."""

    drop: float = 0.0
    """The answer is lost, so that the platform tries again."""
    duplicate: float = 0.0
    """The same try arrives twice at once."""
    delay: float = 0.0
    """The try arrives late by up to `delay_seconds`."""
    delay_seconds: float = 1.0
    reorder: bool = False
    """Pushes of one call of `push_all` arrive in any order."""


class FakeWeChat:
    """Pushes like the real one; `step` scales its 5 seconds for those who need not wait.

    What goes wrong with a push hangs on the seed and on which push it is, never on what else is under way.
    """

    def __init__(
        self,
        platform: Platform,
        callback: str,
        *,
        step: float = 5.0,
        patience: float | None = None,
        faults: Faults | None = None,
        seed: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience`: seconds an answer is waited for; None: as long as a step, like the real one."""
        self.platform, self.faults = platform, faults or Faults()
        self._callback, self._step, self._patience, self._clock = callback, step, patience, clock
        self._seed, self._pushes = seed, itertools.count()
        self._failed, self.marked_until = 0, 0.0

    async def verify(self, echostr: str = "4375120948345356249") -> httpx.Response:
        """The GET that checks the address."""
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.get(self._callback, params=self.platform.get_query(echostr))

    async def push(self, post: Post, dice: random.Random | None = None) -> Delivery:
        """Deliver one push: up to three tries `step` seconds apart while no valid answer comes."""
        delivery, dice = Delivery(shown=BROKEN), dice or self._dice()
        patience = self._patience or self._step
        if self._clock() < self.marked_until:  # MarkFail: not even tried
            return delivery
        async with httpx.AsyncClient(timeout=patience, trust_env=False) as http:
            for _ in range(3):
                started = time.monotonic()
                delivery.tries += 1
                try:
                    async with asyncio.timeout(patience):
                        answer = await self._try(post, http, dice)
                    delivery.seconds.append(time.monotonic() - started)
                    if answer.status_code == 200:
                        fields = self.platform.read_reply(answer.content)
                        delivery.shown = fields.get("Content") if fields else None
                        delivery.answers.append(delivery.shown)
                        self._failed = 0
                        return delivery
                except (httpx.HTTPError, TimeoutError, ValueError, KeyError):
                    delivery.seconds.append(time.monotonic() - started)
                await asyncio.sleep(max(0.0, self._step - (time.monotonic() - started)))
        self._failed += 1
        if self._failed >= MARK_AFTER:
            self._failed, self.marked_until = 0, self._clock() + MARK_SECONDS
        return delivery

    async def push_all(self, posts: Sequence[Post], at_once: int = 8) -> list[Delivery]:
        """Deliver many, so many at a time; in any order where the faults say so. Answers stand in the posts' order."""
        order = list(range(len(posts)))
        dice = [self._dice() for _ in posts]
        if self.faults.reorder:
            self._dice().shuffle(order)
        gate, found = asyncio.Semaphore(at_once), [Delivery()] * len(posts)

        async def one(place: int) -> None:
            async with gate:
                found[place] = await self.push(posts[place], dice[place])

        await asyncio.gather(*(one(place) for place in order))
        return found

    def _dice(self) -> random.Random:
        """The next push's own chances."""
        return random.Random(f"{self._seed}:{next(self._pushes)}")  # noqa: S311 - faults, not secrets

    async def _try(self, post: Post, http: httpx.AsyncClient, dice: random.Random) -> httpx.Response:
        faults, chance = self.faults, dice.random
        if chance() < faults.delay:
            await asyncio.sleep(chance() * faults.delay_seconds)
        tries = [self.raw(post, http) for _ in range(2 if chance() < faults.duplicate else 1)]
        answer, *_ = await asyncio.gather(*tries)
        if chance() < faults.drop:
            raise httpx.ReadError("lost on the way")
        return answer

    async def raw(self, post: Post, http: httpx.AsyncClient | None = None) -> httpx.Response:
        """One try, and its answer as it is."""
        query, body = post
        if http is not None:
            return await http.post(self._callback, params=query, content=body, headers={"Content-Type": "text/xml"})
        async with httpx.AsyncClient(timeout=self._step, trust_env=False) as own:
            return await self.raw(post, own)

    async def say(self, openid: str, text: str) -> str | None:
        """A person types; what they see."""
        return (await self.push(self.platform.text(openid, text))).shown
