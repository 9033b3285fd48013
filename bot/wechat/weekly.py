"""The weekly lesson: one mass send to those who asked for it, or letter by letter where there is no right to one.

Who asked, is not to be left alone by us, and has the right role carries a tag at the moment of sending; the tag is
made anew from our own table each time, so that somebody who said 退订 an hour ago is not in it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import WeChatError
from bot.forever import for_ever
from bot.logs import log
from bot.store.mailings import FAILED, NO_LESSON, PLANNED, SENT, Mailing
from bot.store.outbox import Letter
from bot.store.store import Store
from bot.wechat.api import drafts, mass, media, messages, tags
from bot.wechat.client import WeChatClient
from bot.wechat.codes import Act, ApiError
from bot.wechat.day import midnight, month_start
from bot.wechat.sender import CUSTOM, LESSON, WEEKLY

logger = logging.getLogger(__name__)
EVERY = 60.0
ONE_BY_ONE = "one by one"
OFF = "cancelled"
"""What `cancel` says of one that had not begun."""
_GOOD_FOR = 3 * 86400.0
_TAGS = {"parent": "每周一课·家长", "manager": "每周一课·线长", "young_worker": "每周一课·青年", "all": "每周一课"}


@dataclass(frozen=True)
class Card:
    """A lesson as it is sent."""

    name: str
    title: str
    summary: str
    words: str
    """The text of a letter, with its link."""
    html: str
    address: str
    cover: bytes
    """A JPEG of at most 64,000 bytes."""


class Weekly:
    """Sends mailings when their time has come."""

    def __init__(
        self,
        client: WeChatClient,
        store: Store,
        open_seal: Callable[[str], str],
        card_of: Callable[[str], Card | None],
        *,
        per_month: int = 4,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`card_of`: from a lesson's name to what is sent; `per_month`: mass sends one audience may get."""
        self._client, self._store, self._open_seal, self._card_of = client, store, open_seal, card_of
        self._per_month, self._clock = per_month, clock

    async def run(self) -> None:
        """Look every minute, for ever."""

        async def send_due() -> None:
            while await self.send_next() is not None:
                pass

        await for_ever(send_due, EVERY, "weekly failed", logger)

    async def send_next(self, mailing_id: int | None = None) -> Mailing | None:
        """Send the next mailing that is due, or this one; what became of it, None where there is none."""
        mailing = await asyncio.to_thread(self._store.mailings.claim, self._clock(), mailing_id)
        if mailing is None:
            return None
        card = self._card_of(mailing.lesson)
        if card is None:  # withdrawn since it was planned: this one alone ends, and its row says why
            await self._note(mailing, state=FAILED, reason=NO_LESSON)
        else:
            try:
                await self._send(mailing, card)
            except ApiError as err:
                await self._after(mailing, err)
            except WeChatError:  # perhaps it was sent: the same key tells
                await self._note(mailing, state=PLANNED, at=self._clock() + EVERY, reason="unreachable")
        found = await asyncio.to_thread(self._store.mailings.get, mailing.id)
        log(logger, "mailing", id=mailing.id, state=found.state if found else "gone")
        return found

    async def preview(self, lesson: str, openid: str) -> None:
        """Show a lesson's mailing to one person. Raises WeChatError."""
        card = self._card_of(lesson)
        if card is None:
            raise WeChatError(f"weekly: there is no lesson {lesson}")
        if self._client.account.can("mass"):
            draft = await self._draft(card)
            await mass.preview(self._client, openid, messages.mpnews(draft))
            await drafts.delete(self._client, draft)
        else:
            await messages.send(self._client, openid, messages.text(card.words))

    async def cancel(self, mailing_id: int) -> str:
        """Call a mailing off, or take back one that was sent; what was done. Raises WeChatError."""
        if await asyncio.to_thread(self._store.mailings.cancel, mailing_id, self._clock()):
            return OFF
        mailing = await asyncio.to_thread(self._store.mailings.get, mailing_id)
        if mailing is None:
            raise WeChatError(f"weekly: there is no mailing {mailing_id}")
        if mailing.state == SENT and mailing.msg_id:
            await mass.delete(self._client, mailing.msg_id)
            return "deleted for everybody who had it"
        if mailing.state == SENT:
            return (
                f"{await asyncio.to_thread(self._store.outbox.drop_waiting, mailing.key)} letters not sent yet dropped"
            )
        raise WeChatError(f"weekly: mailing {mailing_id} is {mailing.state}")

    async def _send(self, mailing: Mailing, card: Card) -> None:
        account = self._client.account
        if not all(account.can(feature) for feature in ("mass", "tags", "media")):
            await self._send_letters(mailing, card, ONE_BY_ONE)
            return
        since = month_start(self._clock())
        if await asyncio.to_thread(self._store.mailings.sent_since, mailing.audience, since) >= self._per_month:
            await self._send_letters(mailing, card, f"{ONE_BY_ONE}: {self._per_month} mass sends this month")
            return
        try:
            await self._send_mass(mailing, card)
        except ApiError as err:
            if err.act is not Act.OFF:
                raise
            await self._send_letters(mailing, card, ONE_BY_ONE)

    async def _send_mass(self, mailing: Mailing, card: Card) -> None:
        tag = await tags.find_or_create(self._client, _TAGS[mailing.audience])
        wanted = await asyncio.to_thread(self._openids, mailing.audience)
        await tags.make_members(self._client, tag, wanted)
        if not wanted:
            await self._note(mailing, state=SENT, reached=0)
            return
        draft = mailing.draft
        if draft is None:
            draft = await self._draft(card)
            await self._note(mailing, draft=draft)
        msg_id = await mass.send(self._client, tag, messages.mpnews(draft), mailing.key)
        await self._note(mailing, state=SENT, msg_id=msg_id or "had it already", reached=len(wanted))

    async def _send_letters(self, mailing: Mailing, card: Card, reason: str) -> None:
        """A letter to each; who cannot be written to finds the lesson under their next answer."""
        now, body = self._clock(), {**messages.text(card.words), LESSON: card.name}

        def put() -> int:
            count, batch = 0, []
            for person, _ in list(self._store.mailings.readers(mailing.audience)):
                key = f"{mailing.key}-{person[:40]}"
                batch.append(Letter(person, key, WEEKLY, CUSTOM, body, now, now + _GOOD_FOR))
                if len(batch) == 1000:
                    count += self._store.outbox.put(batch)
                    batch = []
            return count + self._store.outbox.put(batch)

        reached = await asyncio.to_thread(put)
        await self._note(mailing, state=SENT, reached=reached, reason=reason)

    async def _draft(self, card: Card) -> str:
        thumb = await media.keep(self._client, "thumb", "cover.jpg", card.cover)
        article = drafts.article(card.title, card.html, thumb, digest=card.summary, url=card.address)
        return await drafts.add(self._client, [article])

    async def _after(self, mailing: Mailing, err: ApiError) -> None:
        again = {Act.TODAY: midnight(self._clock()), Act.SLOWER: self._clock() + 600, Act.AGAIN: self._clock() + 60}
        again |= {Act.ALARM: self._clock() + 600, Act.RENEW: self._clock() + 600}
        if err.act in again:
            await self._note(mailing, state=PLANNED, at=again[err.act], reason=str(err.code))
        else:
            log(logger, "mailing failed", logging.ERROR, id=mailing.id, exc_info=err)
            await self._note(mailing, state=FAILED, reason=str(err.code))

    async def _note(self, mailing: Mailing, **values: object) -> None:
        await asyncio.to_thread(self._store.mailings.note, mailing.id, self._clock(), **values)

    def _openids(self, audience: str) -> set[str]:
        return {self._open_seal(sealed) for _, sealed in self._store.mailings.readers(audience)}
