"""The vectors nearest to one, among tens of thousands: a coarse look through codes of four bits, then an exact one.

Exact over 100,000 vectors takes 15 ms, and reads 150 MB that push the encoder's weights out of the processor's cache.
faiss's codes of them (128 pieces of three numbers, 6 MB) are looked through in a third of a millisecond; among 400
candidates are at least 0.999 of the thirty that an exact search finds (docs/nlu.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Places = npt.NDArray[np.integer[Any]]
PIECE, BITS = 3, 4
"""Numbers of a vector that one code of so many bits stands for."""
CANDIDATES = 400
LEARNT_FROM = 8192
"""Vectors the codes are learnt from, and in how many rounds: more find no more."""
ROUNDS = 10
FEW = 16
"""Queries that are a message's: itself and the windows over a long one."""
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
        """`vectors`: float32 rows; their codes are made here, a second for 100,000 of 384 numbers."""
        self._vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        worth_it = len(vectors) > 8 * CANDIDATES and vectors.shape[1] % PIECE == 0
        self._codes = _codes(self._vectors) if worth_it else None

    def __call__(self, queries: Floats, count: int) -> tuple[Places, Floats]:
        """For each query row the `count` nearest rows' places and cosines, in no order; fewer when there are fewer.

        A message's are looked up coarsely first. Many at once, as in training and measuring, are compared with all.
        """
        count = min(count, len(self._vectors))
        if self._codes is not None and 0 < len(queries) <= FEW and count <= CANDIDATES // 4:
            likely = self._codes.search(np.ascontiguousarray(queries, dtype=np.float32), CANDIDATES)[1]
            alike = np.stack(
                [self._vectors.take(row, axis=0) @ query for row, query in zip(likely, queries, strict=True)]
            )
            best = np.argpartition(-alike, count - 1, axis=1)[:, :count]
            return np.take_along_axis(likely, best, axis=1), np.take_along_axis(alike, best, axis=1)
        parts = [self._exact(queries[at : at + BLOCK], count) for at in range(0, max(len(queries), 1), BLOCK)]
        return np.concatenate([places for places, _ in parts]), np.concatenate([alike for _, alike in parts])

    def _exact(self, queries: Floats, count: int) -> tuple[Places, Floats]:
        alike = queries @ self._vectors.T
        places = np.argpartition(-alike, count - 1, axis=1)[:, :count]
        return places, np.take_along_axis(alike, places, axis=1)


def _codes(vectors: Floats) -> Any:
    """An index of the rows by inner product; the same rows give the same codes."""
    import faiss  # type: ignore[import-untyped]  # here: whoever compares with all needs none

    faiss.omp_set_num_threads(1)  # messages come one at a time; a second thread would only wait for each
    index = faiss.IndexPQFastScan(vectors.shape[1], vectors.shape[1] // PIECE, BITS, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.niter = ROUNDS
    index.train(vectors[:: max(1, len(vectors) // LEARNT_FROM)])
    index.add(vectors)
    return index
