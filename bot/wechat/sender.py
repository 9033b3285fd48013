"""The outbox's worker: claims letters, asks whether they may go, sends them, and writes down what became of them.

At least once: a row is marked as sent after WeChat has taken the message, so that a crash between the two sends it
again. Template messages carry our key and are dropped by WeChat the second time; customer-service messages have no
such key, and the letters in flight at a crash (one batch at most) may arrive twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import Counter, Gauge

from bot.dialogue.reply import Reply
from bot.errors import WeChatError
from bot.logs import log, short
from bot.reply.meter import show_counts
from bot.store.conversations import OFFICER
from bot.store.outbox import DEAD, DROPPED, KEPT, LEASE, READY, SENT, Claimed, Outcome
from bot.store.store import Store
from bot.wechat.api import messages, notices
from bot.wechat.client import WeChatClient
from bot.wechat.codes import Act, ApiError
from bot.wechat.day import beijing, midnight

logger = logging.getLogger(__name__)
LEFT = Counter("qiangua_outbox_letters_total", "Letters by channel and what became of them", ["channel", "outcome"])
ROWS = Gauge("qiangua_outbox_rows", "Rows of the outbox by channel and state", ["channel", "state"])
CUSTOM, TEMPLATE, NOTICE = "custom", "template", "notice"
CHANNELS = (CUSTOM, TEMPLATE, NOTICE)
WEEKLY = "weekly"
"""The kind of a letter that needs the person to have asked for the weekly lesson; its body names it in LESSON."""
_HUMAN_WAIT = 3600.0
LESSON = "lesson"
BATCH = 20
MOST_TRIES = 8
IDLE = 2.0
"""Seconds between two looks into an empty outbox."""
_SLOW_DOWN = 30.0
_ALARM_WAIT = 600.0
_DANGER_WAIT = 3600.0


def back_off(tries: int) -> float:
    """Seconds before the next try: 5, 20, 80 … at most an hour."""
    return float(min(3600.0, 5.0 * 4 ** (tries - 1)))


def next_waking(now: float) -> float:
    """The moment itself by day, else 8 in the morning: nobody is woken by us (21:30 to 7:30 in Beijing)."""
    clock = beijing(now)
    minutes = clock.hour * 60 + clock.minute
    if 7 * 60 + 30 <= minutes < 21 * 60 + 30:
        return now
    return midnight(now) + 8 * 3600 if minutes >= 12 * 60 else midnight(now) - 16 * 3600


class Sender:
    """Sends what is in the outbox."""

    def __init__(
        self,
        client: WeChatClient,
        store: Store,
        open_seal: Callable[[str], str],
        *,
        rate: float = 20.0,
        batch: int = BATCH,
        lease: float = LEASE,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`open_seal`: from a sealed openid to the openid; `rate`: letters a second at most; `lease`: seconds a batch
        may take before another sender may have it."""
        self._client, self._store, self._open_seal = client, store, open_seal
        self._rate, self._batch, self._lease, self._clock, self._sleep = rate, batch, lease, clock, sleep

    async def run(self) -> None:
        """Send for ever; outlives a database or a platform that is away."""
        while True:
            try:
                sent = await self.send_batch()
            except Exception as err:  # the loop must outlive whatever is away for a while
                log(logger, "outbox failed", logging.ERROR, exc_info=err)
                sent = 0
            if not sent:
                await self._sleep(IDLE)

    async def send_batch(self) -> int:
        """Send the next letters; how many were claimed. Takes as long as the rate wants."""
        started = time.monotonic()
        channels = [channel for channel in CHANNELS if self._client.account.can(channel)]
        if not channels:
            return 0
        claimed = await asyncio.to_thread(self._store.outbox.claim, channels, self._clock(), self._batch, self._lease)
        if not claimed:
            return 0
        refused = [self._refusal(letter) for letter in claimed]
        going = [letter.letter for letter, outcome in zip(claimed, refused, strict=True) if outcome is None]
        custom = [letter.person for letter in going if letter.channel == CUSTOM]
        open_for = await asyncio.to_thread(self._store.windows.spend, custom, self._clock()) if custom else {}
        outcomes = await asyncio.gather(*(self._one(*pair, open_for) for pair in zip(claimed, refused, strict=True)))
        await asyncio.to_thread(self._store.outbox.finish, claimed[0].claim, outcomes, self._clock())
        slow = any(outcome.reason == "45011" for outcome in outcomes)
        spent = time.monotonic() - started
        await self._sleep(_SLOW_DOWN if slow else max(0.0, len(claimed) / self._rate - spent))
        return len(claimed)

    async def _one(self, claimed: Claimed, outcome: Outcome | None, open_for: dict[str, int]) -> Outcome:
        """Send one letter, unless it is refused: then `outcome` says so."""
        letter = claimed.letter
        if outcome is None and letter.channel == CUSTOM:
            open_for[letter.person] = open_for.get(letter.person, 0) - 1
            if open_for[letter.person] < 0:
                outcome = Outcome(claimed.id, KEPT, reason="no window")
        if outcome is None:
            outcome = await self._send(claimed)
        LEFT.labels(letter.channel, outcome.state).inc()
        if outcome.state == DEAD:
            log(logger, "dead letter", logging.ERROR, row=claimed.id, person=short(letter.person), why=outcome.reason)
        if outcome.state == KEPT and letter.kind == WEEKLY:
            await asyncio.to_thread(self._store.kept.keep_lesson, letter.person, letter.body[LESSON])
        if outcome.state == KEPT and letter.kind == OFFICER:  # it comes with the answer to their next message
            words = Reply(letter.body["text"]["content"], intent=OFFICER)
            await asyncio.to_thread(self._store.kept.keep_late_reply, letter.person, words)
        return outcome

    def _refusal(self, claimed: Claimed) -> Outcome | None:
        """Why a letter must not go now; None when it may."""
        letter, now = claimed.letter, self._clock()
        if claimed.sealed is None:
            return Outcome(claimed.id, DROPPED, reason="person deleted")
        if letter.kind == OFFICER:  # a human decides when to write, also by night and while danger is spoken of
            return Outcome(claimed.id, KEPT, reason="too late") if now > letter.until else None
        if claimed.quiet:
            return Outcome(claimed.id, DROPPED, reason="quiet")
        if letter.kind == WEEKLY and not claimed.weekly:
            return Outcome(claimed.id, DROPPED, reason="unsubscribed")
        if now > letter.until:
            return Outcome(claimed.id, KEPT, reason="too late")
        if claimed.danger or claimed.human:
            wait = _DANGER_WAIT if claimed.danger else _HUMAN_WAIT
            return self._later(claimed, now + wait, "danger" if claimed.danger else "human")
        waking = next_waking(now)
        return self._later(claimed, waking, "night") if waking > now else None

    @staticmethod
    def _later(claimed: Claimed, at: float, reason: str) -> Outcome:
        """Tried again, and this was no try."""
        return Outcome(claimed.id, READY, at, claimed.tries - 1, reason)

    async def _send(self, claimed: Claimed) -> Outcome:
        assert claimed.sealed is not None
        try:
            openid = self._open_seal(claimed.sealed)
        except ValueError:  # the secret key was changed
            return Outcome(claimed.id, DEAD, reason="sealed with another key")
        try:
            await self._deliver(claimed, openid)
        except ApiError as err:
            return await self._after(claimed, err)
        except WeChatError:
            return self._again(claimed, "unreachable")
        except Exception as err:  # a body this release cannot send must not stop the others
            log(logger, "letter failed", logging.ERROR, row=claimed.id, exc_info=err)
            return Outcome(claimed.id, DEAD, reason=type(err).__name__)
        return Outcome(claimed.id, SENT)

    async def _deliver(self, claimed: Claimed, openid: str) -> None:
        letter = claimed.letter
        if letter.channel == TEMPLATE:
            await notices.send_template(self._client, openid, letter.body, letter.key)
        elif letter.channel == NOTICE:
            await notices.send_notice(self._client, openid, letter.body)
            await asyncio.to_thread(self._store.windows.grant, letter.person, letter.body["template_id"], -1)
        else:
            await self._custom(openid, {name: value for name, value in letter.body.items() if name != LESSON})

    async def _custom(self, openid: str, body: dict[str, Any]) -> None:
        try:
            await messages.send(self._client, openid, body)
        except ApiError as err:
            if err.act is Act.SPLIT and body["msgtype"] == "text":
                for part in messages.parts(body["text"]["content"], messages.MOST_BYTES // 2):
                    await messages.send(self._client, openid, messages.text(part))
            elif err.act is Act.PLAIN and (plain := messages.as_plain(body)) is not None:
                await messages.send(self._client, openid, plain)
            else:
                raise

    async def _after(self, claimed: Claimed, err: ApiError) -> Outcome:
        """What a code means for this letter."""
        letter, reason, now = claimed.letter, str(err.code), self._clock()
        if err.act is Act.DONE:
            return Outcome(claimed.id, SENT)
        if err.act is Act.GONE:
            await asyncio.to_thread(self._store.windows.close, letter.person)
            await asyncio.to_thread(self._store.outbox.hush, letter.person, reason)
            return Outcome(claimed.id, DROPPED, reason=reason)
        if err.act is Act.DROP:
            if letter.channel == NOTICE:
                await asyncio.to_thread(self._store.windows.grant, letter.person, letter.body["template_id"], 0)
            return Outcome(claimed.id, DROPPED, reason=reason)
        if err.act is Act.KEEP:
            await asyncio.to_thread(self._store.windows.close, letter.person)
            return Outcome(claimed.id, KEPT, reason=reason)
        if err.act is Act.OFF:
            return Outcome(claimed.id, KEPT, reason=reason)
        if err.act is Act.TODAY:
            return self._later(claimed, midnight(now), reason)
        if err.act is Act.SLOWER:
            return self._later(claimed, now + _SLOW_DOWN, reason)
        if err.act in (Act.ALARM, Act.RENEW):  # the account's settings: no letter's fault
            return self._later(claimed, now + _ALARM_WAIT, reason)
        if err.act is Act.AGAIN:
            return self._again(claimed, reason)
        return Outcome(claimed.id, DEAD, reason=reason)

    def _again(self, claimed: Claimed, reason: str) -> Outcome:
        if claimed.tries >= MOST_TRIES:
            return Outcome(claimed.id, DEAD, reason=reason)
        return Outcome(claimed.id, READY, self._clock() + back_off(claimed.tries), reason=reason)


async def show_outbox(store: Store) -> None:
    """Set the gauge to what the database holds; the old figures stay when it does not answer."""
    await show_counts(ROWS, store.outbox.counts, "outbox")
