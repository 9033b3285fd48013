"""N-grams of a text as sparse TF-IDF rows: characters, words or sounds. Pure; `ngrams.py` is the engine's door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.text.pinyin import syllables
from bot.text.words import words

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    """What one view cuts a text into, and how long its n-grams are."""

    view: str
    shortest: int
    longest: int

    def pieces(self, clean: str) -> list[str]:
        """Of a normalised text."""
        if self.view == "characters":
            return ["^", *clean.replace(" ", ""), "$"]
        if self.view == "sounds":
            return ["^", *syllables(clean), "$"]
        return [word for word, _ in words(clean)]

    def grams(self, clean: str) -> Counter[str]:
        """How often each n-gram stands in a normalised text."""
        pieces = self.pieces(clean)
        glue = "" if self.view == "characters" else " "
        lengths = range(self.shortest, self.longest + 1)
        return Counter(glue.join(pieces[i : i + n]) for n in lengths for i in range(len(pieces) - n + 1))


class Grams:
    """The n-grams that count and their weights."""

    def __init__(self, shape: Shape, places: dict[str, int], rarity: Floats) -> None:
        """`places`: the column of each n-gram; `rarity`: its inverse document frequency, by column."""
        self.shape, self.places, self.rarity = shape, places, rarity.astype(np.float32)

    @classmethod
    def fit(cls, shape: Shape, cleans: Sequence[str], least: int = 2) -> Grams:
        """Learn from normalised texts; an n-gram must stand in `least` of them."""
        found: Counter[str] = Counter()
        for clean in cleans:
            found.update(shape.grams(clean).keys())
        kept = sorted(gram for gram, count in found.items() if count >= least)
        rarity = [1 + log((1 + len(cleans)) / (1 + found[gram])) for gram in kept]
        return cls(shape, {gram: i for i, gram in enumerate(kept)}, np.array(rarity, dtype=np.float32))

    def row(self, clean: str) -> csr_matrix:
        """One row, 1 × n-grams, float32, length one: (1 + log count) × rarity."""
        known = {self.places[g]: count for g, count in self.shape.grams(clean).items() if g in self.places}
        columns = np.fromiter(known, dtype=np.int32, count=len(known))
        counts = np.fromiter(known.values(), dtype=np.float32, count=len(known))
        weights = (1 + np.log(counts)) * self.rarity[columns]
        weights /= max(float(np.linalg.norm(weights)), 1e-12)
        order = np.argsort(columns)
        return csr_matrix((weights[order], columns[order], [0, len(known)]), shape=(1, len(self.places)))

    def arrays(self) -> dict[str, Any]:
        """To be stored."""
        return {"vocabulary": np.array(list(self.places)), "idf": self.rarity}

    @classmethod
    def from_arrays(cls, shape: Shape, stored: Any) -> Grams:
        """What `arrays` gave."""
        return cls(shape, {gram: i for i, gram in enumerate(stored["vocabulary"].tolist())}, stored["idf"])
