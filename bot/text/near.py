"""Near duplicates: how much two short texts share, measured on character 3-grams.

Only texts that share a gram are ever compared, so twenty thousand sentences take seconds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

from bot.text.normalise import normalise

NEAR = 0.6
"""Jaccard similarity of 3-grams from which two sentences count as the same."""
SHORT = 6
"""Below so many characters only an exact repetition counts: 三岁半 and 四岁半 are different answers."""
_NOISE = re.compile(r"[\W_]+")
Key = TypeVar("Key", bound=Hashable)


def bare(text: str) -> str:
    """The normalised text without punctuation and spaces."""
    return _NOISE.sub("", normalise(text))


def grams(text: str) -> frozenset[str]:
    """Character 3-grams of a bare text; the text itself when it is shorter."""
    return frozenset(text[i : i + 3] for i in range(max(1, len(text) - 2)))


class NearIndex(Generic[Key]):
    """Texts by what they share; each is added under a key that names it in the answer."""

    def __init__(self) -> None:
        self._texts: list[tuple[Key, str, frozenset[str]]] = []
        self._by_gram: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, key: Key, text: str) -> None:
        """Add a text."""
        clean = bare(text)
        shingles = grams(clean)
        for gram in shingles:
            self._by_gram[gram].append(len(self._texts))
        self._texts.append((key, clean, shingles))

    def near(self, text: str, threshold: float = NEAR) -> list[tuple[Key, float]]:
        """The keys of texts at least that similar (0–1), most similar first."""
        clean = bare(text)
        own = grams(clean)
        shared = Counter(i for gram in own for i in self._by_gram.get(gram, ()))
        found = []
        for i, common in shared.items():
            key, other, shingles = self._texts[i]
            similarity = common / (len(own) + len(shingles) - common)
            if clean == other or (similarity >= threshold and min(len(clean), len(other)) >= SHORT):
                found.append((key, similarity))
        return sorted(found, key=lambda pair: -pair[1])
