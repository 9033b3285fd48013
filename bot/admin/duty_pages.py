"""The duty log: who needs somebody now, and what became of it. For administrators and the safeguarding officer; every
look is written down."""

from __future__ import annotations

from sanic.response import HTTPResponse

from bot.admin.guard import Route
from bot.admin.roles import May, allowed
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import DATA, Catalogue
from bot.content.duty import load_duty
from bot.reply.desk import Desk
from bot.store.duties import CLOSED, NEW, PASSED_ON, SEEN, STATES

STATE_NAMES = {NEW: "新的", SEEN: "看过了", PASSED_ON: "转出去了", CLOSED: "结束了"}
ORIGINS = {"detector": "警觉", "intent": "听懂的", "button": "自己按的"}
LEVELS = {"must": "必须报告", "depends": "看情况报告", "no": "没有报告义务"}
PLACES = ("12345热线", "110", "村里的儿童主任", "乡镇儿童督导员", "县民政局", "学校", "妇联", "医院")
"""Where a case is passed on to most: suggestions, any other place may be typed."""


class DutyPages:
    """The pages of the duty log."""

    def __init__(self, catalogue: Catalogue, desk: Desk) -> None:
        self._titles, self._remarks, self._desk = Titles(catalogue), load_duty(DATA), desk

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/duty", May.DUTY, self.show),
            Route("POST", "/admin/duty/<entry_id:int>", May.DUTY, self.mark),
            Route("POST", "/admin/duty/<entry_id:int>/talk", May.TALKS, self.talk),
        ]

    async def show(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """The log; without `all=1` only what is not closed. What waits too long comes first."""
        everything = visit.asked("all") == "1"
        entries = await visit.db(visit.store.duties.entries, open_only=not everything)
        await visit.note("duty_view", "all" if everything else "open", str(len(entries)))
        now, remind = self._desk.clock(), (await visit.db(self._desk.rules)).remind
        waiting = [e for e in entries if e.again or (e.state == NEW and now - e.first > remind * 3600)]
        officers = [
            a.name for a in await visit.db(visit.store.accounts.all) if allowed(a.role, May.DUTY) and not a.disabled
        ]
        rows = [
            (e, self._remarks.get(e.kind), e in waiting) for e in (*waiting, *(e for e in entries if e not in waiting))
        ]
        return visit.page(
            "duty.html", status, rows=rows, titles=self._titles, states=STATE_NAMES, origins=ORIGINS, levels=LEVELS,
            everything=everything, now=now, wrong=wrong, remind=remind, officers=officers, places=PLACES,
        )  # fmt: skip

    async def mark(self, visit: Visit, entry_id: int) -> HTTPResponse:
        """Say what became of a row; the one who says it looks after it, unless another officer is named."""
        state, note, passed_to = visit.field("state"), visit.field("note", 300), visit.field("passed_to", 100)
        if state not in STATES:
            raise Sorry("没看懂要记成什么。")
        if state == PASSED_ON and not passed_to:
            raise Sorry("转给哪里了？请在“转给哪里”里写上，比如“12345热线”。")
        owner = visit.field("owner", 32) or visit.account.name
        account = await visit.db(visit.store.accounts.named, owner)
        if account is None or account.disabled or not allowed(account.role, May.DUTY):
            raise Sorry("这个账号跟不了值守记录。")
        note = f"{visit.account.name}：{note}" if note else ""
        if not await visit.db(visit.store.duties.mark, entry_id, state, self._desk.clock(), note, owner, passed_to):
            raise Sorry("没有这一条。", 404)
        await visit.note("duty_mark", str(entry_id), state)
        return visit.back_to("/admin/duty", "marked")

    async def talk(self, visit: Visit, entry_id: int) -> HTTPResponse:
        """To the person's conversation, from where they may be taken over."""
        entry = await visit.db(visit.store.duties.get, entry_id) if entry_id < 2**31 else None
        if entry is None or entry.person is None:
            raise Sorry("没有这一条，或者本人已经删了自己的数据。", 404)
        if await visit.db(visit.store.people.sealed, entry.person) is None:
            raise Sorry("这个人已经删了自己的数据。", 404)
        here = await visit.db(visit.store.conversations.begin, entry.person, self._desk.clock())
        told = await visit.db(visit.store.conversations.of_person, entry.person)
        about = next((talk.id for talk in told if entry.kind in talk.kinds), here)
        await visit.note("duty_take", str(entry_id), str(about))
        return visit.back_to(f"/admin/talks/{about}")
