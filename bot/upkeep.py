"""What is done beside the answers for as long as the bot runs; `bot.wiring` starts it, no room imports it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress

from bot.forever import for_ever
from bot.logs import log
from bot.reply.answer import AnswerService
from bot.reply.desk import Desk
from bot.settings import StoreSettings
from bot.store.store import Store

logger = logging.getLogger(__name__)
KEPT_EVERY = 5.0
EXPIRE_EVERY = 3600.0
TEND_EVERY = 60.0


async def answer_kept(answers: AnswerService, engine_ready: asyncio.Event) -> None:
    """Whenever the engine is there, answer what it still owes; with much to do, without a pause. While it is away, what
    was kept in a crowd is at least listened to."""
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(engine_ready.wait(), KEPT_EVERY)
        count = 0
        try:
            count = await answers.answer_kept()
            if count:
                log(logger, "kept questions answered", count=count)
        except Exception as err:  # the loop must outlive a database that is away for a while
            log(logger, "kept questions failed", logging.ERROR, exc_info=err)
        await asyncio.sleep(0 if count else KEPT_EVERY)


async def tend_desk(desk: Desk) -> None:
    """Every minute hand back to the bot whom an officer has left alone."""

    async def tend() -> None:
        count = await asyncio.to_thread(desk.tend)
        if count:
            log(logger, "handed back", count=count)

    await for_ever(tend, TEND_EVERY, "handing back failed", logger)


async def expire(store: Store, settings: StoreSettings) -> None:
    """Once an hour delete what is older than it may be."""

    async def delete() -> None:
        now = time.time()
        gone = await asyncio.to_thread(
            store.people.expire,
            events_before=now - settings.events_days * 86400,
            messages_before=now - settings.review_days * 86400,
        )
        gone += await asyncio.to_thread(store.sessions.expire, now - 86400)
        if gone:
            log(logger, "expired", rows=gone)

    await for_ever(delete, EXPIRE_EVERY, "expiring failed", logger)
