"""What the nearest training sentences are about: a view that needs no coefficients and helps thin intents most."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bot.text.nearest import Nearest, seen_from

Array = npt.NDArray[np.floating[Any]]
_LITTLE = 1e-6
"""What an intent without a neighbour gets instead of nothing."""


class Neighbours:
    """Training vectors with their intents."""

    def __init__(self, vectors: Array, intents: npt.NDArray[np.integer[Any]], mean: Array) -> None:
        """`vectors`: rows of length one, seen from `mean`; `intents`: the index of each row's intent."""
        self.vectors, self.intents, self.mean = vectors, intents, mean
        self._nearest = Nearest(vectors)

    @classmethod
    def fit(cls, vectors: Array, intents: npt.NDArray[np.integer[Any]]) -> Neighbours:
        """Remember these vectors, at half precision as the model will give them back."""
        mean = vectors.mean(axis=0).astype(np.float32)
        return cls(seen_from(mean, vectors).astype(np.float16).astype(np.float32), intents, mean)

    def log_probabilities(self, vectors: Array, intents: int, count: int, sharpness: float) -> Array:
        """Rows of log probabilities over so many intents: `count` neighbours vote, near ones more."""
        nearest, similar = self._nearest(seen_from(self.mean, vectors), count)
        votes = np.full((len(vectors), intents), _LITTLE)
        for row, neighbours in enumerate(nearest):
            np.add.at(votes[row], self.intents[neighbours], np.exp(sharpness * (similar[row] - 1)))
        return np.asarray(np.log(votes / votes.sum(axis=1, keepdims=True)))
