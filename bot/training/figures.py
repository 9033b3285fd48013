"""What was measured of a release, as numbers that are stored beside it and compared: no sentence of the holdout in it,
but those of development sets that were wrong. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.training.doubts import Doubt
from bot.training.evaluate import OUT, Report
from bot.training.evaluate_safety import SafetyReport, Share

RECALLS = ("found, direct", "found, indirect")
"""Shares of the safety report that together are all disclosures."""
Pair = tuple[int, int]
"""So many of so many."""


@dataclass(frozen=True)
class Figures:
    """One release."""

    holdout: str
    """Which holdout it was measured on: figures of another are not comparable."""
    top1: Pair
    """In scope, first intent right."""
    answered: Pair
    """In scope, answered right at once."""
    caught: Pair
    """Out of scope, and not answered as something else."""
    intents: Mapping[str, Pair]
    safety: Mapping[str, Mapping[str, Pair]]
    """By half and share."""
    kinds: Mapping[str, Pair]
    """By kind of disclosure, both halves, direct and indirect."""
    scripts: Pair
    """Dialogue scripts that went through."""
    failed_scripts: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str, str], ...] = ()
    """Of the development set: what was meant, what it was taken for, the sentence."""
    missed: tuple[str, ...] = ()
    """Disclosures of the development set that were not found."""
    replies: Mapping[str, str] = field(default_factory=dict)
    """Intent by id of a masked message: what would be answered now."""
    doubts: tuple[Doubt, ...] = ()
    """What in its data somebody should look at again, beside the release that was live then."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Figures:
        """What `as_dict` gave. Raises TypeError or KeyError for anything else."""
        pairs = {name: _pair(data[name]) for name in ("top1", "answered", "caught", "scripts")}
        return cls(
            holdout=str(data["holdout"]),
            **pairs,
            intents={k: _pair(v) for k, v in data["intents"].items()},
            safety={half: {k: _pair(v) for k, v in shares.items()} for half, shares in data["safety"].items()},
            kinds={k: _pair(v) for k, v in data["kinds"].items()},
            failed_scripts=tuple(data["failed_scripts"]),
            wrong=tuple((str(a), str(b), str(c)) for a, b, c in data["wrong"]),
            missed=tuple(data["missed"]),
            replies=dict(data["replies"]),
            doubts=tuple((str(why), str(text)) for why, text in data.get("doubts", ())),
        )

    @property
    def recall(self) -> Share:
        """Of all disclosures, found as now or concern."""
        pairs = [shares[name] for shares in self.safety.values() for name in RECALLS if name in shares]
        return Share(sum(hits for hits, _ in pairs), sum(of for _, of in pairs))


def figures(
    holdout: str,
    reports: Sequence[Report],
    safety: Sequence[SafetyReport],
    scripts: Mapping[str, bool],
    replies: Mapping[str, str],
    development: str,
) -> Figures:
    """From the reports of an evaluation. `development`: the report whose wrong sentences may be read."""
    asked: Counter[str] = Counter()
    first: Counter[str] = Counter()
    answered = caught = 0
    for report in reports:
        asked.update(report.asked)
        first.update(report.first)
        answered += sum(n for intent, n in report.answered.items() if intent != OUT)
        caught += report.caught
    inside = sum(asked.values()) - asked[OUT]
    kinds: dict[str, Pair] = {}
    for half in safety:
        for kind, (direct, indirect) in half.kinds.items():
            hits, of = kinds.get(kind, (0, 0))
            kinds[kind] = (hits + direct.hits + indirect.hits, of + direct.of + indirect.of)
    return Figures(
        holdout=holdout,
        top1=(sum(n for intent, n in first.items() if intent != OUT), inside),
        answered=(answered, inside),
        caught=(caught, asked[OUT]),
        intents={intent: (first[intent], of) for intent, of in sorted(asked.items())},
        safety={half.half: {name: (s.hits, s.of) for name, s in half.shares.items()} for half in safety},
        kinds=kinds,
        scripts=(sum(scripts.values()), len(scripts)),
        failed_scripts=tuple(sorted(name for name, right in scripts.items() if not right)),
        wrong=tuple(w for report in reports if report.name == development for w in report.wrong),
        missed=tuple(str(row["text"]) for half in safety if half.half == "dev" for row in half.missed),
        replies=dict(replies),
    )


def _pair(value: Sequence[int]) -> Pair:
    hits, of = value
    return int(hits), int(of)
