"""How much the engine has to do, and whether one more turn would come in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NEW = 0.1
"""The weight of the newest turn in what a turn is thought to take."""


class Pace:
    """Watches turns; the engine takes them one after another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds."""
        self._clock = clock
        self._under_way = 0
        self._each = 0.0

    def in_time(self, seconds: float) -> bool:
        """Whether a turn begun now would be answered within so many seconds, if others take as long as lately."""
        return self._under_way == 0 or (self._under_way + 1) * self._each <= seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Time one turn; what it took is shared with those that were before it."""
        self._under_way += 1
        place, began = self._under_way, self._clock()
        try:
            yield
        finally:
            self._under_way -= 1
            self._each += _NEW * ((self._clock() - began) / place - self._each)
