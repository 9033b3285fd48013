"""A WeChat platform on loopback: pushes, tries again at 5 and 10 s, shows what a person would see."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import httpx

from bot.web.platform import Platform, Post

BROKEN = "该公众号暂时无法提供服务，请稍后再试"


@dataclass
class Delivery:
    """What came of one push."""

    shown: str | None = None
    """What the person sees; None: nothing."""
    tries: int = 0
    seconds: list[float] = field(default_factory=list)
    answers: list[str | None] = field(default_factory=list)


class FakeWeChat:
    """Pushes like the real one; `step` scales its 5 seconds for tests that need not wait."""

    def __init__(self, platform: Platform, callback: str, *, step: float = 5.0) -> None:
        self.platform = platform
        self._callback, self._step = callback, step

    async def verify(self, echostr: str = "4375120948345356249") -> httpx.Response:
        """The GET that checks the address."""
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.get(self._callback, params=self.platform.get_query(echostr))

    async def push(self, post: Post) -> Delivery:
        """Deliver one push: up to three tries `step` seconds apart while no valid answer comes."""
        delivery = Delivery(shown=BROKEN)
        async with httpx.AsyncClient(timeout=self._step, trust_env=False) as http:
            for _ in range(3):
                started = time.monotonic()
                delivery.tries += 1
                try:
                    async with asyncio.timeout(self._step):
                        answer = await self.raw(post, http)
                    delivery.seconds.append(time.monotonic() - started)
                    if answer.status_code == 200:
                        fields = self.platform.read_reply(answer.content)
                        delivery.shown = fields.get("Content") if fields else None
                        delivery.answers.append(delivery.shown)
                        return delivery
                except (httpx.HTTPError, TimeoutError, ValueError, KeyError):
                    delivery.seconds.append(time.monotonic() - started)
                await asyncio.sleep(max(0.0, self._step - (time.monotonic() - started)))
        return delivery

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
