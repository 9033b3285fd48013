"""Character and sound n-grams of a message as a sparse vector of hashed places; the same in training and at work.

Sounds (toneless syllables) see through homophones: typed in a hurry, dictated, or meant to slip past.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from bot.text.pinyin import syllables

PLACES = 1 << 18
LONGEST = 4
LONGEST_SOUND = 3
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def hashed(clean: str) -> tuple[Ints, Floats]:
    """Places (below PLACES) and weights of a normalised text: 1 + log of the count, length one together."""
    counts = Counter(zlib.crc32(gram.encode()) % PLACES for gram in _grams(clean))
    places = np.fromiter(counts, dtype=np.int64, count=len(counts))
    weights = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return places, (weights / np.linalg.norm(weights)).astype(np.float32)


def _grams(clean: str) -> Iterator[str]:
    text = f"^{clean}$"
    for n in range(1, LONGEST + 1):
        yield from (text[i : i + n] for i in range(len(text) - n + 1))
    sounds = ["^", *syllables(clean), "$"]
    for n in range(2, LONGEST_SOUND + 1):
        yield from (" ".join(sounds[i : i + n]) for i in range(len(sounds) - n + 1))
