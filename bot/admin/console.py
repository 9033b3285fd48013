"""The console at /admin: every page behind one guard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sanic import Blueprint
from sanic.response import HTTPResponse

from bot.admin.accounts_pages import AccountPages
from bot.admin.alerts import Alerts
from bot.admin.content_form import ContentForm
from bot.admin.content_new import ContentNew
from bot.admin.content_pages import ContentPages
from bot.admin.content_room import ContentRoom, Editing
from bot.admin.content_withdraw import ContentWithdraw
from bot.admin.data_pages import DataPages
from bot.admin.deeds import Deeds
from bot.admin.desk_pages import DeskPages
from bot.admin.duty_pages import DutyPages
from bot.admin.guard import Guard, Route
from bot.admin.inbox_pages import InboxPages
from bot.admin.library import Library
from bot.admin.model_pages import ModelPages, Workshop
from bot.admin.passwords import Passwords
from bot.admin.plan_pages import PlanPages
from bot.admin.roles import May
from bot.admin.sign_in import Door
from bot.admin.sorting import Sorting
from bot.admin.stats_pages import StatsPages
from bot.admin.talk_pages import TalkPages
from bot.admin.titles import Titles
from bot.admin.visit import Visit
from bot.content.catalogue import Catalogue
from bot.drafting.drafting import Drafting
from bot.reply.desk import Desk
from bot.store.duties import NEW, OPEN
from bot.store.store import Store

HERE = Path(__file__).parent
TILES: tuple[tuple[str, str, str, May], ...] = (
    ("/admin/inbox", "没听懂的话", "给它们归类，下次就听得懂。", May.READ_INBOX),
    ("/admin/data", "教它的句子", "看它学过什么，加几句、改几句。", May.READ_DATA),
    ("/admin/model", "训练和上线", "学了新的，考过了再上线。", May.READ_MODEL),
    ("/admin/duty", "值守记录", "谁可能出事了，有没有人跟。", May.DUTY),
    ("/admin/talks", "对话", "看一段对话，打标签，接过来自己写。", May.TALKS),
    ("/admin/desk", "真人值班", "正在接的人，值班时间，常用的话。", May.TALKS),
    ("/admin/stats", "统计", "多少人在用，用得怎么样。", May.STATS),
    ("/admin/factory", "我们厂的数", "扫我们厂的码来的人，只有人数。", May.FACTORY),
)


class Room(Protocol):
    """A group of pages."""

    def routes(self) -> list[Route]:
        """Their addresses."""
        ...


@dataclass(frozen=True)
class Senses:
    """What the console asks of the bot's ears; both block and are called in threads."""

    encode: Callable[[list[str]], Any]
    """Texts to rows of length one."""
    alarming: Callable[[str], bool]
    """Whether the detector sees danger in a text, however faint."""


class Console:
    """The rooms of the console and their addresses."""

    def __init__(
        self,
        store: Store,
        public_url: str,
        catalogue: Catalogue,
        senses: Senses,
        *,
        library: Library | None = None,
        workshop: Workshop | None = None,
        passwords: Passwords | None = None,
        desk: Desk | None = None,
        editing: Editing | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        desk = desk or Desk(store, catalogue, clock=clock)
        self._guard = Guard(store, public_url, clock, Alerts(desk))
        passwords = passwords or Passwords()
        library = library or Library(store.revisions, senses.alarming)
        editing = editing or Editing()
        content = ContentRoom(Drafting(store.drafts, store.audit.add, editing.data), editing)
        form = ContentForm(content)
        self._rooms: list[Room] = [
            Door(self._guard, passwords),
            AccountPages(self._guard, passwords, Deeds(Titles(catalogue), content.called)),
            InboxPages(library, Sorting(senses.encode), catalogue),
            DataPages(library, catalogue),
            ModelPages(workshop or Workshop(), catalogue, library),
            ContentPages(content),
            ContentNew(content),
            form,
            ContentWithdraw(content, form),
            PlanPages(content),
            DutyPages(catalogue, desk),
            TalkPages(catalogue, desk),
            DeskPages(desk),
            StatsPages(catalogue, desk),
        ]

    def routes(self) -> list[Route]:
        """Every address with what it asks of a visitor."""
        home = [Route("GET", "/admin", May.SIGNED_IN, self.home)]
        return home + [route for room in self._rooms for route in room.routes()]

    async def home(self, visit: Visit) -> HTTPResponse:
        """Where to go from here."""
        tiles = [(path, title, text) for path, title, text, what in TILES if visit.may(what)]
        duties = None  # whoever may not read them is not told how many there are
        if visit.may(May.DUTY):
            counts = await visit.db(visit.store.duties.counts)
            duties = [sum(n for (_, state), n in counts.items() if state in asked) for asked in ((NEW,), OPEN)]
        return visit.page("home.html", tiles=tiles, duties=duties)

    def blueprint(self) -> Blueprint:
        """Everything, to be put into the app."""
        blueprint = Blueprint("admin")
        self._guard.mount(blueprint, self.routes())
        blueprint.static("/admin/static", str(HERE / "static"))
        return blueprint
