"""The duty log: who needs somebody now, and what became of it. For administrators and the safeguarding officer; every
look is written down."""

from __future__ import annotations

import time

from sanic.response import HTTPResponse

from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import DATA, Catalogue
from bot.content.duty import load_duty
from bot.store.duties import CLOSED, NEW, PASSED_ON, SEEN, STATES

STATE_NAMES = {NEW: "新的", SEEN: "看过了", PASSED_ON: "转出去了", CLOSED: "结束了"}
ORIGINS = {"detector": "警觉", "intent": "听懂的", "button": "自己按的"}
LEVELS = {"must": "必须报告", "depends": "看情况报告", "no": "没有报告义务"}
REMIND = 86400.0
"""Seconds after which a row nobody has touched, or that was told again, is put first."""


class DutyPages:
    """The pages of the duty log."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._titles, self._remarks = Titles(catalogue), load_duty(DATA)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/duty", May.DUTY, self.show),
            Route("POST", "/admin/duty/<entry_id:int>", May.DUTY, self.mark),
        ]

    async def show(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """The log; without `all=1` only what is not closed. What waits too long comes first."""
        everything = visit.asked("all") == "1"
        entries = await visit.db(visit.store.duties.entries, open_only=not everything)
        await visit.note("duty_view", "all" if everything else "open", str(len(entries)))
        now = time.time()
        waiting = [e for e in entries if e.again or (e.state == NEW and now - e.first > REMIND)]
        rows = [
            (e, self._remarks.get(e.kind), e in waiting) for e in (*waiting, *(e for e in entries if e not in waiting))
        ]
        return visit.page(
            "duty.html", status, rows=rows, titles=self._titles, states=STATE_NAMES, origins=ORIGINS, levels=LEVELS,
            everything=everything, now=now, wrong=wrong,
        )  # fmt: skip

    async def mark(self, visit: Visit, entry_id: int) -> HTTPResponse:
        """Say what became of a row; the one who says it looks after it."""
        state, note = visit.field("state"), visit.field("note", 300)
        if state not in STATES:
            raise Sorry("没看懂要记成什么。")
        note = f"{visit.account.name}：{note}" if note else ""
        if not await visit.db(visit.store.duties.mark, entry_id, state, time.time(), note, visit.account.name):
            raise Sorry("没有这一条。", 404)
        await visit.note("duty_mark", str(entry_id), state)
        return visit.back_to("/admin/duty", "marked")
