"""What comes too late, and the work that goes on when its person has been answered already."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import EngineError
from bot.forever import finish
from bot.logs import log, short

logger = logging.getLogger(__name__)


class TooLate(Exception):
    """Nobody would see the reply any more."""


class Notice(str):
    """A text that nobody misses when it comes too late: that an answer is not there yet, that all data are deleted."""

    __slots__ = ()


class Behind:
    """Holds tasks until they are done (the event loop holds them only weakly) and logs what goes wrong in them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def go_on(self, person: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin work for a person whom nobody waits with; the task never raises."""
        task = asyncio.create_task(self._guarded(person, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self, within: float) -> None:
        """Let what goes on come to its end, for so many seconds at most."""
        await finish(self._tasks, within)

    async def _guarded(self, person: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except EngineError as err:
            log(logger, "late turn failed", logging.WARNING, person=short(person), reason=type(err).__name__)
        except Exception as err:  # nobody is left whom it could be told
            log(logger, "late turn failed", logging.ERROR, person=short(person), exc_info=err)
