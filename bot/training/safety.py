"""Train the detector's heads on data/safety and data/nlu; everything is chosen out of fold.

Negatives are the hard ones of data/safety and every intent that discloses nothing. Intents that may
or may not (a manager's worker in crisis, a parent who hit) are left out: their tier is not labelled.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from bot.safety.grams import PLACES, hashed
from bot.text.encode import Encoder
from bot.text.normalise import normalise
from bot.training.dataset import load_examples
from bot.training.release import ROOT
from bot.training.safety_data import UNLABELLED, load_labelled

FOLDS = 5
CACHE = ROOT / "var" / "cache" / "vectors.npz"
"""Shared with the engine's training, which runs before: most sentences are in both."""
HARD_NOW, ORDINARY_NOW = 0.05, 0.006
HARD_CONCERN, ORDINARY_CONCERN = 0.25, 0.05
"""Shares of hard and of ordinary harmless messages that may be taken for `now`, and for `concern` or more."""


@dataclass(frozen=True)
class Sample:
    """One training sentence of the detector."""

    text: str
    tier: str
    kind: str
    hard: bool


def samples() -> list[Sample]:
    """Everything the detector is trained on."""
    labelled, _ = load_labelled()
    found = [Sample(s.text, s.tier, s.kinds[0] if s.kinds else "", True) for s in labelled]
    for example in load_examples():
        if example.intent.startswith("report_"):
            found.append(Sample(example.text, "now", example.intent, False))
        elif example.intent not in UNLABELLED:
            found.append(Sample(example.text, "none", "", False))
    return found


def fit(rows: Sequence[Sample], encoder: Encoder) -> dict[str, Any]:
    """The arrays of `bot.safety.classifier`, from samples."""
    grams, vectors = gram_matrix([r.text for r in rows]), encoder.encode([r.text for r in rows])
    danger = np.array([r.tier != "none" for r in rows])
    now = np.array([r.tier == "now" for r in rows])
    kinds = sorted({r.kind for r in rows if r.kind})
    assert len(kinds) > 2, "with two classes a linear model has one column"
    kind = np.array([kinds.index(r.kind) if r.kind else -1 for r in rows])
    arrays: dict[str, Any] = {"kinds": np.array(kinds)}
    folds = np.arange(len(rows)) // 6 % FOLDS  # neighbours are often twins: keep them in one fold
    logits = _head(arrays, "danger", grams, vectors, danger.astype(int), folds)
    some = np.flatnonzero(danger)
    logits_now = np.zeros(len(rows))
    logits_now[some] = _head(arrays, "now", grams[some], vectors[some], now[some].astype(int), folds[some])
    _head(arrays, "kind", grams[some], vectors[some], kind[some], folds[some])
    hard = np.array([r.hard for r in rows])
    scores = 1 / (1 + np.exp(-logits))
    arrays["thresholds"] = np.array(
        [
            _threshold(scores, danger, hard, HARD_NOW, ORDINARY_NOW),
            _threshold(scores, danger, hard, HARD_CONCERN, ORDINARY_CONCERN),
        ]
    )
    arrays["outcome"] = _outcome(scores, danger, now, hard, arrays["thresholds"])
    return arrays


def gram_matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """Rows of hashed n-grams."""
    rows = [hashed(normalise(t)) for t in texts]
    starts = np.cumsum([0, *(len(p) for p, _ in rows)])
    return sp.csr_matrix(
        (np.concatenate([w for _, w in rows]), np.concatenate([p for p, _ in rows]), starts), shape=(len(rows), PLACES)
    )


def _head(arrays: dict[str, Any], name: str, grams: Any, vectors: Any, labels: Any, folds: Any) -> Any:
    """Fit both views and their fusion; the fused logits out of fold (one column for two classes)."""
    from sklearn.linear_model import LogisticRegression

    classes = int(labels.max()) + 1
    columns = 1 if classes == 2 else classes
    mean, spread = vectors.mean(0), np.maximum(vectors.std(0), 1e-6)
    dense = (vectors - mean) / spread
    out = np.zeros((2, len(labels), columns))
    by_grams = LogisticRegression(C=4.0, solver="liblinear", dual=True, random_state=0)
    by_vector = LogisticRegression(C=0.02, solver="lbfgs", max_iter=200)
    for fold in range(FOLDS):
        train, test = folds != fold, folds == fold
        out[0, test] = by_grams.fit(grams[train], labels[train]).decision_function(grams[test]).reshape(-1, columns)
        out[1, test] = by_vector.fit(dense[train], labels[train]).decision_function(dense[test]).reshape(-1, columns)
    if columns == 1:
        fusion = LogisticRegression(C=1.0).fit(out[:, :, 0].T, labels)
        share = np.array([*fusion.coef_[0], fusion.intercept_[0]])
    else:
        share = np.array([1.0, 0.5, 0.0])
    by_grams.fit(grams, labels)
    by_vector.fit(dense, labels)
    weights = by_vector.coef_ / spread
    arrays[f"{name}/grams"] = np.squeeze(by_grams.coef_.T).astype(np.float16)
    arrays[f"{name}/grams0"] = np.squeeze(by_grams.intercept_)
    arrays[f"{name}/vector"] = np.squeeze(weights.T).astype(np.float32)
    arrays[f"{name}/vector0"] = np.squeeze(by_vector.intercept_ - weights @ mean)
    arrays[f"{name}/fusion"] = share
    fused = share[0] * out[0] + share[1] * out[1] + share[2]
    return fused[:, 0] if columns == 1 else fused


def _threshold(scores: Any, danger: Any, hard: Any, most_hard: float, most_ordinary: float) -> float:
    """The lowest score at which neither group of harmless messages alarms more than it may."""
    hard_ones, ordinary = scores[~danger & hard], scores[~danger & ~hard]
    return float(max(np.quantile(hard_ones, 1 - most_hard), np.quantile(ordinary, 1 - most_ordinary)))


def _outcome(scores: Any, danger: Any, now: Any, hard: Any, thresholds: Any) -> Any:
    """Out of fold: recall (now or concern) of all and of hard disclosures, now found as now; alarms."""
    now_from, concern_from = thresholds
    return np.array(
        [
            (scores[danger] >= concern_from).mean(),
            (scores[danger & hard] >= concern_from).mean(),
            (scores[now & hard] >= now_from).mean(),
            (scores[~danger & hard] >= now_from).mean(),
            (scores[~danger & hard] >= concern_from).mean(),
            (scores[~danger & ~hard] >= now_from).mean(),
            (scores[~danger & ~hard] >= concern_from).mean(),
        ]
    )


def train_safety(path: Path, cache: Path = CACHE) -> dict[str, Any]:
    """Train and write the weights; the arrays."""
    arrays = fit(samples(), Encoder(cache))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    part.replace(path)
    return arrays


if __name__ == "__main__":  # a process of its own: the bot never loads scikit-learn
    found = train_safety(Path(sys.argv[1]))["outcome"]
    sys.stdout.write("detector, out of fold: " + " ".join(f"{share:.3f}" for share in found) + "\n")
