"""What is wrong with one sentence, while somebody waits: the checks of `data check` for a single new sentence.

Nothing but bare texts is kept (an index of 3-grams over 30,000 sentences takes 80 MB); one sentence is compared with
all in tens of milliseconds. `thin` and `out of balance` are of intents.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.people.masking import mask
from bot.text.near import NEAR, SHORT, bare, grams
from bot.training.bench_hashes import Bench
from bot.training.dataset import FEWEST, MOST_OF_ONE_FRAME
from bot.training.nlu_files import writable

Kind = Literal["form", "personal", "repeats", "near_other", "near_holdout", "gone", "no_intent", "thin", "danger"]
TOO_MANY = 4.0
"""An intent with so many times the median of all is out of balance."""
OUTSIDE = "out_of_scope"
"""What is none of our topics is said in more ways than any topic."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong; `other` is the sentence it is about, never one of the holdout."""

    kind: Kind
    other: tuple[str, str] | None = None


class Likeness:
    """Texts that one text is compared with; the same verdict as `bot.text.near.NearIndex`, slower and much smaller."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Pairs of a name and a text."""
        self._texts = {pair: bare(pair[1]) for pair in texts}

    def change(self, old: tuple[str, str] | None, new: tuple[str, str] | None) -> None:
        """One text goes, one comes."""
        if old is not None:
            self._texts.pop(old, None)
        if new is not None:
            self._texts[new] = bare(new[1])

    def near(self, text: str, threshold: float = NEAR) -> list[tuple[str, str, float]]:
        """Name, text and similarity (0–1) of the texts at least so alike, most alike first."""
        clean = bare(text)
        own, found = grams(clean), []
        for (name, other), known in self._texts.items():
            if clean == known:
                found.append((name, other, 1.0))
            elif min(len(clean), len(known)) >= SHORT:
                # in a text of n characters there are at most n - 2 grams: enough of ours must be among them
                if min(len(own), len(known) - 2) < threshold * len(own):
                    continue
                common = sum(gram in known for gram in own)
                if common >= threshold * len(own):
                    similarity = common / (len(own) + len(grams(known)) - common)
                    if similarity >= threshold:
                        found.append((name, other, similarity))
        return sorted(found, key=lambda one: -one[2])


class LiveChecks:
    """Checks new sentences against a set of sentences, the holdout and the bench."""

    def __init__(
        self, sentences: Mapping[str, Sequence[str]], holdout: Iterable[str], bench: Sequence[frozenset[str]] = ()
    ) -> None:
        self._ours = Likeness((intent, text) for intent, texts in sentences.items() for text in texts)
        self._unseen = Likeness(("", text) for text in holdout)
        self._bench = Bench(bench)

    def change(self, old: tuple[str, str] | None, new: tuple[str, str] | None) -> None:
        """A sentence of ours was changed."""
        self._ours.change(old, new)

    def findings(self, intent: str, text: str, besides: Iterable[tuple[str, str]] = ()) -> list[Finding]:
        """What is wrong with a sentence for an intent; `besides`: sentences that are being changed or moved anyway."""
        if not writable(text):
            return [Finding("form")]
        found = [Finding("personal")] if mask(text) != text else []
        skip = set(besides)
        for name, other, _ in self._ours.near(text):
            if (name, other) not in skip:
                found.append(Finding("repeats" if name == intent else "near_other", (name, other)))
        clean = bare(text)
        if (len(clean) > 3 and self._unseen.near(text)) or (len(clean) >= SHORT and self._bench.near(text)):
            found.append(Finding("near_holdout"))
        return found


def intent_findings(sentences: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """By intent: `thin`, `much` (out of balance), `frame` (too many begin alike)."""
    middle = statistics.median(len(texts) for texts in sentences.values()) if sentences else 0
    found: dict[str, list[str]] = {}
    for intent, texts in sentences.items():
        wrong = {
            "thin": len(texts) < FEWEST,
            "much": intent != OUTSIDE and len(texts) > TOO_MANY * middle,
            "frame": of_one_frame(texts) is not None,
        }
        if any(wrong.values()):
            found[intent] = [name for name, is_so in wrong.items() if is_so]
    return found


def of_one_frame(texts: Sequence[str]) -> tuple[str, int] | None:
    """The three characters that too many sentences begin with, and how many do."""
    heads = Counter(head for text in texts if (head := _head(text)))
    head, count = max(heads.items(), key=lambda pair: pair[1], default=("", 0))
    return (head, count) if count > max(8, MOST_OF_ONE_FRAME * len(texts)) else None


@lru_cache(maxsize=2**17)
def _head(text: str) -> str:
    """What a sentence begins with; empty for a short one. Kept, for a page asks it of all sentences."""
    clean = bare(text)
    return clean[:3] if len(clean) > SHORT else ""
