"""What a release was taught of danger, sentence by sentence, kept with its weights as hashes: the next release's data
are compared with it. The sentences themselves stay in data/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.text.near import bare
from bot.training.safety_data import TIERS
from bot.training.safety_samples import Sample

PREFIX = "taught/"
PIECE = "window"
"""The group of samples that nobody wrote: pieces of long ones."""


def mark(text: str) -> int:
    """A number for a sentence, whatever its spaces and punctuation."""
    return int.from_bytes(hashlib.blake2b(bare(text).encode(), digest_size=8).digest(), "big")


def marks(rows: Iterable[Sample]) -> dict[str, dict[int, str]]:
    """Of each tier: the sentences by their number."""
    found: dict[str, dict[int, str]] = {tier: {} for tier in TIERS}
    for row in rows:
        if row.group != PIECE:
            found[row.tier][mark(row.text)] = row.text
    return found


def taught_arrays(rows: Sequence[Sample]) -> dict[str, npt.NDArray[np.uint64]]:
    """To be stored with the weights."""
    return {PREFIX + tier: np.array(sorted(found), dtype=np.uint64) for tier, found in marks(rows).items()}


@dataclass(frozen=True)
class Taught:
    """Numbers of sentences, by what a release was taught of them."""

    now: frozenset[int]
    concern: frozenset[int]
    none: frozenset[int]

    @classmethod
    def read(cls, path: Path) -> Taught | None:
        """From a release's weights; None where a release of an older version does not say. Raises OSError."""
        with np.load(path) as stored:
            if any(PREFIX + tier not in stored.files for tier in TIERS):
                return None
            return cls(*(frozenset(stored[PREFIX + tier].tolist()) for tier in TIERS))
