"""Groups of the open messages, with vectors that are kept while the process lives. Work for threads, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bot.admin.inbox import Group, sort
from bot.store.reviews import Message
from bot.training.alike import groups

MOST = 600
"""Messages looked at together, the newest; a first look at so many takes some seconds of one core."""
Encode = Callable[[list[str]], Any]


class Sorting:
    """Sorts messages by what they ask."""

    def __init__(self, encode: Encode) -> None:
        """`encode`: texts to rows of length one."""
        self._encode = encode
        self._vectors: dict[int, Any] = {}
        self._lock = threading.Lock()

    def __call__(self, messages: Sequence[Message]) -> list[Group]:
        """The groups, the weightiest first. Blocking."""
        if not messages:
            return []
        with self._lock:
            known = {m.id for m in messages}
            self._vectors = {key: row for key, row in self._vectors.items() if key in known}
            new = [m for m in messages if m.id not in self._vectors]
            if new:
                self._vectors |= dict(zip((m.id for m in new), self._encode([m.text for m in new]), strict=True))
            rows = np.stack([self._vectors[m.id] for m in messages])
        return sort(messages, groups(rows, [m.ranking[0] if m.ranking else m.intent for m in messages]))
