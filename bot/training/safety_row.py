"""Fit the plane of `bot.safety.row` on the conversations of data/safety and on strangers' messages three by three."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.safety.row import JOINT, row_features
from bot.text.encode import Encoder
from bot.training.safety_samples import Sample
from bot.training.safety_table import Arrays, gram_matrix

STRANGERS = 3000
"""Rows of three ordinary messages that have nothing to do with each other: most that people write in a row."""
STRENGTH = 0.003
"""Of the plane's regularisation (C): of 0.003, 0.01 and 0.02 it lets fewest strangers through at the same recall."""


class Rows:
    """The conversations among the samples, and strangers."""

    def __init__(self, samples: Sequence[Sample], encoder: Encoder) -> None:
        """The samples' conversations keep their order."""
        talks = [s for s in samples if s.turns]
        plain = [s.text for s in samples if s.tier == "none" and s.group == "ordinary" and not s.held_back]
        pick = random.Random(1)  # noqa: S311 - seeded rows
        strangers = [tuple(pick.sample(plain, 3)) for _ in range(STRANGERS if len(plain) > STRANGERS else 0)]
        self._turns = [*(s.turns for s in talks), *strangers]
        self._talks = len(talks)
        self._answers = np.array([*(int(s.tier != "none") for s in talks), *(0 for _ in strangers)])
        self._shown = np.array([*(not s.held_back for s in talks), *(True for _ in strangers)])
        texts = list(dict.fromkeys(turn for turns in self._turns for turn in turns))
        self._places = {text: place for place, text in enumerate(texts)}
        self._vectors, self._grams = encoder.encode(texts), gram_matrix(texts)
        self._wholes = gram_matrix([JOINT.join(turns) for turns in self._turns])

    def fit(self, arrays: Arrays, *, everything: bool) -> Arrays:
        """The plane, beside the n-grams of `arrays`: from what is not held back, or from everything."""
        from sklearn.linear_model import LogisticRegression

        rows = np.ones(len(self._turns), dtype=bool) if everything else self._shown
        seen = self._features(arrays)[rows]
        if len({*self._answers[rows]}) < 2:  # nothing to tell apart: no say
            return {"row/plane": np.zeros(seen.shape[1], dtype=np.float32), "row/plane0": np.array(0.0)}
        mean, spread = seen.mean(0), np.maximum(seen.std(0), 1e-6)
        model = LogisticRegression(C=STRENGTH, max_iter=400).fit((seen - mean) / spread, self._answers[rows])
        plane = model.coef_[0] / spread
        return {"row/plane": plane.astype(np.float32), "row/plane0": np.array(model.intercept_[0] - plane @ mean)}

    def scores(self, arrays: Arrays) -> Any:
        """Log-odds of the conversations held back, in the samples' order."""
        scores = self._features(arrays) @ arrays["row/plane"] + arrays["row/plane0"]
        return scores[: self._talks][~self._shown[: self._talks]]

    def _features(self, arrays: Arrays) -> Any:
        plane, start = arrays["danger/grams"].astype(np.float32), float(arrays["danger/grams0"])
        each, wholes = self._grams @ plane + start, self._wholes @ plane + start
        places = [[self._places[turn] for turn in turns] for turns in self._turns]
        return np.array(
            [row_features(whole, each[at], self._vectors[at]) for whole, at in zip(wholes, places, strict=True)]
        )
