"""Begin a page that is not there yet: a topic, a lesson with its quiz, an entry of the directory."""

from __future__ import annotations

import datetime

from sanic.response import HTTPResponse

from bot.admin.content_room import DIRECTORY, KINDS, REASONS, ContentRoom
from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.titles import FAMILIES as FAMILY_NAMES
from bot.admin.visit import Sorry, Visit
from bot.content.lessons import COMIC, FORMS, NEEDS, STORY
from bot.content.names import FAMILIES, TITLE
from bot.drafting.begin import PEOPLE, NewLesson, begin_lesson, begin_topic, open_intents
from bot.drafting.blank import ENTRIES
from bot.drafting.drafting import BUSY
from bot.drafting.entry import begin_entry, channels
from bot.errors import DraftError
from bot.people.call_times import BEIJING
from bot.store.drafts import Draft

HERE = "/admin/content/new"
BEGUN = {"topics": "新写一页", "lessons": "新写一课", "directory": "新写一样"}
"""Kinds of which something may be begun, and what the link says. Protocols are as many as the detector knows; a quiz
begins with its lesson."""
_FIELDS = ("kind", "family", "word", "title", "need", "about", "form", "table", "id", "name", "number", "channel")


class ContentNew:
    """The page on which something is begun."""

    def __init__(self, room: ContentRoom) -> None:
        self._room = room

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", HERE, May.EDIT_CONTENT, self.show),
            Route("POST", HERE, May.EDIT_CONTENT, self.begin),
        ]

    async def show(
        self, visit: Visit, wrong: str = "", given: dict[str, str] | None = None, status: int = 200
    ) -> HTTPResponse:
        """What must be said before there is a draft: for whom, a short name, a title."""
        given = given or {name: visit.asked(name) for name in _FIELDS}
        kind = given["kind"] or "topics"
        if kind not in KINDS:
            raise Sorry("没有这一类。", 404)
        room = self._room
        topics = sorted(((p.title, p.name) for p in room.catalogue.topics_for(None)), key=lambda pair: pair[1])
        return visit.page(
            "content_new.html", status, kind=kind, kinds=KINDS, begun=BEGUN, wrong=wrong, given=given, topics=topics,
            families={key: FAMILY_NAMES[key] for key in FAMILIES}, people={key: FAMILY_NAMES[key] for key in PEOPLE},
            needs=NEEDS, forms={key: FORMS[key] for key in (COMIC, STORY)}, longest=TITLE[1],
            tables={table: DIRECTORY[file] for table, file in ENTRIES.items()},
            channels=await visit.db(channels, room.drafting), open=await visit.db(open_intents, room.drafting),
        )  # fmt: skip

    async def begin(self, visit: Visit) -> HTTPResponse:
        """A draft, and on to its page; or what cannot be called so."""
        given = {name: visit.field(name, 80) for name in _FIELDS}
        try:
            draft = await visit.db(self._begun, given, visit.account.name)
        except DraftError as err:
            return await self.show(visit, REASONS[str(err)], given, 409 if str(err) == BUSY else 400)
        return visit.back_to(self._room.address(draft.file), "content_begun")

    def _begun(self, given: dict[str, str], author: str) -> Draft:
        drafting, day = self._room.drafting, datetime.datetime.now(BEIJING).date()
        if given["kind"] == "topics":
            return begin_topic(drafting, given["family"], given["word"], given["title"], author)
        if given["kind"] == "lessons":
            said = (given[name] for name in ("family", "word", "title", "need", "about", "form"))
            return begin_lesson(drafting, NewLesson(*said), author, day)
        if given["kind"] == "directory":
            return begin_entry(drafting, given["table"], given, author, day)
        raise Sorry("这一类不能新写。")
