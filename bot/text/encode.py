"""Sentence vectors of multilingual-E5-small with our adapter; the one module behind which the encoder can be replaced.

`Encoder().encode(texts)` gives float32 rows of 384 numbers, length one. Everything is normalised
(and so capped) first. The first call in a process loads the model, the first on a machine writes
its files; keep both off an event loop.
"""

from __future__ import annotations

import base64
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.text.encoder.layout import HIDDEN
from bot.text.encoder.model import Model
from bot.text.encoder.prepare import prepared
from bot.text.encoder.wheelfile import Floats
from bot.text.encoder_version import fingerprint
from bot.text.normalise import normalise
from bot.text.recent import Recent

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


def _vector(text: str) -> Vectors:
    return _model().vector(text)


_recent = Recent(_vector, 4096)
"""The intents and the detector ask for the same text in a row, the bot hands its vector on to the engine, and the
messages of a row are looked at again with the next one. Six megabytes."""


@lru_cache(maxsize=1)
def _encoder_name() -> str:
    """Of this process's encoder; its files do not change while it runs."""
    return fingerprint()


def handed_on(text: str) -> dict[str, str]:
    """The vector of a text that was encoded just now, for another process with the same encoder; empty when it was not.

    Nothing is encoded here, so it may be called from an event loop.
    """
    vector = _recent.get(normalise(text))
    if vector is None:
        return {}
    packed = base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode()
    return {"vector": packed, "encoder": _encoder_name()}


def take_over(text: str, metadata: dict[str, Any]) -> None:
    """Use the vector that `handed_on` put into a message's metadata, and take it out of there. One of another encoder,
    or of another length, is left aside: the text is then encoded here."""
    packed, encoder = metadata.pop("vector", None), metadata.pop("encoder", None)
    if not isinstance(packed, str) or encoder != _encoder_name():
        return
    try:
        vector = np.frombuffer(base64.b64decode(packed, validate=True), dtype="<f4")
    except ValueError:
        return
    if vector.shape == (DIMENSION,) and (clean := normalise(text)):
        _recent.put(clean, vector.astype(np.float32))


def _vectors(texts: list[str]) -> list[Vectors]:
    if not texts:
        return []
    if len(texts) < MANY:
        return [_recent(text) for text in texts]
    model = _model()
    with ThreadPoolExecutor(2) as pool:  # onnxruntime lets go of the interpreter while it computes
        return list(pool.map(model.vector, texts))
