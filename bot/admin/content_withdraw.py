"""Take down what was published here: a request for a second person, or at once where none is asked for."""

from __future__ import annotations

from sanic.response import HTTPResponse

from bot.admin.content_form import HERE, ContentForm
from bot.admin.content_room import REASONS, ContentRoom
from bot.admin.fault_words import explain
from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.visit import Visit
from bot.drafting.drafting import BUSY, FAULTY, GONE, needs_second
from bot.drafting.withdraw import faults_without, withdraw
from bot.errors import DraftError

SHOWN = 5
"""Faults told of; they are mostly of one kind: pages that lead here."""


class ContentWithdraw:
    """The button of a page that counts instead of its file."""

    def __init__(self, room: ContentRoom, form: ContentForm) -> None:
        self._room, self._form = room, form

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("POST", f"{HERE}/withdraw", May.APPROVE_CONTENT, self.ask)]

    async def ask(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """Whoever may publish may ask for it, with a reason, and take that back; an administrator may do it at once,
        as with publishing."""
        room, file, who = self._room, self._room.file_of(kind, name), visit.account.name
        if visit.field("do") == "take_back":
            return await self._take_back(visit, kind, name, file)
        why, at_once = visit.field("why", 300), visit.field("do") == "now"
        if not why:
            return await self._form.show(visit, kind, name, "写一句为什么撤，看的人才知道。", status=400)
        if at_once and (needs_second(file) or not visit.may(May.PUBLISH_ALONE)):
            return await self._form.show(visit, kind, name, "这一页要另一个人看过才能撤。", status=409)
        try:
            draft = await visit.db(withdraw, room.drafting, file, who, why)
            if at_once:
                await visit.db(room.drafting.approve, draft, who, None, alone=True)
        except DraftError as err:
            return await self._form.show(visit, kind, name, await self._reason(visit, file, str(err)), status=409)
        return visit.back_to(room.address(file), "content_withdrawn" if at_once else "content_withdraw")

    async def _take_back(self, visit: Visit, kind: str, name: str, file: str) -> HTTPResponse:
        try:
            draft = await self._form.seen(visit, file)
            if not await visit.db(self._room.drafting.withdraws, draft):
                raise DraftError(GONE)
            await visit.db(self._room.drafting.back, draft, visit.account.name, "")
        except DraftError as err:
            return await self._form.show(visit, kind, name, REASONS[str(err)], status=409)
        return visit.back_to(self._room.address(file), "content_kept")

    async def _reason(self, visit: Visit, file: str, reason: str) -> str:
        if reason == BUSY:
            return "这一页有一份草稿还没定。先让它上线，或者不要了，再撤。"
        if reason != FAULTY:
            return REASONS[reason]
        faults = await visit.db(faults_without, self._room.drafting, file)
        told = "；".join(explain(fault, file) for fault in faults[:SHOWN])
        return f"撤了以后，别的地方就不对了，先改好再撤：{told}"
