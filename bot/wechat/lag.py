"""How far the event loop is behind: what a push waits before and after its turn, and no clock of the turn sees.

Under more messages than two processors carry each round of the loop takes its time, and a push needs a few: to be
accepted, read, begun, and written back. WeChat's five seconds count all of it.
"""

from __future__ import annotations

import asyncio
import time

from prometheus_client import Gauge

LAG = Gauge("qiangua_loop_lag_seconds", "By how much the event loop is behind, the worst of lately")
EVERY = 0.1
"""Seconds between two looks."""
FADE = 0.95
"""What is left of the worst after each look: half of it after 1.4 seconds."""
ROUNDS = 2
"""Rounds of the loop, each as slow as the worst of lately, that a push is thought to wait outside its turn."""


class Lag:
    """Watches the loop it runs on."""

    def __init__(self) -> None:
        self._worst = 0.0
        self._watching: asyncio.Task[None] | None = None

    @property
    def waits(self) -> float:
        """Seconds that a push is thought to wait outside its turn now."""
        return ROUNDS * self._worst

    def note(self, late: float) -> None:
        """One look: so many seconds later than it should have been."""
        self._worst = max(late, self._worst * FADE)
        LAG.set(self._worst)

    def start(self) -> None:
        """Watch the running loop until `stop`; once is enough."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="lag")

    def stop(self) -> None:
        """Watch no longer."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(EVERY)
            self.note(time.monotonic() - before - EVERY)
