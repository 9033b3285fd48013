"""The officers' desk: whom somebody has taken over, staffed hours, canned answers, when to remind."""

from __future__ import annotations

from dataclasses import replace

from sanic.response import HTTPResponse

from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.visit import Visit
from bot.people.staffed import Staffed, read_clock, show_clock
from bot.reply.desk import GOOD_FOR, LONGEST, Desk, Rules, Window
from bot.store.conversations import Conversation
from bot.store.desk import Handover

DAYS = "一二三四五六日"
MOST_CANNED = 30
_START, _END = 9 * 60, 17 * 60 + 30


class DeskPages:
    """The pages of the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/desk", May.TALKS, self.show),
            Route("POST", "/admin/desk", May.TALKS, self.change),
        ]

    async def show(
        self, visit: Visit, wrong: str = "", form: dict[str, object] | None = None, status: int = 200
    ) -> HTTPResponse:
        """Everybody who is taken over, and the settings."""
        rules = await visit.db(self._desk.rules)
        asked = await visit.db(self._desk.requests)
        await visit.note("desk_view")
        return visit.page(
            "desk.html", status, rows=await visit.db(self._rows), rules=rules, days=DAYS, wrong=wrong,
            asked=[(r, r.at + GOOD_FOR, rules.staffed is not None and rules.staffed.now(r.at)) for r in asked],
            form=form or _form(rules), staffed=rules.staffed is not None and rules.staffed.now(self._desk.clock()),
        )  # fmt: skip

    async def change(self, visit: Visit) -> HTTPResponse:
        """Set hours and answers anew."""
        given = {name: visit.field(name, 6000) for name in ("start", "end", "back", "remind", "canned")}
        days = [day for day in visit.numbers("day") if day < 7]
        try:
            rules = _rules(days, given)
        except ValueError as err:
            return await self.show(visit, str(err), {**given, "days": days}, 400)
        await visit.db(self._desk.set_rules, rules)
        hours = rules.staffed.words() if rules.staffed else "—"
        await visit.note("desk_rules", "", f"{hours}; {rules.back} h; {rules.remind} h; {len(rules.canned)}")
        return visit.back_to("/admin/desk", "rules")

    def _rows(self) -> list[tuple[Handover, Conversation | None, Window, bool]]:
        """Handover, conversation, window, whether the person waits. Blocking."""
        store, found = self._desk.store, []
        for handover in store.handovers.all():
            talks = store.conversations.of_person(handover.person, 1)
            lines = store.conversations.lines(talks[0].id) if talks else []
            waits = any(line.how == "human" and line.at > handover.last for line in lines)
            found.append((handover, talks[0] if talks else None, self._desk.window(handover.person), waits))
        return found


def _form(rules: Rules) -> dict[str, object]:
    staffed = rules.staffed or Staffed((), _START, _END)
    return {
        "days": staffed.days, "start": show_clock(staffed.start), "end": show_clock(staffed.end), "back": rules.back,
        "remind": rules.remind, "canned": "\n".join(rules.canned),
    }  # fmt: skip


def _rules(days: list[int], given: dict[str, str]) -> Rules:
    """What a form sets. Raises ValueError with a sentence for whoever filled it in."""
    try:
        start, end = read_clock(given["start"]), read_clock(given["end"])
    except ValueError as err:
        raise ValueError("时间要写成 9:00 这样。") from err
    if days and start == end:
        raise ValueError("开始和结束不能是同一个钟点。")
    hours = {
        name: int(given[name]) if given[name].isascii() and given[name].isdigit() else 0 for name in ("back", "remind")
    }
    if not 1 <= hours["back"] <= 72 or not 1 <= hours["remind"] <= 168:
        raise ValueError("自动交还写 1 到 72 小时，提醒写 1 到 168 小时。")
    canned = tuple(line.strip() for line in given["canned"].splitlines() if line.strip())
    if len(canned) > MOST_CANNED or any(len(line) > LONGEST for line in canned):
        raise ValueError(f"常用的话最多 {MOST_CANNED} 条，每条最多 {LONGEST} 个字。")
    rules = Rules(Staffed(tuple(sorted(days)), start, end) if days else None, hours["back"], hours["remind"])
    return replace(rules, canned=canned)
