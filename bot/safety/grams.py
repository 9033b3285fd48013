"""Character n-grams of a message as a sparse vector of hashed places; numpy alone, the same in training and at work."""

from __future__ import annotations

import zlib
from collections import Counter

import numpy as np
import numpy.typing as npt

PLACES = 1 << 17
LONGEST = 4
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def hashed(clean: str) -> tuple[Ints, Floats]:
    """Places (below PLACES) and weights of a normalised text: 1 + log of the count, length one together."""
    text = f"^{clean}$"
    grams = (text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1))
    counts = Counter(zlib.crc32(gram.encode()) % PLACES for gram in grams)
    places = np.fromiter(counts, dtype=np.int64, count=len(counts))
    weights = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return places, (weights / np.linalg.norm(weights)).astype(np.float32)
