"""One page of content: fields to fill in, the checks beside them, how it will look; and its way to publication."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sanic.response import HTTPResponse, html, raw

from bot.admin.bubbles import bubbles
from bot.admin.content_labels import group_name, hint, label
from bot.admin.content_room import KINDS, REASONS, STATES, ContentRoom
from bot.admin.difference import difference
from bot.admin.fault_words import explain
from bot.admin.guard import Route
from bot.admin.moments import read_moment
from bot.admin.roles import May
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import DATA
from bot.content.fields import Field, fields_of, fill, tidy
from bot.content.names import taught
from bot.content.overlay import read
from bot.drafting.drafting import GONE, LONGEST, needs_second
from bot.drafting.faults import Fault, beside
from bot.drafting.withdraw import restore, why_not
from bot.errors import ContentError, DraftError
from bot.store.drafts import DRAFT, Draft

HERE = "/admin/content/<kind:str>/<name:str>"
SAVED = {"save": "content_saved", "hand_in": "content_handed_in", "take_back": "content_taken_back"}


class ContentForm:
    """The pages of one file."""

    def __init__(self, room: ContentRoom) -> None:
        self._room = room

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", HERE, May.READ_CONTENT, self.show),
            Route("POST", f"{HERE}/check", May.EDIT_CONTENT, self.check),
            Route("POST", HERE, May.EDIT_CONTENT, self.act),
            Route("POST", f"{HERE}/decide", May.APPROVE_CONTENT, self.decide),
            Route("GET", f"{HERE}/page", May.READ_CONTENT, self.page),
            Route("GET", f"{HERE}/picture/<picture:str>", May.READ_CONTENT, self.picture),
        ]

    async def show(
        self, visit: Visit, kind: str, name: str, wrong: str = "", typed: str | None = None, status: int = 200
    ) -> HTTPResponse:
        """The form, or for whoever may not write now, the text; under it what it changes and how it looks."""
        room, file = self._room, self._room.file_of(kind, name)
        now = await room.text(visit, file)
        draft = await room.under_way(visit, file)
        text = typed if typed is not None else draft.text if draft else now
        whole = visit.asked("whole") == "1" or visit.field("whole") == "1"
        faults = await visit.db(room.drafting.faults, file, text) if draft or typed is not None else []
        fields = [] if whole or not text else fields_of(file, text)
        by_field, rest = beside(fields, faults, file)
        twin = await visit.db(room.drafting.twin, file)
        withdraws = draft is not None and await visit.db(room.drafting.withdraws, draft)
        may_write = visit.may(May.EDIT_CONTENT) and bool(text) and (draft is None or draft.state == DRAFT)
        filed = await visit.db(read, file, room.editing.data)
        return visit.page(
            "content_form.html", status, file=file, kind=kind, title=await visit.db(room.called, file, text),
            address=room.address(file), kinds=KINDS, states=STATES, draft=draft, text=text, whole=whole,
            fields=self._grouped(fields),
            by_field={key: [explain(f, file) for f in found] for key, found in by_field.items()},
            rest=[explain(f, file) for f in rest], wrong=wrong, may_write=may_write, label=label, hint=hint,
            changed=difference(now, text),
            bubbles=await visit.db(bubbles, file, text, room.catalogue) if text else [],
            own=draft is not None and visit.account.name in draft.authors, second=needs_second(file),
            moved=draft is not None and draft.base != now, why=draft.note if draft else "", reasons=REASONS,
            is_new=not now, twin=twin, twin_at=room.address(twin.file) if twin else "", withdraws=withdraws,
            filed=bool(filed), published=bool(now) and now != filed, kept=await visit.db(why_not, room.drafting, file),
            untaught=kind == "topics" and name not in await visit.db(taught, DATA),
        )  # fmt: skip

    async def check(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """What is wrong with what is being typed, for beside each field; changes nothing."""
        file = self._room.file_of(kind, name)
        try:
            text = await self._typed(visit, file)
        except (ContentError, DraftError) as err:
            wrong = [REASONS[GONE] if isinstance(err, DraftError) else explain(_fault(file, err), file)]
            return visit.page("content_checked.html", rest=wrong, fields=[], by_field={}, bubbles=[])
        fields = fields_of(file, text)
        by_field, rest = beside(fields, await visit.db(self._room.drafting.faults, file, text), file)
        return visit.page(
            "content_checked.html", rest=[explain(f, file) for f in rest],
            fields=[] if visit.field("whole") == "1" else fields,
            by_field={key: [explain(f, file) for f in found] for key, found in by_field.items()},
            bubbles=await visit.db(bubbles, file, text, self._room.catalogue),
        )  # fmt: skip

    async def act(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """Save, hand in, take back, drop, compare anew, restore."""
        room, file, deed = self._room, self._room.file_of(kind, name), visit.field("do")
        drafting, who = room.drafting, visit.account.name
        typed = None
        try:
            if deed in ("save", "hand_in"):
                typed = await self._typed(visit, file)
                draft = await visit.db(drafting.save, file, typed, who, _number(visit.field("edits")))
                await visit.note("content_save", file, f"#{draft.id}.{draft.edits}")
                if deed == "hand_in":
                    await visit.db(drafting.hand_in, draft, who)
                return visit.back_to(room.address(file), SAVED[deed])
            if deed == "restore":
                return await self._restore(visit, file)
            draft = await self.seen(visit, file)
            if deed == "take_back":
                await visit.db(drafting.back, draft, who, "")
            elif deed == "drop":
                await visit.db(drafting.drop, draft, who)
                if not draft.base and not await visit.db(drafting.there, file):
                    return visit.back_to(f"/admin/content?kind={kind}", "content_dropped")
                return visit.back_to(room.address(file), "content_dropped")
            elif deed == "compare_anew":
                await visit.db(drafting.compare_anew, draft, who)
            else:
                raise Sorry("没看懂要做什么。")
        except DraftError as err:
            return await self.show(visit, kind, name, REASONS[str(err)], typed, 409)
        except ContentError as err:
            return await self.show(visit, kind, name, explain(_fault(file, err), file), status=400)
        return visit.back_to(room.address(file), SAVED.get(deed, "content_saved"))

    async def decide(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """A second person: publish now or at a moment, or send it back with a reason."""
        room, file, deed = self._room, self._room.file_of(kind, name), visit.field("do")
        try:
            draft = await self.seen(visit, file)
            if deed == "back":
                why = visit.field("why", 300)
                if not why:
                    return await self.show(visit, kind, name, "写一句为什么，写的人才知道。", status=400)
                kept = await visit.db(room.drafting.withdraws, draft)
                await visit.db(room.drafting.back, draft, visit.account.name, why)
                return visit.back_to("/admin/content", "content_kept" if kept else "content_sent_back")
            if deed not in ("publish", "schedule"):
                raise Sorry("没看懂要做什么。")
            due = None
            if deed == "schedule":
                due = read_moment(visit.field("at"))
                if due is None or due < time.time():
                    return await self.show(visit, kind, name, "选一个还没到的时间。", status=400)
            alone = visit.may(May.PUBLISH_ALONE)
            live = await visit.db(room.drafting.approve, draft, visit.account.name, due, alone=alone)
        except DraftError as err:
            return await self.show(visit, kind, name, REASONS[str(err)], status=409)
        said = "content_published" if live else "content_scheduled" if due is not None else "content_twin"
        return visit.back_to("/admin/content", said)

    async def page(self, visit: Visit, kind: str, name: str) -> HTTPResponse:
        """A lesson's page as people will see it."""
        filled = await visit.db(self._with_folder, kind, name, lambda folder: self._room.editing.page(folder, name))
        return html(re.sub(rf"/lessons/{name}/(\d)\.svg", rf"/admin/content/lessons/{name}/picture/\1.svg", filled))

    async def picture(self, visit: Visit, kind: str, name: str, picture: str) -> HTTPResponse:
        """A panel of that page."""
        number = _number(picture.removesuffix(".svg"))
        drawn = await visit.db(
            self._with_folder, kind, name, lambda folder: self._room.editing.picture(folder, name, number)
        )
        return raw(drawn.encode(), content_type="image/svg+xml")

    def _with_folder(self, kind: str, name: str, make: Callable[[Path], str]) -> str:
        """Something made of a lesson and its quiz as their drafts have them."""
        if kind != "lessons":
            raise Sorry("只有课有网页，别的都在聊天里看。", 404)
        with TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for part in ("lessons", "quizzes"):
                file = self._room.file_of(part, name)
                (folder / part).mkdir()
                draft = next(iter(self._room.drafting.drafts.under_way(file)), None)
                filed = self._room.drafting.overlay().get(file) or read(file, self._room.editing.data)
                text = draft.text if draft else filed
                if text:
                    (folder / file).write_text(text, encoding="utf-8")
            return make(folder)

    async def _typed(self, visit: Visit, file: str) -> str:
        """The text as the form would have it. Raises ContentError for what a field cannot hold."""
        draft = await self._room.under_way(visit, file)
        text = draft.text if draft else await self._room.text(visit, file)
        if not text:
            raise DraftError(GONE)  # withdrawn meanwhile, or about to be: there is nothing to write in
        if visit.field("whole") == "1":
            return tidy(visit.field("text", LONGEST)) + "\n"
        # a field that is empty does not arrive at all
        return fill(file, text, {f.key: visit.field(f"f:{f.key}", LONGEST) for f in fields_of(file, text)})

    async def _restore(self, visit: Visit, file: str) -> HTTPResponse:
        """An older version as a new draft."""
        version = await visit.db(self._room.drafting.drafts.get, _number(visit.field("version")))
        if version is None or version.file != file or version.published is None:
            raise Sorry("没有这个版本。", 404)
        text = version.base if visit.field("before") == "1" else version.text
        if not text:
            raise Sorry("这一页以前还没有，退不回去。", 404)
        await visit.db(restore, self._room.drafting, version, text, visit.account.name)
        await visit.note("content_restore", file, f"#{version.id}")
        return visit.back_to(self._room.address(file), "content_saved")

    async def seen(self, visit: Visit, file: str) -> Draft:
        """The draft the visitor had before their eyes, to the very edit. Raises DraftError."""
        draft = await self._room.under_way(visit, file)
        if draft is None or (draft.id, draft.edits) != (_number(visit.field("draft")), _number(visit.field("edits"))):
            raise DraftError(GONE)
        return draft

    @staticmethod
    def _grouped(fields: list[Field]) -> list[tuple[str, list[Field]]]:
        groups: dict[str, list[Field]] = {}
        for field in fields:
            groups.setdefault(field.group, []).append(field)
        return [(group_name(group), found) for group, found in groups.items()]


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _fault(file: str, err: ContentError) -> Fault:
    return Fault.read(f"{file} {err}")
