"""Sentence vectors of multilingual-E5-small with our adapter; the one module behind which the encoder can be replaced.

`Encoder().encode(texts)` gives float32 rows of 384 numbers, length one. Everything is normalised
(and so capped) first. The first call in a process loads the model, the first on a machine writes
its files; keep both off an event loop.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.text.encoder.layout import HIDDEN
from bot.text.encoder.model import Model
from bot.text.encoder.prepare import prepared
from bot.text.encoder.wheelfile import Floats
from bot.text.encoder_version import fingerprint
from bot.text.normalise import normalise

DIMENSION = HIDDEN
Vectors = Floats
MANY = 64
"""Texts from which a second thread is used: training, never a conversation."""


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model(prepared())


class Encoder:
    """Texts to vectors, with an optional cache on disk (training encodes thousands, again and again)."""

    def __init__(self, cache: Path | None = None) -> None:
        """A cache of another encoder counts as empty and is overwritten."""
        self._cache_path = cache
        self._cache: dict[bytes, Vectors] = {}
        if cache is not None and cache.exists():
            with np.load(cache) as stored:
                if "encoder" in stored and str(stored["encoder"]) == fingerprint():
                    self._cache = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def encode(self, texts: list[str]) -> Vectors:
        """One row of 384 float32 per text, in order; an empty text gives a row of zeros.

        OSError or ValueError when the model's files cannot be written or are not ours.
        """
        clean = [normalise(text) for text in texts]
        keys = [hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().encode() for text in clean]
        missing = {key: text for key, text in zip(keys, clean, strict=True) if text and key not in self._cache}
        known = self._cache | dict(zip(missing, _vectors(list(missing.values())), strict=True))
        if missing and self._cache_path is not None:
            self._cache = known
            self._save(self._cache_path)
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, key, text in zip(rows, keys, clean, strict=True):
            if text:
                row[:] = known[key]
        return rows

    def _save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.npz")  # two trainings may save at once
        keys, vectors = np.array(list(self._cache)), np.array(list(self._cache.values()))
        np.savez(part, encoder=np.array(fingerprint()), keys=keys, vectors=vectors)
        part.replace(path)


@lru_cache(maxsize=64)
def _recent(text: str) -> Vectors:
    """A conversation's text is asked for twice in a row, by the intents and by the detector."""
    return _model().vector(text)


def _vectors(texts: list[str]) -> list[Vectors]:
    if not texts:
        return []
    if len(texts) < MANY:
        return [_recent(text) for text in texts]
    model = _model()
    with ThreadPoolExecutor(2) as pool:  # onnxruntime lets go of the interpreter while it computes
        return list(pool.map(model.vector, texts))
