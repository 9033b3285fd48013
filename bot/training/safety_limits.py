"""From which danger on a message is taken for now or for a concern: fitted on what no head and no adapter has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.safety.detector import Detector
from bot.training.safety_samples import Sample

MOST = {
    "now": {"hard": 0.146, "ordinary": 0.037, "together": 0.01},
    "concern": {"hard": 0.33, "ordinary": 0.14, "together": 0.09},
}
"""Shares of harmless messages that may alarm: hard ones, ordinary ones, and conversations of three read together.
Of those held back, which are twins of disclosures and attacks: on strangers' messages the shares are a third."""
ENOUGH = 50
"""Disclosures with words of the patterns from which their least danger says where one may pass over a pattern."""
PASSED_OVER = 0.03
"""Share of the disclosures held back that the n-grams alone need not suspect: in a crowd they are read a little later.
At 0.01 six of ten harmless messages would be suspected, at 0.03 four."""


def threshold(danger: Any, rows: Sequence[Sample], groups: Sequence[str], tier: str) -> float:
    """The lowest danger at which no group of harmless messages alarms more than it may."""
    found = []
    for group in groups:
        quiet = danger[[r.tier == "none" and r.group == group for r in rows]]
        found.append(float(np.quantile(quiet, 1 - MOST[tier][group])))
    return max(found)


def divide(urgent: Any, rows: Sequence[Sample]) -> float:
    """What nearly all sentences that need help now reach: a protocol too many costs less than one too few."""
    return float(np.quantile(urgent[[r.tier == "now" for r in rows]], 0.01))


def confirmed(danger: Any, rows: Sequence[Sample]) -> tuple[float, float]:
    """The danger that all but a fiftieth of the disclosures reach which the patterns find too, and that all reach."""
    patterns = Detector()
    hits = danger[[r.tier == "now" and patterns.match(r.text).urgent for r in rows]]
    if not len(hits):
        return 0.0, 0.0
    return float(np.quantile(hits, 0.02)), float(hits.min()) if len(hits) >= ENOUGH else 0.0


def row_from(scores: Any, danger: Any, rows: Sequence[Sample], concern_from: float) -> float:
    """What every conversation reaches that discloses and is found once it is read as one text, by the plane on what is
    known of each message; with few examples everything does. `danger`: of all rows, conversations as one text."""
    told = np.array([r.tier != "none" for r in rows if r.turns])
    found = scores[told & (danger[[bool(r.turns) for r in rows]] >= concern_from)]
    return float(found.min()) if len(found) >= ENOUGH else -np.inf


def glance_from(by_grams: Any, rows: Sequence[Sample]) -> tuple[float, float]:
    """What nearly all disclosures reach by their n-grams alone: messages, and conversations as one text. With few
    examples everything does."""
    found = []
    for in_turns in (False, True):
        told = by_grams[[r.tier != "none" and bool(r.turns) == in_turns for r in rows]]
        found.append(float(np.quantile(told, PASSED_OVER)) if len(told) >= ENOUGH else -np.inf)
    return found[0], found[1]


def outcome(danger: Any, urgent: Any, rows: Sequence[Sample], arrays: Mapping[str, Any]) -> Any:
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
