"""The detector's training sentences as matrices, and the heads fitted on some of their rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from bot.intents.fusion import NEAR_ENOUGH
from bot.safety.classifier import HEADS, fuse
from bot.safety.grams import PLACES, hashed
from bot.safety.near import Near
from bot.text.normalise import normalise
from bot.training.noise import Damage
from bot.training.safety_samples import Sample

SHARES = (1.0, 0.3, 1.3)
"""N-grams, plane, neighbours: what each says of danger and of now counts so much. Picked on the development
holdout: weights fitted on the sentences held back trust the plane too much, whose relations it was fitted on."""
MISHEARD = 0.15
"""Share of characters replaced by homophones in the damaged copies the gram heads learn from too."""
Arrays = dict[str, Any]


class Table:
    """The samples as matrices, with the answers to each head's question."""

    def __init__(self, rows: Sequence[Sample], vectors: Any, kinds: list[str]) -> None:
        self.grams, self.vectors = gram_matrix([r.text for r in rows]), vectors
        damage = Damage([normalise(r.text) for r in rows], MISHEARD, random.Random(3))  # noqa: S311 - seeded copies
        self.misheard = gram_matrix([damage.misheard(normalise(r.text)) for r in rows])
        self.mean, self.spread = vectors.mean(0), np.maximum(vectors.std(0), 1e-6)
        danger = np.array([r.tier != "none" for r in rows])
        self.answers = {
            "danger": danger.astype(int),
            "now": np.array([int(r.tier == "now") for r in rows]),
            "kind": np.array([kinds.index(r.kind) if r.kind else -1 for r in rows]),
        }
        self.asked = {"danger": np.ones(len(rows), dtype=bool), "now": danger, "kind": danger}
        self.kinds = kinds

    def fit(self, some: Any) -> Arrays:
        """Every head's views on these rows."""
        kind, now = self.answers["kind"][some], self.answers["now"][some]
        arrays = Near.arrays(self.vectors[some], kind, now)
        for head in HEADS:
            self._fit_head(arrays, head, some)
        return arrays

    def _fit_head(self, arrays: Arrays, head: str, some: Any) -> None:
        """The linear views, on those of the rows of which the question is asked."""
        from sklearn.linear_model import LogisticRegression

        rows = some & self.asked[head]
        answers = self.answers[head][rows]
        both = sp.vstack([self.grams[rows], self.misheard[rows]])
        by_grams = LogisticRegression(C=4.0, solver="liblinear", dual=True, random_state=0, tol=NEAR_ENOUGH)
        by_grams.fit(both, np.concatenate([answers, answers]))
        by_vector = LogisticRegression(C=0.02, solver="lbfgs", max_iter=200)
        by_vector.fit((self.vectors[rows] - self.mean) / self.spread, answers)
        weights = by_vector.coef_ / self.spread
        arrays[f"{head}/grams"] = np.squeeze(by_grams.coef_.T).astype(np.float16)
        arrays[f"{head}/grams0"] = np.squeeze(by_grams.intercept_)
        arrays[f"{head}/vector"] = np.squeeze(weights.T).astype(np.float32)
        arrays[f"{head}/vector0"] = np.squeeze(by_vector.intercept_ - weights @ self.mean)

    def views(self, arrays: Arrays, some: Any) -> dict[str, tuple[Any, Any, Any]]:
        """By head, what each view says of these rows."""
        votes = dict(zip(HEADS, Near(arrays, len(self.kinds)).votes(self.vectors[some]), strict=True))
        return {
            head: (
                self.grams[some] @ arrays[f"{head}/grams"].astype(np.float32) + arrays[f"{head}/grams0"],
                self.vectors[some] @ arrays[f"{head}/vector"] + arrays[f"{head}/vector0"],
                votes[head],
            )
            for head in HEADS
        }

    def fusion(self, views: dict[str, tuple[Any, Any, Any]], head: str, some: Any) -> Any:
        """Weights of the views and an intercept that make probabilities of them, from rows that none has seen."""
        from sklearn.linear_model import LogisticRegression

        asked = self.asked[head][some]
        answers = self.answers[head][some][asked]
        parts = [view[asked] for view in views[head]]
        if head == "kind":
            tried = [np.array([1.0, v, n, 0.0]) for v in (0.25, 0.5, 1.0) for n in (0.0, 0.5, 1.0, 2.0)]
            return max(tried, key=lambda shares: (fuse(head, shares, *parts).argmax(1) == answers).mean())
        told = sum(share * part for share, part in zip(SHARES, parts, strict=True))
        model = LogisticRegression(C=1.0).fit(np.asarray(told)[:, None], answers)
        return np.array([*(model.coef_[0, 0] * share for share in SHARES), model.intercept_[0]])


def gram_matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """Rows of hashed n-grams."""
    rows = [hashed(normalise(t)) for t in texts]
    starts = np.cumsum([0, *(len(p) for p, _ in rows)])
    return sp.csr_matrix(
        (np.concatenate([w for _, w in rows]), np.concatenate([p for p, _ in rows]), starts), shape=(len(rows), PLACES)
    )
