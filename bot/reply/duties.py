"""Write disclosures down for the administrator without ever standing between a person and the protocol.

The answer waits a moment for the row, no longer; a write that fails is logged, counted and tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue.duty import Duty
from bot.logs import log, short
from bot.people.profile import Profile
from bot.reply.meter import DUTIES, DUTIES_FAILED, metered, show_counts
from bot.store.store import Store
from bot.text.places.divisions import city

logger = logging.getLogger(__name__)
PATIENCE = 0.3
"""Seconds an answer waits at most; WeChat gives us under five."""
AGAIN_AFTER = (1.0, 5.0, 30.0, 120.0)
"""Seconds before each further try."""


@dataclass
class _Note:
    """What is still to be written; the person goes from it when they delete their data meanwhile."""

    person: str | None
    duty: Duty
    now: float
    profile: Profile | None


class DutyLog:
    """Writes to the store's duty log."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._open: dict[asyncio.Task[None], _Note] = {}

    async def write(self, person: str, duty: Duty, profile: Profile) -> None:
        """Write a disclosure down; returns when it is written, or when waiting longer would delay the answer."""
        await asyncio.wait({self.start(person, duty, profile)}, timeout=PATIENCE)

    def start(self, person: str, duty: Duty, profile: Profile | None = None) -> asyncio.Task[None]:
        """Begin to write; for callbacks, which cannot wait. Without a profile the stored one is read."""
        note = _Note(person, duty, self._clock(), profile)
        task = asyncio.get_running_loop().create_task(self._write(note))
        self._open[task] = note
        task.add_done_callback(lambda done: self._open.pop(done, None))
        return task

    def forget(self, person: str) -> None:
        """What is still to be written of this person is written without them."""
        for note in self._open.values():
            if note.person == person:
                note.person = None

    async def _write(self, note: _Note) -> None:
        for wait in (*AGAIN_AFTER, None):
            try:
                await asyncio.to_thread(self._add, note)
                return
            except Exception as err:  # whatever the driver raises, the protocol goes out
                DUTIES_FAILED.inc()
                last = "given up" if wait is None else "tried again"
                kind, who = note.duty.kind, short(note.person or "")
                log(logger, "duty not written", logging.ERROR, kind=kind, person=who, then=last, exc_info=err)
            if wait is not None:
                await asyncio.sleep(wait)

    def _add(self, note: _Note) -> None:
        with metered("store"):
            if note.profile is None:
                note.profile = self._store.talks.load(note.person).profile if note.person else Profile()
            self._store.duties.add(note.person, note.duty, note.now, note.profile.role, city(note.profile.place))


async def show_duties(store: Store) -> None:
    """Set the gauge to what the database holds; the old figures stay when it does not answer."""
    await show_counts(DUTIES, store.duties.counts, "duties")
