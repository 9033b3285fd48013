"""The weekly plan: which lesson goes out in which week to whom, beside how many mass sends the month still allows."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from sanic.response import HTTPResponse

from bot.admin.content_room import ContentRoom
from bot.admin.guard import Route
from bot.admin.mailing_words import WITHDRAWN, why_so
from bot.admin.moments import monday_of, month_of, read_moment, show_moment
from bot.admin.roles import May
from bot.admin.visit import Sorry, Visit
from bot.store.mailings import CANCELLED, FAILED, PLANNED, SENDING, SENT, Mailing

AUDIENCES = {"parent": "家长", "manager": "班组长", "young_worker": "年轻工人", "all": "所有人"}
STATE_NAMES = {PLANNED: "等着发", SENDING: "正在发", SENT: "发了", CANCELLED: "取消了", FAILED: "没发成"}
SHOWN = 200


@dataclass(frozen=True)
class Quota:
    """An audience's mass sends of a month; one to everybody counts for each."""

    audience: str
    month: str
    sent: int
    planned: int
    of: int

    @property
    def over(self) -> int:
        """Planned ones that will go out letter by letter, because the month's are used up."""
        return max(0, self.sent + self.planned - self.of)


class PlanPages:
    """The pages of the plan."""

    def __init__(self, room: ContentRoom) -> None:
        self._room = room

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/plan", May.READ_CONTENT, self.show),
            Route("POST", "/admin/plan", May.PLAN, self.plan),
            Route("POST", "/admin/plan/<mailing_id:int>/cancel", May.PLAN, self.cancel),
        ]

    async def show(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """The weeks, the newest first, and the quota."""
        found = await visit.db(visit.store.mailings.all, SHOWN)
        lessons = self._room.catalogue.lessons
        weeks: dict[str, list[Mailing]] = {}
        for mailing in found:
            weeks.setdefault(monday_of(mailing.at), []).append(mailing)
        called = await visit.db(self._called, {m.lesson for m in found})
        out = {m.lesson for m in found if m.state in (PLANNED, SENDING, SENT)}
        return visit.page(
            "plan.html", status, weeks=weeks, quotas=quotas(found, time.time(), self._room.editing.per_month),
            lessons=sorted(lessons.values(), key=lambda x: (x.name in out, x.published)), out=out, known=lessons,
            audiences=AUDIENCES, states=STATE_NAMES, show_moment=show_moment, planned=PLANNED, wrong=wrong,
            called=called, why_so=why_so, withdrawn=WITHDRAWN,
        )  # fmt: skip

    def _called(self, names: set[str]) -> dict[str, str]:
        """What lessons are or were called: one that was withdrawn has a title still. Blocking."""
        files = {name: f"lessons/{name}.md" for name in names}
        told = {name: self._room.called(file) for name, file in files.items()}
        return {name: title if title != files[name] else name for name, title in told.items()}

    async def plan(self, visit: Visit) -> HTTPResponse:
        """Plan a lesson for a moment at which nobody is woken."""
        lesson, audience, at = visit.field("lesson"), visit.field("audience"), read_moment(visit.field("at"))
        if lesson not in self._room.catalogue.lessons or audience not in AUDIENCES:
            return await self.show(visit, "选一课，再选发给谁。", 400)
        if at is None or at < time.time():
            return await self.show(visit, "选一个还没到的时间。", 400)
        if self._room.editing.waking(at) != at:
            return await self.show(visit, "晚上九点半到早上七点半不发，别吵醒人。换个时间。", 400)
        number = await visit.db(visit.store.mailings.plan, lesson, audience, at, time.time())
        await visit.note("plan", lesson, f"#{number} {audience} {show_moment(at)}")
        return visit.back_to("/admin/plan", "planned")

    async def cancel(self, visit: Visit, mailing_id: int) -> HTTPResponse:
        """Call one off that has not begun."""
        if not await visit.db(visit.store.mailings.cancel, mailing_id, time.time()):
            raise Sorry("这一条已经在发，或者发过了，取消不了。", 409)
        await visit.note("plan_cancel", str(mailing_id))
        return visit.back_to("/admin/plan", "plan_cancelled")


def quotas(found: list[Mailing], now: float, per_month: int) -> list[Quota]:
    """What this month and every month with something planned uses up, by audience."""
    sent, planned = Counter[tuple[tuple[int, int], str]](), Counter[tuple[tuple[int, int], str]]()
    for mailing in found:
        whose = [a for a in AUDIENCES if a != "all"] if mailing.audience == "all" else [mailing.audience]
        for audience in whose:
            if mailing.state == SENT and mailing.msg_id:
                sent[month_of(mailing.at), audience] += 1
            elif mailing.state in (PLANNED, SENDING):
                planned[month_of(mailing.at), audience] += 1
    months = sorted({month_of(now), *(month for month, _ in planned)})
    return [
        Quota(audience, f"{month[0]}年{month[1]}月", sent[month, audience], planned[month, audience], per_month)
        for month in months if month >= month_of(now)
        for audience in AUDIENCES if audience != "all"
    ]  # fmt: skip
