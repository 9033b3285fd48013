"""A thing that is done again and again for as long as the bot runs, whatever goes wrong with it; how things end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.logs import log


async def for_ever(
    do: Callable[[], Awaitable[object]], every: float, failed: str, logger: logging.Logger, *, first: float = 0.0
) -> None:
    """Do it, and again `every` so many seconds after it was done; the first time after `first` seconds.

    What it raises is logged as `failed`: a database or platform that is away for a while ends nothing.
    """
    await asyncio.sleep(first)
    while True:
        try:
            await do()
        except Exception as err:  # whatever it was, it is tried again
            log(logger, failed, logging.ERROR, exc_info=err)
        await asyncio.sleep(every)


async def finish(tasks: Iterable[asyncio.Future[Any]], within: float) -> None:
    """Let these come to their end, for `within` seconds at most; what is not done then is left as it is."""
    if waiting := set(tasks):
        await asyncio.wait(waiting, timeout=within)
