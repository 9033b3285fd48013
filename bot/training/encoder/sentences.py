"""The sentences an adapter is trained and its heads are fitted on."""

from __future__ import annotations

import hashlib

from bot.text.normalise import normalise
from bot.training.dataset import load_examples

THREADS = 2
"""Of training and of measuring: what a developer's machine has."""


def examples() -> tuple[list[str], list[str]]:
    """Normalised texts and their intents, without those that normalising empties."""
    found = [(normalise(example.text), example.intent) for example in load_examples()]
    return [text for text, _ in found if text], [intent for text, intent in found if text]


def data_hash(texts: list[str], intents: list[str]) -> str:
    """Names the data an adapter was trained on."""
    lines = sorted(map("\t".join, zip(intents, texts, strict=True)))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
