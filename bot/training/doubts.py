"""What in a release's data could make it deaf to a cry for help. The figures alone do not show it: a hundred lies among
twenty thousand disclosures move them by less than chance does. Pure but for `look`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.training.safety_samples import Sample, samples
from bot.training.safety_taught import Taught, marks

Doubt = tuple[str, str]
"""Why, and the sentence, where it still stands in the data."""
UNKNOWN = "unknown"
"""The live release does not say what it was taught."""
HARMLESS, TWICE = "harmless", "twice"
"""It was a disclosure and is taught as harmless; or is here the one and there the other, which it was not."""
LATER, GONE = "later", "gone"
"""It was for now and is for later; it is not taught any more."""
HEARD = "heard"
"""New and harmless, and the live release is sure that it discloses."""
SURE = 0.9
"""Danger from which the live release is sure."""
Dangers = Callable[[Sequence[str]], Sequence[float]]
"""How probable a disclosure the live release finds each sentence, 0 to 1."""


def doubts(rows: Sequence[Sample], live: Taught, dangers: Dangers) -> list[Doubt]:
    """Every sentence of the data that somebody should look at again, beside what the live release was taught."""
    found = marks(rows)
    told, calm = found["now"] | found["concern"], found["none"]
    told_then = live.now | live.concern
    answer = [(TWICE, text) for n, text in calm.items() if n in told and n not in live.none]
    answer += [(HARMLESS, text) for n, text in calm.items() if n not in told and n in told_then]
    answer += [(LATER, text) for n, text in found["concern"].items() if n in live.now and n not in found["now"]]
    answer += [(GONE, "")] * len(told_then - told.keys() - calm.keys())
    fresh = [text for n, text in calm.items() if n not in told and n not in told_then and n not in live.none]
    return answer + [(HEARD, text) for text, danger in zip(fresh, dangers(fresh), strict=True) if danger >= SURE]


def look(weights: Path) -> list[Doubt]:
    """The data of this checkout beside the release whose detector's weights these are. Raises OSError, ValueError."""
    from bot.safety.classifier import Classifier
    from bot.text.encode import Encoder

    live = Taught.read(weights)
    if live is None:
        return [(UNKNOWN, "")]
    classifier = Classifier.load(weights, Encoder().encode)
    return doubts(samples(), live, lambda texts: [classifier.judge(text).danger for text in texts])
