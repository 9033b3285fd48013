"""Content: what there is, what is under way, what waits for a reader; and the versions of a page, compared."""

from __future__ import annotations

from sanic.response import HTTPResponse

from bot.admin.content_new import BEGUN
from bot.admin.content_room import KINDS, STATES, ContentRoom
from bot.admin.difference import difference
from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.visit import Sorry, Visit
from bot.content.overlay import read
from bot.drafting.export import goes_on_from, waiting
from bot.drafting.withdraw import gone
from bot.store.drafts import LIVE, REVIEW

FILED = "0"
"""Stands for the file in an address of two versions."""


class ContentPages:
    """The pages one finds the way with."""

    def __init__(self, room: ContentRoom) -> None:
        self._room = room

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/content", May.READ_CONTENT, self.all),
            Route("GET", "/admin/content/<kind:str>/<name:str>/versions", May.READ_CONTENT, self.versions),
        ]

    async def all(self, visit: Visit) -> HTTPResponse:
        """The files of a kind, or those that hold some words; above them what somebody must read."""
        kind, words = visit.asked("kind", "topics"), visit.asked("words")
        if kind not in KINDS:
            raise Sorry("没有这一类。", 404)
        room = self._room
        under_way = {draft.file: draft for draft in await visit.db(room.drafting.drafts.under_way)}
        unfiled = await visit.db(waiting, room.drafting.drafts)
        rows = []
        for file, text in (await visit.db(room.texts)).items():
            title = room.title(file, text)
            if words:
                if words not in title and words not in text:
                    continue
            elif not file.startswith(f"{kind}/"):
                continue
            rows.append((file, title, under_way.get(file), file in unfiled))
        astray = [
            room.title(file) for file, drafts in unfiled.items()
            if not goes_on_from(drafts, await visit.db(read, file, room.editing.data))
        ]  # fmt: skip
        return visit.page(
            "content.html", kinds=KINDS, kind="" if words else kind, words=words, rows=rows, states=STATES, room=room,
            to_read=[
                (d, await visit.db(room.called, d.file, d.text), await visit.db(room.drafting.withdraws, d))
                for d in under_way.values() if d.state == REVIEW and visit.account.name not in d.authors
            ],
            unfiled=[room.title(file) for file in unfiled], astray=astray,
            begun=BEGUN.get(kind, "") if visit.may(May.EDIT_CONTENT) and not words else "",
            left_out=[room.title(file) for file in room.editing.left_out()],
            gone=[(file, await visit.db(room.called, file)) for file in await visit.db(gone, room.drafting)],
        )  # fmt: skip

    async def versions(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """What was published, by whom, and the difference between two of them."""
        room, file = self._room, self._room.file_of(kind, name)
        now = await room.text(visit, file)
        found = await visit.db(room.drafting.drafts.versions, file)
        texts = {str(v.id): v.text for v in found} | {FILED: await visit.db(read, file, room.editing.data)}
        new, old = visit.asked("new"), visit.asked("old")
        if new and new in texts:
            before = next((v.base for v in found if str(v.id) == new), now)
            lines = difference(texts.get(old, before), texts[new])
        else:
            lines = []
        return visit.page(
            "versions.html", kind=kind, kinds=KINDS, title=await visit.db(room.called, file), states=STATES,
            address=room.address(file), live=LIVE,
            found=found, lines=lines, new=new, old=old, now=now, compared=bool(new), filed=texts[FILED],
        )  # fmt: skip
