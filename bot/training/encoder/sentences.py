"""The sentences an adapter is trained on: what people ask (data/nlu) and what discloses danger (data/safety)."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from bot.safety.row import JOINT
from bot.text.normalise import normalise
from bot.training.dataset import load_examples
from bot.training.safety_data import UNLABELLED, load_conversations, load_labelled

THREADS = 2
"""Of training and of measuring: what a developer's machine has."""


@dataclass(frozen=True)
class Sentence:
    """A normalised text and what is known of it; None where nothing is."""

    text: str
    intent: str | None = None
    danger: bool | None = None
    """Whether it discloses (tier now or concern)."""
    now: bool | None = None
    """Of a disclosure: whether something must be done now."""
    kind: str | None = None

    def line(self) -> str:
        """Everything, for a hash."""
        return "\t".join(str(part) for part in (self.text, self.intent, self.danger, self.now, self.kind))


def examples() -> tuple[list[str], list[str]]:
    """Normalised texts and their intents, without those held back or emptied by normalising."""
    found = [(normalise(example.text), example.intent) for example in load_examples() if not example.held_back]
    return [text for text, _ in found if text], [intent for text, intent in found if text]


def sentences() -> list[Sentence]:
    """Both kinds; the safety sentences held back, on which thresholds are fitted, are left out."""
    found = []
    for text, intent in zip(*examples(), strict=True):
        if intent.startswith("report_"):
            found.append(Sentence(text, intent, True, None, intent))
        else:
            found.append(Sentence(text, intent, None if intent in UNLABELLED else False))
    for sample in load_labelled()[0]:
        text, danger = normalise(sample.text), sample.tier != "none"
        if text and not sample.held_back:
            kind = sample.kinds[0] if danger else None
            found.append(Sentence(text, None, danger, sample.tier == "now" if danger else None, kind))
    for talk in load_conversations()[0]:
        if not talk.held_back:
            danger = talk.tier != "none"
            text = normalise(JOINT.join(talk.turns))
            found.append(Sentence(text, None, danger, talk.tier == "now" if danger else None, talk.kind))
    return found


def data_hash(found: list[Sentence]) -> str:
    """Names the data an adapter was trained on."""
    lines = sorted(sentence.line() for sentence in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def fewer(found: list[Sentence], share: float, seed: int) -> list[Sentence]:
    """With only that share of the sentences whose intent is known, and every other."""
    rng = random.Random(seed)  # noqa: S311 - which are left out, nothing secret
    return [s for s in found if s.intent is None or rng.random() < share]
