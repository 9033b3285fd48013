"""The vectors nearest to one, among tens of thousands: a coarse look along the main directions, then an exact one.

Exact over 28,000 vectors takes 6 ms, which is a third of understanding a message; this way 1. With 96 of 384
directions and 600 candidates it finds 0.998 of the twelve that an exact search finds (docs/nlu.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Places = npt.NDArray[np.integer[Any]]
DIRECTIONS, CANDIDATES = 96, 600
EVERY = 16
"""Of many scores one in so many is looked at to guess which are among the best."""
BLOCK = 512
"""Queries compared with all rows in one go: 16,000 with 80,000 would take 15 GB."""
LITTLE = 1e-6


def seen_from(mean: Floats, vectors: Floats) -> Floats:
    """Rows as directions from the mean: sentence vectors lie close together, seen from there angles tell more."""
    centred = vectors - mean
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), LITTLE), dtype=np.float32)


class Nearest:
    """A search among rows of length one."""

    def __init__(self, vectors: Floats) -> None:
        """`vectors`: float32 rows; their main directions are found here, 0.2 s for 40,000."""
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self._main: Floats | None = None
        if len(vectors) > 4 * CANDIDATES and vectors.shape[1] > DIRECTIONS:
            _, directions = np.linalg.eigh(self._vectors.T @ self._vectors)  # smallest first
            self._main = np.ascontiguousarray(directions[:, -DIRECTIONS:], dtype=np.float32)
            # direction by direction: adding up columns reads memory in half the time that a product a row takes
            self._coarse = np.ascontiguousarray((self._vectors @ self._main).T)

    def __call__(self, queries: Floats, count: int) -> tuple[Places, Floats]:
        """For each query row the `count` nearest rows' places and cosines, in no order; fewer when there are fewer.

        One message is looked up coarsely first. Many at once, as in training and measuring, are compared with all.
        """
        count = min(count, len(self._vectors))
        if self._main is not None and len(queries) == 1 and count <= CANDIDATES // 4:
            likely = _best((queries[0] @ self._main) @ self._coarse, CANDIDATES)
            alike = self._vectors.take(likely, axis=0) @ queries[0]
            best = _best(alike, count)
            return likely[best][None], alike[best][None]
        parts = [self._exact(queries[at : at + BLOCK], count) for at in range(0, max(len(queries), 1), BLOCK)]
        return np.concatenate([places for places, _ in parts]), np.concatenate([alike for _, alike in parts])

    def _exact(self, queries: Floats, count: int) -> tuple[Places, Floats]:
        alike = queries @ self._vectors.T
        places = np.argpartition(-alike, count - 1, axis=1)[:, :count]
        return places, np.take_along_axis(alike, places, axis=1)


def _best(scores: Floats, count: int) -> Places:
    """Places of the highest scores. Of very many, first those fall out that cannot be among them: one in EVERY tells
    where half as many again as are wanted lie; should they be too few after all, every score is looked at."""
    share = count * 3 // (2 * EVERY)
    if share and len(scores) > 4 * count:
        sample = scores[::EVERY]
        high = np.flatnonzero(scores >= np.partition(sample, len(sample) - share)[len(sample) - share])
        if len(high) >= count:
            return np.asarray(high[np.argpartition(-scores[high], count - 1)[:count]])
    return np.argpartition(-scores, count - 1)[:count]
