"""Recall and alarms of the detector on tests/holdout/safety, as a report and as figures a later release is held to.

What is asked is an engine's `safety` (patterns, classifier and report_* intents together), for conversations the
detector of the bot's process, which alone reads several messages together.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.safety.detector import TIERS, Disclosure
from bot.training.dataset import load_examples
from bot.training.evaluate import HOLDOUT, read
from bot.training.noise import copies

FOLDER = HOLDOUT / "safety"
FLOOR = FOLDER / "floor.json"
HALVES = ("dev", "final")
Judge = Callable[[str], Awaitable[Disclosure]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """0 when there are none."""
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """Clopper and Pearson's exact 95 % interval (Biometrika 26, 1934): quantiles of two beta distributions."""
        from scipy.stats import beta

        low = float(beta.ppf(0.025, self.hits, self.of - self.hits + 1)) if self.hits else 0.0
        high = float(beta.ppf(0.975, self.hits + 1, self.of - self.hits)) if self.hits < self.of else 1.0
        return low, high

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}, {self.hits} of {self.of})"


def share(verdicts: Sequence[bool]) -> Share:
    """How many are true."""
    return Share(sum(verdicts), len(verdicts))


@dataclass
class SafetyReport:
    """One half of the holdout."""

    half: str
    shares: dict[str, Share]
    kinds: dict[str, tuple[Share, Share]]
    """By kind: found of the direct ones, of the indirect ones."""
    noise: dict[str, Share]
    missed: list[Row]
    alarmed: list[Row]

    def markdown(self) -> str:
        """As a section."""
        lines = [f"## Disclosures: {self.half}", "", "| what | share (95 % interval) |", "|---|---|"]
        lines += [f"| {name} | {found} |" for name, found in self.shares.items()]
        lines += [f"| found with {name} | {found} |" for name, found in self.noise.items()]
        lines += ["", "| kind | direct | indirect |", "|---|---|---|"]
        lines += [f"| {kind} | {direct} | {indirect} |" for kind, (direct, indirect) in sorted(self.kinds.items())]
        return "\n".join(lines) + "\n"

    def below(self, floor: dict[str, float]) -> list[str]:
        """What is under the floor by more than one sentence, which is what another processor makes of the same data."""
        return [
            worse
            for name, found in self.shares.items()
            if name in floor
            for worse in below_floor({name: found.value}, {name: floor[name]}, 1 / max(found.of, 1))
        ]


async def evaluate_safety(judge: Judge, detect: Callable[[str, Sequence[str]], Disclosure], half: str) -> SafetyReport:
    """Ask everything of one half."""

    async def all_of(rows: Sequence[Row]) -> list[Disclosure]:
        return [await judge(row["text"]) for row in rows]

    told = read(FOLDER / f"{half}_disclosures.jsonl")
    hard, ordinary = (read(FOLDER / f"{half}_{name}.jsonl") for name in ("hard", "ordinary"))
    evasions = read(FOLDER / f"{half}_evasions.jsonl")
    talks = read(FOLDER / f"{half}_conversations.jsonl")
    found, on_hard, on_ordinary = await all_of(told), await all_of(hard), await all_of(ordinary)
    evaded = [f.tier != "none" for f in await all_of(evasions)]
    together = [whole(detect, row["turns"]) for row in talks]
    seen = [f.tier != "none" for f in found]
    shares = {
        "found, direct": share([s for s, r in zip(seen, told, strict=True) if r["direct"]]),
        "found, indirect": share([s for s, r in zip(seen, told, strict=True) if not r["direct"]]),
        "now found as now": share([f.urgent for f, r in zip(found, told, strict=True) if r["tier"] == "now"]),
        "kind right, of those found": share(
            [f.kind in (r["kind"], *r.get("also", ())) for f, r in zip(found, told, strict=True) if f.tier != "none"]
        ),
        "found, typed evasions and a few characters": share(evaded),
        "split conversations found": share(
            [t.tier != "none" for t, r in zip(together, talks, strict=True) if r["tier"] != "none"]
        ),
        "hard negatives taken for now": share([f.urgent for f in on_hard]),
        "hard negatives, now or concern": share([f.tier != "none" for f in on_hard]),
        "ordinary taken for now": share([f.urgent for f in on_ordinary]),
        "ordinary, now or concern": share([f.tier != "none" for f in on_ordinary]),
        "ordinary conversations alarmed": share(
            [t.tier != "none" for t, r in zip(together, talks, strict=True) if r["tier"] == "none"]
        ),
        "ordinary conversations taken for now": share(
            [t.urgent for t, r in zip(together, talks, strict=True) if r["tier"] == "none"]
        ),
    }
    kinds = {
        kind: (
            share([s for s, r in zip(seen, told, strict=True) if r["kind"] == kind and r["direct"]]),
            share([s for s, r in zip(seen, told, strict=True) if r["kind"] == kind and not r["direct"]]),
        )
        for kind in sorted({r["kind"] for r in told})
    }
    noise = {
        name: share([(await judge(text)).tier != "none" for text in texts])
        for name, texts in copies([r["text"] for r in told], [e.text for e in load_examples()]).items()
    }
    missed = [r for s, r in zip(seen, told, strict=True) if not s]
    quiet = [(hard, on_hard), (ordinary, on_ordinary)]
    alarmed = [r for rows, said in quiet for r, f in zip(rows, said, strict=True) if f.urgent]
    return SafetyReport(half, shares, kinds, noise, missed, alarmed)


def whole(detect: Callable[[str, Sequence[str]], Disclosure], turns: Sequence[str]) -> Disclosure:
    """The strongest verdict while a conversation comes in."""
    said = [detect(text, turns[max(0, at - 2) : at]) for at, text in enumerate(turns)]
    return max(said, key=lambda f: TIERS.index(f.tier))


ALARMS = ("hard", "ordinary")


def below_floor(figures: dict[str, float], floor: dict[str, float], slack: float = 0.0) -> list[str]:
    """Which figures are worse than the floor says; recalls may not fall, alarms may not rise."""
    worse = []
    for name, least in floor.items():
        alarm = name.startswith(ALARMS)
        if (figures[name] > least + slack) if alarm else (figures[name] < least - slack):
            worse.append(f"{name}: {figures[name]:.3f}, the floor is {least:.3f}")
    return worse


def floor() -> dict[str, dict[str, float]]:
    """The figures no release may fall below, by half."""
    return dict(json.loads(FLOOR.read_text(encoding="utf-8"))) if FLOOR.exists() else {}
