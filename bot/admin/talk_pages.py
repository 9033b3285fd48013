"""Conversations: a list with filters, one of them, and what an officer does with it. Every view is written to the audit
log: who, when, which (by the conversation's number: no page and no audit row names the person, not even by hash)."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from sanic.response import HTTPResponse, text

from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.script import script_of
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import Catalogue
from bot.reply.desk import LONGEST, NEXT, Desk
from bot.store.conversations import OFFICER, Conversation, Line, Wanted

PAGE = 40
ROLES = {"parent": "家长", "manager": "班组长", "young_worker": "年轻工人", "none": "没说"}
HOW = {
    "understood": "听懂了", "asked": "反问了", "missed": "没听懂", "protocol": "给了求助的办法",
    "practice": "在练习，不记原话", "flow": "点的、选的", "late": "说稍等", "human": "写给真人的",
    "window": "真人写的，已发", "next": "真人写的，等对方下次说话送到",
}  # fmt: skip
KINDS = {
    "image": "发来图片", "voice": "发来语音", "video": "发来视频", "location": "发来位置", "link": "发来链接",
    "file": "发来文件", "follow": "关注", "scan": "扫码", "click": "点菜单", "other": "发来表情",
}  # fmt: skip
_CHINA = datetime.timezone(datetime.timedelta(hours=8))
_FILTERS = ("since", "until", "role", "kind", "topic", "tag", "seen")


class TalkPages:
    """The pages of conversations."""

    def __init__(self, catalogue: Catalogue, desk: Desk) -> None:
        self._catalogue, self._titles, self._desk = catalogue, Titles(catalogue), desk

    def routes(self) -> list[Route]:
        """The addresses."""
        here = "/admin/talks/<talk_id:int>"
        return [
            Route("GET", "/admin/talks", May.TALKS, self.index),
            Route("GET", here, May.TALKS, self.show),
            Route("GET", f"{here}/lines", May.TALKS, self.lines),
            Route("GET", f"{here}/script", May.TALKS, self.script),
            Route("POST", here, May.TALKS, self.mark),
            Route("POST", f"{here}/take", May.TALKS, self.take),
            Route("POST", f"{here}/say", May.TALKS, self.say),
            Route("POST", f"{here}/back", May.TALKS, self.back),
        ]

    async def index(self, visit: Visit) -> HTTPResponse:
        """The list."""
        asked = {name: visit.asked(name) for name in _FILTERS}
        before = visit.asked("before")
        last = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
        store = visit.store.conversations
        found = await visit.db(store.find, _wanted(asked), before=last, limit=PAGE)
        given = {name: value for name, value in asked.items() if value}
        await visit.note("talks_list", str(len(found)), urlencode(given))
        more = urlencode({**given, "before": found[-1].id}) if len(found) == PAGE else ""
        return visit.page(
            "talks.html", talks=found, asked=asked, more=more, titles=self._titles, roles_told=ROLES,
            kinds=self._pages(protocols=True), topics=self._pages(protocols=False), tags=await visit.db(store.tags),
            asked_for={request.conversation for request in await visit.db(self._desk.requests)},
        )  # fmt: skip

    async def show(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """One conversation."""
        talk = await self._talk(visit, talk_id)
        await visit.note("talk_view", str(talk.id))
        handover = await visit.db(visit.store.handovers.of, talk.person)
        mine = handover is not None and handover.officer == visit.account.name
        others = [other for other in await visit.db(visit.store.conversations.of_person, talk.person) if other != talk]
        window = await visit.db(self._desk.window, talk.person)
        rules = await visit.db(self._desk.rules)
        return visit.page(
            "talk.html", talk=talk, lines=await visit.db(visit.store.conversations.lines, talk.id), handover=handover,
            mine=mine, others=others, window=window, quiet=await visit.db(self._desk.quiet, talk.person), rules=rules,
            staffed=rules.staffed is None or rules.staffed.now(self._desk.clock()), longest=LONGEST, **self._names(),
        )  # fmt: skip

    async def lines(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """The lines alone, for a page that is open already: its view has been written down."""
        talk = await self._talk(visit, talk_id)
        handover = await visit.db(visit.store.handovers.of, talk.person)
        if handover is None or handover.officer != visit.account.name:
            raise Sorry("这个人现在不是您在接，请刷新页面。", 409)
        newest = (await visit.db(visit.store.conversations.of_person, talk.person, 1))[0]
        found = await visit.db(visit.store.conversations.lines, newest.id)
        return visit.page("lines.html", lines=found, **self._names())

    async def script(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """The conversation as a dialogue test (tests/dialogues)."""
        talk = await self._talk(visit, talk_id)
        found = await visit.db(visit.store.conversations.lines, talk.id)
        await visit.note("talk_script", str(talk.id))
        headers = {"Content-Disposition": f'attachment; filename="talk_{talk.id}.txt"'}
        return text(script_of(found, self._catalogue), headers=headers, content_type="text/plain; charset=utf-8")

    async def mark(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """Tags and a note; or: looked through, or not after all."""
        talk, what = await self._talk(visit, talk_id), visit.field("do")
        store, here = visit.store.conversations, f"/admin/talks/{talk.id}"
        if what == "mark":
            tags = [tag[:24] for tag in visit.field("tags", 300).replace("，", ",").replace("、", ",").split(",")]
            await visit.db(store.mark, talk.id, tags, visit.field("note", 1000))
            await visit.note("talk_mark", str(talk.id))
            return visit.back_to(here, "marked")
        if what not in ("review", "reopen"):
            raise Sorry("没看懂要做什么。")
        await visit.db(store.review, talk.id, visit.account.name, self._desk.clock() if what == "review" else None)
        await visit.note(f"talk_{what}", str(talk.id))
        return visit.back_to(here, "reviewed" if what == "review" else "unreviewed")

    async def take(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """Take the person over: from now on the bot is silent to them."""
        talk = await self._talk(visit, talk_id)
        sure = visit.field("sure") == "1"
        if not await visit.db(self._desk.take, talk.person, visit.account.name, sure=sure):
            raise Sorry("已经有人接手了，或者这个人已经删了自己的数据。", 409)
        await visit.note("take_over", str(talk.id))
        return await self._newest(visit, talk, "taken")

    async def say(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """Write to the person."""
        talk, words = await self._talk(visit, talk_id), visit.field("text", LONGEST)
        if not words:
            raise Sorry("还没写字。")
        sure = visit.field("sure") == "1"
        way = await visit.db(self._desk.say, talk.person, visit.account.name, words, sure=sure)
        if way is None:
            raise Sorry("这个人现在不是您在接。请先接过来再写。", 409)
        await visit.note("officer_says", str(talk.id), way)
        return await self._newest(visit, talk, "sent_next" if way == NEXT else "sent")

    async def back(self, visit: Visit, talk_id: int) -> HTTPResponse:
        """Hand the person back to the bot."""
        talk = await self._talk(visit, talk_id)
        if not await visit.db(self._desk.hand_back, talk.person, visit.account.name):
            raise Sorry("这个人已经交还给机器了。", 409)
        await visit.note("hand_back", str(talk.id))
        return await self._newest(visit, talk, "handed_back")

    async def _talk(self, visit: Visit, talk_id: int) -> Conversation:
        found = await visit.db(visit.store.conversations.get, talk_id) if talk_id < 2**31 else None
        if found is None:
            raise Sorry("没有这段对话。可能到期删了，也可能本人删了自己的数据。", 404)
        return found

    @staticmethod
    async def _newest(visit: Visit, talk: Conversation, said: str) -> HTTPResponse:
        """After a pause what is written now stands in a new conversation: go there."""
        newest = await visit.db(visit.store.conversations.of_person, talk.person, 1)
        return visit.back_to(f"/admin/talks/{(newest or [talk])[0].id}", said)

    def _names(self) -> dict[str, Any]:
        def question(line: Line) -> str:
            return KINDS.get(line.kind, "") if line.said is None and line.kind != OFFICER else line.said or ""

        return {"titles": self._titles, "how": HOW, "question": question, "roles_told": ROLES, "officer": OFFICER}

    def _pages(self, *, protocols: bool) -> list[tuple[str, str]]:
        pages = [page for page in self._catalogue.pages.values() if (page.kind == "protocol") is protocols]
        return sorted(((page.name, page.title) for page in pages), key=lambda pair: pair[1])


def _wanted(asked: dict[str, str]) -> Wanted:
    """What a list's address asks for. Raises Sorry for a day that is none."""
    try:
        since, until = (_day(asked[name]) for name in ("since", "until"))
    except ValueError as err:
        raise Sorry("日期要写成 2026-11-26 这样。") from err
    reviewed = {"yes": True, "no": False}.get(asked["seen"])
    end = until + 86400 if until is not None else None
    return Wanted(since, end, asked["role"], asked["kind"], asked["topic"], asked["tag"], reviewed)


def _day(given: str) -> float | None:
    """The beginning of a day in China."""
    if not given:
        return None
    return datetime.datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=_CHINA).timestamp()
