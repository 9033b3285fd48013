"""What the words mean beyond the patterns: linear heads on hashed characters and on the sentence vector.

Three questions, each answered by both views and fused with weights learnt out of fold: is it a
disclosure, must something be done now, and of which kind. Weights are plain arrays written by
`bot.training.safety`; nothing but numpy and the encoder is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.grams import Ints, hashed
from bot.text.normalise import normalise

Floats = npt.NDArray[np.floating[Any]]
Encode = Callable[[list[str]], Floats]
"""Texts to rows of 384 numbers (`bot.text.encode`)."""
WINDOW = 90
STEP = 60
"""Characters of a window over a long message, and from one to the next: a disclosure in its second half counts."""


@dataclass(frozen=True)
class Judgement:
    """Probabilities of one message."""

    danger: float
    now: float
    """Given that it is a disclosure."""
    kind: str


class Classifier:
    """The heads of one release."""

    def __init__(self, arrays: dict[str, Any], encode: Encode) -> None:
        self._arrays, self._encode = arrays, encode
        self.kinds: list[str] = [str(k) for k in arrays["kinds"]]
        self.alone, self.together = _pair(arrays["alone"]), _pair(arrays["together"])
        """Danger from which one message, and several read together, are taken for now and for concern."""
        self.confirmed_from = float(arrays["confirmed_from"])
        """Danger below which what a pattern takes for now is asked about first."""
        self.urgent_from = float(arrays["urgent_from"])
        """Of a sure disclosure: the probability of now from which its protocol is shown, and not a question."""

    @classmethod
    def load(cls, path: Path, encode: Encode) -> Classifier:
        """Read the weights. Raises OSError or ValueError when they are missing or damaged."""
        with np.load(path) as stored:
            return cls({name: stored[name] for name in stored.files}, encode)

    def judge(self, text: str) -> Judgement:
        """The strongest judgement over the windows of a message."""
        return max(self.judge_all(windows(text)), key=lambda j: j.danger)

    def judge_all(self, texts: Sequence[str]) -> list[Judgement]:
        """A judgement for each text as a whole."""
        cleans = [normalise(t) for t in texts]
        vectors = self._encode(list(texts))
        found = []
        for clean, vector in zip(cleans, vectors, strict=True):
            places, weights = hashed(clean)
            danger = self._logit("danger", places, weights, vector)
            now = self._logit("now", places, weights, vector)
            kind = self._logit("kind", places, weights, vector)
            found.append(Judgement(_sigmoid(float(danger)), _sigmoid(float(now)), self.kinds[int(np.argmax(kind))]))
        return found

    def _logit(self, head: str, places: Ints, weights: Floats, vector: Floats) -> Any:
        a = self._arrays
        by_grams = weights @ a[f"{head}/grams"][places].astype(np.float32) + a[f"{head}/grams0"]
        by_vector = vector @ a[f"{head}/vector"] + a[f"{head}/vector0"]
        share = a[f"{head}/fusion"]
        return share[0] * by_grams + share[1] * by_vector + share[2]


def _pair(values: Any) -> tuple[float, float]:
    first, second = (float(x) for x in values)
    return first, second


def windows(text: str) -> list[str]:
    """The message itself, and if it is long its overlapping windows."""
    if len(text) <= WINDOW + STEP // 2:
        return [text]
    return [text, *(text[at : at + WINDOW] for at in range(0, len(text) - STEP // 2, STEP))]


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(x, -30, 30))))
