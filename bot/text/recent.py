"""What was worked out last of a text: within a turn several ask for the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """A function of a text that remembers its last results. Threads may ask at once."""

    def __init__(self, make: Callable[[str], V], most: int = 256) -> None:
        """`make` works out what is not known; `most`: texts that are kept."""
        self._make, self._most = make, most
        self._kept, self._lock = OrderedDict[str, V](), Lock()

    def __call__(self, text: str) -> V:
        """What belongs to a text; two threads that ask for the same new one both work it out."""
        known = self.get(text)
        return self.put(text, self._make(text)) if known is None else known

    def get(self, text: str) -> V | None:
        """What belongs to a text if it is known. Nothing is worked out, so it may be called from an event loop."""
        with self._lock:
            return self._kept.get(text)

    def put(self, text: str, value: V) -> V:
        """Keep it; the oldest goes."""
        with self._lock:
            self._kept[text] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value
