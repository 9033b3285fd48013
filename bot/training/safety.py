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

from bot.intents.fusion import NEAR_ENOUGH
from bot.safety.classifier import HEADS, fuse, windows
from bot.safety.detector import JOINT, Detector
from bot.safety.grams import PLACES, hashed
from bot.safety.near import Near
from bot.text.encode import Encoder
from bot.text.normalise import normalise
from bot.training.dataset import load_examples
from bot.training.noise import Damage
from bot.training.release import ROOT
from bot.training.safety_data import UNLABELLED, load_conversations, load_labelled

CACHE = ROOT / "var" / "cache" / "vectors.npz"
"""Shared with the engine's training, which runs beside: most sentences are in both, and are encoded before."""
MOST = {
    "now": {"hard": 0.146, "ordinary": 0.034, "together": 0.01},
    "concern": {"hard": 0.33, "ordinary": 0.137, "together": 0.09},
}
"""Shares of harmless messages that may alarm: hard ones, ordinary ones, and conversations of three read together.
Of those held back, which are twins of disclosures and attacks: on strangers' messages the shares are a third."""
SHARES = (1.0, 0.3, 1.3)
"""N-grams, plane, neighbours: what each says of danger and of now counts so much. Picked on the development
holdout: weights fitted on the sentences held back trust the plane too much, whose relations it was fitted on."""
ENOUGH = 50
"""Disclosures with words of the patterns from which their least danger says where one may pass over a pattern."""
SPARE = 0.5
"""How much less (log-odds) than of those the n-grams may say before three messages are not read together."""
MISHEARD = 0.15
"""Share of characters replaced by homophones in the damaged copies the gram heads learn from too."""
Arrays = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One training sentence of the detector, or three messages as one."""

    text: str
    tier: str
    kind: str
    group: str
    """`hard`, `ordinary`, `together`, or `window`: a piece of a long harmless message, as it is judged."""
    held_back: bool = False


def samples() -> list[Sample]:
    """Everything the detector is trained on."""
    found = [
        Sample(s.text, s.tier, s.kinds[0] if s.kinds else "", "hard" if s.hard else "ordinary", s.held_back)
        for s in load_labelled()[0]
    ]
    for e in load_examples():
        if e.intent.startswith("report_"):
            found.append(Sample(e.text, "now", e.intent, "ordinary", e.held_back))
        elif e.intent not in UNLABELLED:
            found.append(Sample(e.text, "none", "", "ordinary", e.held_back))
    for talk in load_conversations()[0]:
        found.append(Sample(JOINT.join(talk.turns), talk.tier, talk.kind or "", "together", talk.held_back))
        found += [Sample(turn, "none", "", "ordinary", talk.held_back) for turn in talk.turns if len(turn) > 3]
    pieces = [(piece, s) for s in found if s.tier == "none" for piece in windows(s.text)[1:]]
    return [*found, *(Sample(piece, "none", "", "window", s.held_back) for piece, s in pieces)]


def fit(rows: Sequence[Sample], encoder: Encoder) -> Arrays:
    """The arrays of `bot.safety.classifier`, from samples."""
    vectors = encoder.encode([r.text for r in rows])
    shown = np.array([not r.held_back for r in rows])
    kinds = sorted({r.kind for r in rows if r.kind})
    assert len(kinds) > 2, "with two classes a linear model has one column"
    table = _Table(rows, vectors, kinds)
    arrays: Arrays = {"kinds": np.array(kinds)}
    trial = table.fit(shown)
    views = table.views(trial, ~shown)
    fusions = {head: table.fusion(views, head, ~shown) for head in HEADS}
    arrays |= table.fit(np.ones(len(rows), dtype=bool)) | {f"{head}/fusion": fusions[head] for head in HEADS}
    unseen = [r for r in rows if r.held_back]
    danger, urgent = (_sigmoid(fuse(head, fusions[head], *views[head])) for head in ("danger", "now"))
    arrays["urgent_from"] = np.array(_divide(urgent, unseen))
    for name, groups in (("alone", ("hard", "ordinary")), ("together", ("together",))):
        arrays[name] = np.array([_threshold(danger, unseen, groups, tier) for tier in ("now", "concern")])
    arrays["confirmed_from"], arrays["heard_from"] = map(np.array, _confirmed(danger, unseen))
    arrays["joined_from"] = np.array(_joined_from(views["danger"][0], unseen))
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
    """What nearly all sentences that need help now reach: a protocol too many costs less than one too few."""
    return float(np.quantile(urgent[[r.tier == "now" for r in rows]], 0.01))


def _confirmed(danger: Any, rows: Sequence[Sample]) -> tuple[float, float]:
    """The danger that all but a fiftieth of the disclosures reach which the patterns find too, and that all reach."""
    patterns = Detector()
    hits = danger[[r.tier == "now" and patterns.match(r.text).urgent for r in rows]]
    if not len(hits):
        return 0.0, 0.0
    return float(np.quantile(hits, 0.02)), float(hits.min()) if len(hits) >= ENOUGH else 0.0


def _joined_from(by_grams: Any, rows: Sequence[Sample]) -> float:
    """What nearly all conversations reach that disclose, by n-grams alone that have seen none of them; with few
    examples everything does."""
    told = by_grams[[r.tier != "none" and r.group == "together" for r in rows]]
    return float(np.quantile(told, 0.01)) - SPARE if len(told) >= ENOUGH else -np.inf


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


def encode_all(cache: Path = CACHE) -> int:
    """Fill the cache with the vectors of everything that a release is trained on; how many sentences that is."""
    texts = list(dict.fromkeys([*(r.text for r in samples()), *(e.text for e in load_examples())]))
    Encoder(cache).encode(texts)
    return len(texts)


if __name__ == "__main__":  # a process of its own: the bot never loads scikit-learn
    if len(sys.argv) > 1:
        found = train_safety(Path(sys.argv[1]))["outcome"]
        sys.stdout.write("detector, sentences held back: " + " ".join(f"{share:.3f}" for share in found) + "\n")
    else:
        sys.stdout.write(f"{encode_all()} sentences encoded\n")
