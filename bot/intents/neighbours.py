"""What the nearest training sentences are about: a view that needs no coefficients and helps thin intents most.

Sentence vectors lie close together as they come; seen from their mean, angles tell more.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
_LITTLE = 1e-6
"""What an intent without a neighbour gets instead of nothing."""


class Neighbours:
    """Training vectors with their intents."""

    def __init__(self, vectors: Array, intents: npt.NDArray[np.integer[Any]], mean: Array) -> None:
        """`vectors`: rows of length one, seen from `mean`; `intents`: the index of each row's intent."""
        self.vectors, self.intents, self.mean = vectors, intents, mean

    @classmethod
    def fit(cls, vectors: Array, intents: npt.NDArray[np.integer[Any]]) -> Neighbours:
        """Remember these vectors, at half precision as the model will give them back."""
        mean = vectors.mean(axis=0).astype(np.float32)
        return cls(_seen_from(mean, vectors).astype(np.float16).astype(np.float32), intents, mean)

    def log_probabilities(self, vectors: Array, intents: int, count: int, sharpness: float) -> Array:
        """Rows of log probabilities over so many intents: `count` neighbours vote, near ones more."""
        similar = _seen_from(self.mean, vectors) @ self.vectors.T
        count = min(count, similar.shape[1])
        nearest = np.argpartition(-similar, count - 1, axis=1)[:, :count]
        votes = np.full((len(vectors), intents), _LITTLE)
        for row, neighbours in enumerate(nearest):
            weights = np.exp(sharpness * (similar[row, neighbours] - 1))
            np.add.at(votes[row], self.intents[neighbours], weights)
        return np.asarray(np.log(votes / votes.sum(axis=1, keepdims=True)))


def _seen_from(mean: Array, vectors: Array) -> Array:
    centred = vectors - mean
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), _LITTLE), dtype=np.float32)
