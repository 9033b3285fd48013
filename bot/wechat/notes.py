"""What a push tells beside its words: a window to write first, the poster somebody came by, a consent to be notified.

Written after the answer, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from bot.logs import log
from bot.store.store import Store
from bot.wechat.inbound import Inbound

logger = logging.getLogger(__name__)
_EVENTS = {"subscribe": "follow", "SCAN": "scan", "CLICK": "menu", "scancode_push": "menu", "scancode_waitmsg": "menu"}
_NOTICES = frozenset({"subscribe_msg_popup_event", "subscribe_msg_change_event"})


class Notes:
    """Keeps what pushes tell."""

    def __init__(self, store: Store, windows: Callable[[], bool], clock: Callable[[], float] = time.time) -> None:
        """`windows`: whether the account can write first at all; if not, no window is kept."""
        self._store, self._windows, self._clock = store, windows, clock
        self._opened: dict[str, set[str]] = defaultdict(set)
        """By trigger: whose windows are to be written."""
        self._writing = asyncio.Lock()

    async def take(self, inbound: Inbound, person: str) -> None:
        """Write down what this push tells. Never raises: the answer is out already."""
        try:
            trigger = trigger_of(inbound)
            if trigger is not None and self._windows():
                await self._open(person, trigger)
            if inbound.msg_type == "event":
                await asyncio.to_thread(self._take, inbound, person, trigger)
        except Exception as err:  # whatever the driver raises
            log(logger, "note not written", logging.ERROR, exc_info=err)

    async def _open(self, person: str, trigger: str) -> None:
        """Write a window; those that open while one is being written are then written together."""
        self._opened[trigger].add(person)
        async with self._writing:
            if persons := self._opened.pop(trigger, None):
                await asyncio.to_thread(self._store.windows.open, persons, trigger, self._clock())

    def _take(self, inbound: Inbound, person: str, trigger: str | None) -> None:
        scene = inbound.event_key.removeprefix("qrscene_")
        if trigger == "scan" or (trigger == "follow" and inbound.event_key.startswith("qrscene_")):
            self._store.sources.add(person, scene, trigger, self._clock())
        for template, accepted in consents(inbound):
            self._store.windows.grant(person, template, 1 if accepted else 0)
        if inbound.event == "subscribe_msg_sent_event" or inbound.event.endswith("JOBFINISH"):
            log(logger, "sent report", kind=inbound.event, status=str(inbound.fields.get("Status", ""))[:40])
        elif inbound.event == "user_authorization_revoke":
            # nothing comes to us by that way: what people tell us they delete by 删除我的数据
            log(logger, "authorisation revoked", info=str(inbound.fields.get("RevokeInfo", ""))[:20])


def trigger_of(inbound: Inbound) -> str | None:
    """Which window a push opens: a tap counts as a menu click, events without an answer open none."""
    if inbound.msg_type == "event":
        return _EVENTS.get(inbound.event)
    return "menu" if inbound.tapped else "message"


def consents(inbound: Inbound) -> Iterator[tuple[str, bool]]:
    """Template and whether it was accepted, of each entry of a consent event; one entry comes as a dict, several as
    a list, and Tencent's own samples wrap them in either name."""
    if inbound.event not in _NOTICES:
        return
    for wrapper in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        inside: Any = inbound.fields.get(wrapper)
        entries = inside.get("List") if isinstance(inside, dict) else inside
        for whole in entries if isinstance(entries, list) else [entries]:
            inner = whole.get("List", whole) if isinstance(whole, dict) else None
            for entry in inner if isinstance(inner, list) else [inner]:
                if isinstance(entry, dict) and isinstance(entry.get("TemplateId"), str):
                    yield entry["TemplateId"][:64], entry.get("SubscribeStatusString") == "accept"
