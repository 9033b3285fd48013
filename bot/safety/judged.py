"""What was judged last. The engine reads the message that the bot has just judged: the judgement is handed on to it, as
the sentence vector is, and counts where both have the same weights.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeGuard
from zipfile import ZipFile

from bot.text.recent import Recent

KEY = "judged"
"""Where a judgement stands in a message's metadata."""


@dataclass(frozen=True)
class Judgement:
    """Probabilities of one message."""

    danger: float
    now: float
    """Given that it is a disclosure."""
    kind: str


class Judged:
    """The last judgements of a classifier, by text. Threads may ask at once."""

    def __init__(self, judge: Callable[[str], Judgement], weights: str, kinds: Sequence[str], most: int = 256) -> None:
        """`weights`: a name that only the same weights have; `most`: texts that are kept."""
        self._recent, self._weights, self._kinds = Recent(judge, most), weights, frozenset(kinds)

    def __call__(self, text: str) -> Judgement:
        """The judgement of a text."""
        return self._recent(text)

    def handed_on(self, text: str) -> dict[str, object]:
        """The judgement of a text that was judged just now, for a process with the same weights; empty when it was not.

        Nothing is judged here, so it may be called from an event loop.
        """
        known = self._recent.get(text)
        return {} if known is None else {KEY: {"weights": self._weights, **asdict(known)}}

    def take_over(self, text: str, metadata: dict[str, Any]) -> None:
        """Use the judgement that `handed_on` put into a message's metadata. One by other weights, or of another form,
        is left aside: the text is then judged here."""
        given = metadata.get(KEY)
        if not isinstance(given, dict) or given.get("weights") != self._weights:
            return
        danger, now, kind = given.get("danger"), given.get("now"), given.get("kind")
        if _is_share(danger) and _is_share(now) and isinstance(kind, str) and kind in self._kinds:
            self._recent.put(text, Judgement(danger, now, kind))


def _is_share(given: object) -> TypeGuard[float]:
    return isinstance(given, float) and 0 <= given <= 1


def name_of(weights: ZipFile, encoder: str) -> str:
    """A name that only these weights with this encoder have, from the checksums that a .npz file has of its parts."""
    parts = sorted((part.filename, part.CRC, part.file_size) for part in weights.infolist())
    return hashlib.sha256(f"{encoder} {parts}".encode()).hexdigest()[:16]
