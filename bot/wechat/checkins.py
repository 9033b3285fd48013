"""Bring up what is due for people who have not written: within the window, or by a notification they agreed to.

Who can be reached neither way finds it under the answer to their next message (`bot.dialogue.offer`).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.forever import for_ever
from bot.store.due import DueItem
from bot.store.outbox import Letter
from bot.store.store import Store
from bot.store.windows import Reachable
from bot.wechat.account import Account
from bot.wechat.api import messages, notices
from bot.wechat.sender import CUSTOM, NOTICE, next_waking

logger = logging.getLogger(__name__)
EVERY = 60.0
DUE = "due"
_GOOD_FOR = 12 * 3600.0
"""Seconds after which 「昨天的电话」 is no longer pushed."""


class Bringer(Protocol):
    """What we need of the answering room."""

    async def push(self, item: DueItem, keep: Callable[[str], Awaitable[None]] | None = None) -> str | None:
        """The text that brings an item up, given to `keep` before the talk moves; None where it must not."""
        ...


class CheckIns:
    """Moves what is due into the outbox."""

    def __init__(
        self,
        bringer: Bringer,
        store: Store,
        account: Account,
        *,
        template: str = "",
        field: str = "thing1",
        words: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`template`, `field`: the notification and its field for our `words`; empty: none is sent."""
        self._words = words
        self._bringer, self._store, self._account = bringer, store, account
        self._template, self._field, self._clock = template, field, clock

    async def run(self) -> None:
        """Look every minute, for ever."""
        await for_ever(self.queue, EVERY, "check-ins failed", logger)

    async def queue(self) -> int:
        """Queue what can be brought up now; how many letters."""
        now = self._clock()
        if not self._account.can(CUSTOM) or next_waking(now) > now:
            return 0
        template = self._template if self._account.can(NOTICE) else ""
        found = await asyncio.to_thread(self._store.windows.reachable, now, template)
        return sum([await self._bring_up(item) for item in found])

    async def _bring_up(self, reachable: Reachable) -> bool:
        item, now = reachable.item, self._clock()
        name = "\n".join((item.person, item.due.kind, repr(item.due.at)))
        key = hashlib.sha256(name.encode()).hexdigest()

        async def keep(text: str) -> None:
            """The letter is a row before the talk says that the question was asked."""
            letter = Letter(item.person, key, DUE, CUSTOM, messages.text(text), now, now + _GOOD_FOR)
            await asyncio.to_thread(self._store.outbox.put, [letter])

        if reachable.window:
            return await self._bringer.push(item, keep) is not None
        # The notice says only that something waits; the question itself comes with the person's next words.
        body = notices.body(self._template, {self._field: self._words})
        letter = Letter(item.person, key, DUE, NOTICE, body, now, now + _GOOD_FOR)
        return await asyncio.to_thread(self._store.outbox.put, [letter]) == 1
