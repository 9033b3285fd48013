"""The holdout stays unseen: no sentence of it, nor a near one, is in any training file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.text.normalise import normalise

ROOT = Path(__file__).parents[2]
NEAR = 0.6


def bare(text: str) -> str:
    """The text without punctuation and spaces."""
    return re.sub(r"[\W_]+", "", normalise(text))


def grams(text: str) -> set[str]:
    """Character 3-grams."""
    return {text[i : i + 3] for i in range(max(1, len(text) - 2))}


def training() -> list[str]:
    """Every example under data/nlu, entity markup taken off."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("      - "):
                found.append(bare(re.sub(r"\[([^\]]*)\][{(][^})]*[)}]", r"\1", line[8:])))
    return found


def test_no_holdout_sentence_is_trained_on() -> None:
    seen = training()
    assert len(seen) > 3000
    exact, shingles = set(seen), [(text, grams(text)) for text in seen if len(text) >= 6]
    for path in sorted((ROOT / "tests" / "holdout").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = bare(json.loads(line)["text"])
            assert text not in exact, (path.name, text)
            own = grams(text)
            if len(text) >= 6:
                close = [t for t, other in shingles if len(own & other) / len(own | other) >= NEAR]
                assert close == [], (path.name, text)


def test_no_training_example_stands_under_two_intents() -> None:
    seen = [text for text in training() if text]
    assert len(seen) == len(set(seen)), sorted({t for t in seen if seen.count(t) > 1})
