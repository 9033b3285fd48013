"""Train the detector's heads on data/safety and data/nlu.

Negatives are the hard ones of data/safety and every intent that discloses nothing. The encoder's adapter
has seen most of these sentences, so their vectors look easier than a stranger's: fusion and thresholds are
fitted on the sentences it was not shown, with heads that were not shown them either; then the heads are
fitted anew on everything.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from bot.safety.detector import JOINT, Detector
from bot.safety.grams import PLACES, hashed
from bot.text.encode import Encoder
from bot.text.normalise import normalise
from bot.training.dataset import load_examples
from bot.training.noise import Damage
from bot.training.release import ROOT
from bot.training.safety_data import UNLABELLED, load_conversations, load_labelled

CACHE = ROOT / "var" / "cache" / "vectors.npz"
"""Shared with the engine's training, which runs before: most sentences are in both."""
MOST = {
    "now": {"hard": 0.045, "ordinary": 0.004, "together": 0.004},
    "concern": {"hard": 0.24, "ordinary": 0.025, "together": 0.01},
}
"""Shares of harmless messages that may alarm: hard ones, ordinary ones, and conversations of three read together."""
MISHEARD = 0.15
"""Share of characters replaced by homophones in the damaged copies the gram heads learn from too."""
HEADS = ("danger", "now", "kind")
Arrays = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One training sentence of the detector, or three messages as one."""

    text: str
    tier: str
    kind: str
    group: str
    """`hard`, `ordinary` or `together`."""
    held_back: bool = False


def samples() -> list[Sample]:
    """Everything the detector is trained on."""
    found = [Sample(s.text, s.tier, s.kinds[0] if s.kinds else "", "hard", s.held_back) for s in load_labelled()[0]]
    for e in load_examples():
        if e.intent.startswith("report_"):
            found.append(Sample(e.text, "now", e.intent, "ordinary", e.held_back))
        elif e.intent not in UNLABELLED:
            found.append(Sample(e.text, "none", "", "ordinary", e.held_back))
    for talk in load_conversations()[0]:
        found.append(Sample(JOINT.join(talk.turns), talk.tier, talk.kind or "", "together", talk.held_back))
    return found


def fit(rows: Sequence[Sample], encoder: Encoder) -> Arrays:
    """The arrays of `bot.safety.classifier`, from samples."""
    vectors = encoder.encode([r.text for r in rows])
    shown = np.array([not r.held_back for r in rows])
    kinds = sorted({r.kind for r in rows if r.kind})
    assert len(kinds) > 2, "with two classes a linear model has one column"
    table = _Table(rows, vectors, kinds)
    arrays: Arrays = {"kinds": np.array(kinds)}
    trial: Arrays = {}
    for head in HEADS:
        table.fit_head(trial, head, shown)
        arrays[f"{head}/fusion"] = trial[f"{head}/fusion"] = table.fusion(trial, head, ~shown)
        table.fit_head(arrays, head, np.ones(len(rows), dtype=bool))
    unseen = [r for r in rows if r.held_back]
    danger, urgent = (_sigmoid(table.fused(trial, head, ~shown)) for head in ("danger", "now"))
    arrays["urgent_from"] = np.array(_divide(urgent, unseen))
    for name, groups in (("alone", ("hard", "ordinary")), ("together", ("together",))):
        arrays[name] = np.array([_threshold(danger, unseen, groups, tier) for tier in ("now", "concern")])
    arrays["confirmed_from"] = np.array(_confirmed(danger, unseen))
    arrays["outcome"] = _outcome(danger, urgent, unseen, arrays)
    return arrays


class _Table:
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

    def fit_head(self, arrays: Arrays, head: str, some: Any) -> None:
        """Fit both views on these rows, as far as the question is asked of them."""
        from sklearn.linear_model import LogisticRegression

        rows = some & self.asked[head]
        answers = self.answers[head][rows]
        both = sp.vstack([self.grams[rows], self.misheard[rows]])
        by_grams = LogisticRegression(C=4.0, solver="liblinear", dual=True, random_state=0)
        by_grams.fit(both, np.concatenate([answers, answers]))
        by_vector = LogisticRegression(C=0.02, solver="lbfgs", max_iter=200)
        by_vector.fit((self.vectors[rows] - self.mean) / self.spread, answers)
        weights = by_vector.coef_ / self.spread
        arrays[f"{head}/grams"] = np.squeeze(by_grams.coef_.T).astype(np.float16)
        arrays[f"{head}/grams0"] = np.squeeze(by_grams.intercept_)
        arrays[f"{head}/vector"] = np.squeeze(weights.T).astype(np.float32)
        arrays[f"{head}/vector0"] = np.squeeze(by_vector.intercept_ - weights @ self.mean)

    def logits(self, arrays: Arrays, head: str, some: Any) -> tuple[Any, Any]:
        """What each view says of these rows."""
        by_grams = self.grams[some] @ arrays[f"{head}/grams"].astype(np.float32) + arrays[f"{head}/grams0"]
        return by_grams, self.vectors[some] @ arrays[f"{head}/vector"] + arrays[f"{head}/vector0"]

    def fused(self, arrays: Arrays, head: str, some: Any) -> Any:
        """Both views as one logit."""
        by_grams, by_vector = self.logits(arrays, head, some)
        share = arrays[f"{head}/fusion"]
        return share[0] * by_grams + share[1] * by_vector + share[2]

    def fusion(self, arrays: Arrays, head: str, some: Any) -> Any:
        """Weights of the views and an intercept, from rows that neither has seen."""
        from sklearn.linear_model import LogisticRegression

        rows = some & self.asked[head]
        answers = self.answers[head][rows]
        by_grams, by_vector = self.logits(arrays, head, rows)
        if head == "kind":
            right = {w: ((by_grams + w * by_vector).argmax(1) == answers).mean() for w in (0.0, 0.25, 0.5, 1.0, 2.0)}
            return np.array([1.0, max(right, key=lambda w: right[w]), 0.0])
        model = LogisticRegression(C=1.0).fit(np.stack([by_grams, by_vector], axis=1), answers)
        return np.array([*np.maximum(model.coef_[0], 0.0), model.intercept_[0]])


def gram_matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """Rows of hashed n-grams."""
    rows = [hashed(normalise(t)) for t in texts]
    starts = np.cumsum([0, *(len(p) for p, _ in rows)])
    return sp.csr_matrix(
        (np.concatenate([w for _, w in rows]), np.concatenate([p for p, _ in rows]), starts), shape=(len(rows), PLACES)
    )


def _sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))


def _threshold(danger: Any, rows: Sequence[Sample], groups: Sequence[str], tier: str) -> float:
    """The lowest danger at which no group of harmless messages alarms more than it may."""
    found = []
    for group in groups:
        quiet = danger[[r.tier == "none" and r.group == group for r in rows]]
        found.append(float(np.quantile(quiet, 1 - MOST[tier][group])))
    return max(found)


def _divide(urgent: Any, rows: Sequence[Sample]) -> float:
    """Where now and concern part best, a missed now counting twice an alarm too many."""
    now, concern = (urgent[[r.tier == tier for r in rows]] for tier in ("now", "concern"))
    cuts = np.linspace(0.05, 0.95, 91)
    return float(min(cuts, key=lambda cut: 2 * (now < cut).mean() + (concern >= cut).mean()))


def _confirmed(danger: Any, rows: Sequence[Sample]) -> float:
    """The danger that all but a fiftieth of the disclosures reach which the patterns find too."""
    patterns = Detector()
    hits = danger[[r.tier == "now" and patterns.match(r.text).urgent for r in rows]]
    return float(np.quantile(hits, 0.02)) if len(hits) else 0.0


def _outcome(danger: Any, urgent: Any, rows: Sequence[Sample], arrays: Arrays) -> Any:
    """On the sentences held back: disclosures of data/safety found, now found as now, alarms (hard now, hard concern,
    ordinary now, ordinary concern), conversations found, conversations alarmed."""
    now_from, concern_from = arrays["alone"]

    def of(tier: str | None, group: str) -> Any:
        return np.array([(r.tier != "none" if tier is None else r.tier == tier) and r.group == group for r in rows])

    urgently = (danger >= now_from) & (urgent >= arrays["urgent_from"])
    seen, joined = danger >= concern_from, danger >= arrays["together"][1]
    hard, ordinary = of("none", "hard"), of("none", "ordinary")
    return np.array(
        [
            seen[of(None, "hard")].mean(),
            urgently[of("now", "hard")].mean(),
            urgently[hard].mean(),
            seen[hard].mean(),
            urgently[ordinary].mean(),
            seen[ordinary].mean(),
            joined[of(None, "together")].mean(),
            joined[of("none", "together")].mean(),
        ]
    )


def train_safety(path: Path, cache: Path = CACHE) -> Arrays:
    """Train and write the weights; the arrays."""
    arrays = fit(samples(), Encoder(cache))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    part.replace(path)
    return arrays


if __name__ == "__main__":  # a process of its own: the bot never loads scikit-learn
    found = train_safety(Path(sys.argv[1]))["outcome"]
    sys.stdout.write("detector, sentences held back: " + " ".join(f"{share:.3f}" for share in found) + "\n")
