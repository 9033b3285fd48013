"""How much there is to do, for the engine or for the detector: whether one more turn would come in time."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import Gauge

from bot.reply.meter import UNDER_WAY

TURNS_AT_ONCE = 32
_NEW = 0.1
"""The weight of the newest turn in what a turn is thought to take."""


class Pace:
    """Watches turns that are taken one after another."""

    def __init__(
        self, most: int = TURNS_AT_ONCE, clock: Callable[[], float] = time.monotonic, gauge: Gauge | None = UNDER_WAY
    ) -> None:
        """`most`: turns under way beyond which none is in time; `clock`: seconds; `gauge`: shows how many there are."""
        self._most, self._clock, self._gauge = most, clock, gauge
        self.under_way = 0
        """Turns that have begun and not ended."""
        self._each = 0.0

    def in_time(self, seconds: float) -> bool:
        """Whether a turn begun now would be answered within so many seconds, if others take as long as lately."""
        if self.under_way == 0:
            return True
        return self.under_way < self._most and (self.under_way + 1) * self._each <= seconds

    def begin(self) -> Callable[[object], None]:
        """A turn is under way from now on, until what this returns is called (with whatever: it is a task's callback).
        What it took is shared with those that were before it."""
        self._count(1)
        place, began = self.under_way, self._clock()

        def end(_: object = None) -> None:
            self._count(-1)
            self._each += _NEW * ((self._clock() - began) / place - self._each)

        return end

    def _count(self, by: int) -> None:
        self.under_way += by
        if self._gauge is not None:
            self._gauge.set(self.under_way)
