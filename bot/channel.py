"""What goes out to WeChat, put together once for the running bot and for the command line."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from bot.content.catalogue import Catalogue, Shelf
from bot.content.lessons import CHOICES, MADE_UP, STORY
from bot.errors import WeChatError
from bot.forever import for_ever
from bot.logs import log
from bot.settings import Settings
from bot.store.sealed import Sealer
from bot.store.store import Store
from bot.wechat.api.console import probe
from bot.wechat.api.jssdk import page_config
from bot.wechat.checkins import Bringer, CheckIns
from bot.wechat.client import TICKET, WeChatClient
from bot.wechat.role_menus import tag_roles
from bot.wechat.sender import Sender
from bot.wechat.weekly import Card, Weekly

logger = logging.getLogger(__name__)
_TAGS_EVERY = 86400.0
_PROBE_AGAIN = 600.0
_PAGE_WAITS = 1.5
"""Seconds a page waits for WeChat's ticket, once in two hours."""


class Channel:
    """The account's outgoing side."""

    def __init__(self, settings: Settings, store: Store, catalogue: Catalogue | Shelf) -> None:
        self.settings, self.store, self._shelf = settings, store, Shelf.of(catalogue)
        self.words = self._shelf.present.texts.tables
        """The fixed lines, by table and key."""
        wechat = settings.wechat
        self.sealer = Sealer(settings.app.derived_key("openid"))
        self.client = WeChatClient(wechat)
        self.sender = Sender(self.client, store, self.sealer.open, rate=wechat.outbox_rate)
        self.weekly = Weekly(
            self.client, store, self.sealer.open, self.card, per_month=wechat.wechat_mass_per_month
        )  # fmt: skip

    def loops(self, bringer: Bringer) -> list[Awaitable[None]]:
        """What runs for ever beside the bot; nothing on a passive account."""
        if self.client.account.passive:
            return []
        wechat = self.settings.wechat
        template, field = wechat.wechat_notice_template, wechat.wechat_notice_field
        check_ins = CheckIns(
            bringer, self.store, self.client.account, template=template, field=field,
            words=self.words["weekly"]["check_in"],
        )  # fmt: skip
        return [self._find_out(), self.sender.run(), check_ins.run(), self.weekly.run(), self._tag()]

    def openids_of(self, role: str) -> Iterator[str]:
        """The openids of everybody who has told this role."""
        return map(self.sealer.open, self.store.mailings.of_role(role))

    def card(self, name: str) -> Card | None:
        """A lesson as it is sent; None when there is none of this name."""
        from bot.wechat.poster import draw_cover  # Pillow: not before it is needed

        lesson = self._shelf.present.lessons.get(name)
        if lesson is None:
            return None
        address = f"{self.settings.public_url}/lessons/{name}"
        line = self._shelf.present.texts.line
        words = line(
            "weekly", "letter", title=lesson.title, summary=lesson.summary, address=address, minutes=lesson.minutes
        )  # fmt: skip
        first = (lesson.walk() or ())[0]
        said = [lesson.panels[number - 1].alt for number in first.numbers] + [first.follow.ask]
        said += [choice.label for choice in first.follow.choices]
        panels = "".join(f"<p>{html.escape(one)}</p>" for one in [*said, MADE_UP * (lesson.form == STORY)] if one)
        more = line("weekly", "article_choices" if lesson.form == CHOICES else "article")
        body = f"<p>{html.escape(lesson.summary)}</p>{panels}<p>{more}</p>"
        cover = draw_cover(lesson.title, self.words["poster"])
        return Card(name, lesson.title, lesson.summary, words, body, address, cover)

    async def sign_page(self, url: str) -> dict[str, str | int] | None:
        """What WeChat's script needs on a page of ours. None where the account cannot, or WeChat is slow: the page
        is more urgent than its card, and the ticket is fetched all the same.
        """
        account = self.client.account
        if account.passive or account.blocked(TICKET) is not None:
            return None
        fetching = asyncio.ensure_future(page_config(self.client, self.settings.wechat.wechat_app_id, url))
        try:
            return await asyncio.wait_for(asyncio.shield(fetching), _PAGE_WAITS)
        except TimeoutError:
            fetching.add_done_callback(lambda done: done.cancelled() or done.exception())
            log(logger, "page not signed", logging.WARNING, reason="slow")
        except WeChatError as err:
            log(logger, "page not signed", logging.WARNING, reason=type(err).__name__)
        return None

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def _find_out(self) -> None:
        """Ask what the account may do, until the platform answers."""
        while True:
            try:
                features = await probe(self.client)
            except WeChatError as err:
                log(logger, "account not known", logging.ERROR, exc_info=err)
                await asyncio.sleep(_PROBE_AGAIN)
                continue
            log(logger, "account", **{name.replace(" ", "_"): can for name, can in features.items()})
            return

    async def _tag(self) -> None:
        """Once a day bring role tags up to date, where a menu hangs on them."""

        async def tag() -> None:
            if self.client.account.can("conditional menu"):
                await tag_roles(self.client, self.openids_of, self.words)

        await for_ever(tag, _TAGS_EVERY, "tags failed", logger, first=_TAGS_EVERY)


def run_with_channel(work: Callable[[Channel], Awaitable[Any]], *, published: bool = False) -> Any:
    """One command's work with the channel of this installation; for the command line.

    `published`: with what was published or withdrawn in the console, and not with the files of data/ alone.
    """
    from bot.content.catalogue import load_catalogue
    from bot.logs import set_up_logs
    from bot.settings import load_settings
    from bot.store.database import connect, migrate

    settings = load_settings()
    set_up_logs(settings.app.log_level)
    url = settings.store.resolved_url()
    migrate(url)

    async def run() -> Any:
        store, shelf = Store(connect(url)), Shelf(load_catalogue())
        if published:
            from bot.drafting.drafting import Drafting
            from bot.drafting.follow import Follow

            Follow(Drafting(store.drafts), shelf).begin()
        channel = Channel(settings, store, shelf)
        try:
            return await work(channel)
        finally:
            await channel.close()

    return asyncio.run(run())
