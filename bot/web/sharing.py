"""What WeChat shows beside a link to a page of ours: title, a sentence, a picture, and an address that names nobody.

Pages say it as Open Graph tags, for whoever fetches them; inside WeChat, on an account that may, the page's own script
says it to WeChat (JS-SDK), for which WeChat wants the page's address signed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sanic.request import Request

from bot.content.lessons import Lesson
from bot.web.arrival import Visit

Sign = Callable[[str], Awaitable[Mapping[str, str | int] | None]]
"""From a page's address to what `wx.config` needs; None where the account has none of it or WeChat does not answer."""
_WECHAT = "MicroMessenger"


@dataclass(frozen=True)
class Share:
    """A page's card. `config` is there only for a phone that is in WeChat."""

    title: str
    desc: str
    link: str
    image: str
    config: Mapping[str, str | int] | None = None

    @property
    def said(self) -> dict[str, object]:
        """What the page's script reads."""
        card = {"title": self.title, "desc": self.desc, "link": self.link, "imgUrl": self.image}
        return {"config": dict(self.config or {}), "card": card}


class Sharing:
    """Makes cards."""

    def __init__(self, site: str, sign: Sign | None = None) -> None:
        """`site`: the address people reach us at, without a slash behind it."""
        self._site, self._sign = site, sign

    async def of(self, request: Request, visit: Visit, lesson: Lesson, part: str = "") -> Share:
        """The card of a lesson's page, or of its card for grandparents; a way that was chosen is not passed on."""
        home = f"{self._site}/lessons/{lesson.name}"
        if part == "card":
            lines = lesson.sections.grandparents
            desc = lines[1] if len(lines) > 1 else lesson.summary
            title, link, number = f"给家里的一张卡：{lesson.title}", visit.shared(f"{home}/card", "card"), lesson.last
        else:
            title, desc, link, number = lesson.title, lesson.summary, visit.shared(home), 1
        return Share(title, desc, link, f"{home}/{number}.png", await self._signed(request))

    async def _signed(self, request: Request) -> Mapping[str, str | int] | None:
        if self._sign is None or _WECHAT not in (request.headers.get("user-agent") or ""):
            return None
        query = f"?{request.query_string}" if request.query_string else ""
        return await self._sign(f"{self._site}{request.path}{query}")
