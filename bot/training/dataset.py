"""The training sentences under data/nlu, and what is wrong with them.

Refused: repetitions and near repetitions (also across intents), an intent that is thin or all of
one frame, and whatever comes near the holdout or, by hashes alone, the bench.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.text.near import SHORT, NearIndex, bare
from bot.training.bench_hashes import Bench
from bot.training.release import ROOT

NLU = ROOT / "data" / "nlu"
HOLDOUT = ROOT / "tests" / "holdout"
STRETCH, PART = 6, 16
"""Sentences are held back in stretches, for neighbours may be twins; one stretch of so many."""
FEWEST = 25
MOST_OF_ONE_FRAME = 0.2
"""Share of an intent's sentences that may begin with the same three characters."""
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Example:
    """One training sentence."""

    text: str
    intent: str
    held_back: bool = False
    """Kept from the encoder's adapter: its vector is as a stranger's, and thresholds are fitted on such."""


def load_examples(folder: Path = NLU) -> list[Example]:
    """Every example under a folder of Rasa's NLU files, entity marks taken off."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        intent, number = "", 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("  - intent: "):
                intent, number = line.removeprefix("  - intent: ").strip(), 0
            elif line.startswith("      - "):
                held_back = number // STRETCH % PART == 0
                found.append(Example(_ENTITY.sub(r"\1", line[8:].strip()), intent, held_back))
                number += 1
    return found


def load_holdout(folder: Path = HOLDOUT) -> list[str]:
    """Every sentence that is never trained on."""
    lines = (line for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    return [text for line in lines if line for text in _texts(json.loads(line))]


def _texts(row: dict[str, object]) -> list[str]:
    if isinstance(row.get("text"), str):
        return [str(row["text"])]
    turns = row.get("turns")
    return [str(t) for t in turns] if isinstance(turns, list) else []


def check_examples(
    examples: Sequence[Example], holdout: Iterable[str], bench: Sequence[frozenset[str]] = ()
) -> list[str]:
    """All faults of a set of examples, empty when there are none."""
    faults = []
    unseen: NearIndex[str] = NearIndex()
    for text in holdout:
        unseen.add(text, text)
    seen: NearIndex[Example] = NearIndex()
    known = Bench(bench)
    for example in examples:
        where, length = f"{example.intent}: {example.text}", len(bare(example.text))
        for other, similarity in seen.near(example.text)[:1]:
            faults.append(f"{where} repeats {other.intent}: {other.text} ({similarity:.2f})")
        if length > 3 and unseen.near(example.text):  # 你好 and 三岁 belong to everybody
            faults.append(f"{where} is near the holdout")
        if length >= SHORT and known.near(example.text):
            faults.append(f"{where} is near the bench")
        seen.add(example, example.text)
    return faults + _thin_or_of_one_frame(examples)


def _thin_or_of_one_frame(examples: Sequence[Example]) -> list[str]:
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(bare(example.text))
    faults = []
    for intent, texts in sorted(by_intent.items()):
        if len(texts) < FEWEST:
            faults.append(f"{intent}: {len(texts)} examples, at least {FEWEST}")
        heads = Counter(t[:3] for t in texts if len(t) > SHORT).most_common(1)
        if heads and heads[0][1] > max(8, MOST_OF_ONE_FRAME * len(texts)):
            faults.append(f"{intent}: {heads[0][1]} of {len(texts)} begin with {heads[0][0]}")
    return faults
