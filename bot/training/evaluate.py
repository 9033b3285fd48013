"""Accuracy of an engine on the holdout; asks a running engine, as everybody else does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.training.dataset import load_examples
from bot.training.noise import copies
from bot.training.release import ROOT

HOLDOUT = ROOT / "tests" / "holdout"
SETS = ("first_line", "nlu_dev", "nlu_final")
OUT = "out_of_scope"
REFUSED = frozenset({OUT, "nlu_fallback"})
WEAK = 0.6
Parse = Callable[[str], Awaitable[dict[str, Any]]]


@dataclass
class Report:
    """What was asked of one set, what was right, and the sentences that were wrong."""

    name: str
    asked: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    third: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    """Answered as the right intent at once, neither asked back nor misled."""
    refused: int = 0
    """In scope, and taken for out of scope."""
    caught: int = 0
    """Out of scope, and neither answered as a topic nor as a disclosure."""
    alarmed: Counter[str] = field(default_factory=Counter)
    """Tier `now` or `concern`, by intent."""
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    """Of each sentence: the first intent's confidence, and whether it is right."""

    @property
    def confused(self) -> Counter[tuple[str, str]]:
        """How often an intent was taken for another."""
        return Counter((meant, taken) for meant, taken, _ in self.wrong)

    def markdown(self) -> str:
        """The report as a section."""
        asked, out = sum(self.asked.values()), self.asked[OUT]
        inside = asked - out
        first = sum(n for i, n in self.first.items() if i != OUT)
        third = sum(n for i, n in self.third.items() if i != OUT)
        answered = sum(n for i, n in self.answered.items() if i != OUT)
        danger = [i for i in self.asked if i.startswith("report_")]
        found, disclosed = sum(self.alarmed[i] for i in danger), sum(self.asked[i] for i in danger)
        weak = sorted((self.first[i] / n, i) for i, n in self.asked.items() if self.first[i] / n < WEAK)
        lines = [
            f"## {self.name}",
            "",
            f"{inside} sentences in scope: top-1 {first / inside:.3f}, top-3 {third / inside:.3f}, "
            f"answered right at once {answered / inside:.3f}, refused {self.refused / inside:.3f}.",
        ]
        if out:
            lines.append(f"{out} out of scope: not answered as something else {self.caught / out:.3f}.")
        if disclosed:
            lines.append(f"{disclosed} disclosures: found (now or concern) {found / disclosed:.3f}.")
        if weak:
            lines += ["", f"Under {WEAK}: " + ", ".join(f"{i} {share:.2f}" for share, i in weak) + "."]
        return "\n".join(lines) + "\n"


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a holdout file; none when it is not there."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line] if path.exists() else []


async def evaluate(parse: Parse, sets: tuple[str, ...] = SETS) -> list[Report]:
    """Parse every sentence of the sets."""
    return [await _one(parse, name) for name in sets]


async def _one(parse: Parse, name: str) -> Report:
    report = Report(name)
    for line in read(HOLDOUT / f"{name}.jsonl"):
        parsed, expected = await parse(line["text"]), line["intent"]
        right = {expected, *line.get("also", ())}
        names, said = [r["name"] for r in parsed["intent_ranking"]], parsed["intent"]["name"]
        report.asked[expected] += 1
        report.answered[expected] += said in right
        report.first[expected] += names[0] in right
        report.third[expected] += bool(right & set(names[:3]))
        report.alarmed[expected] += parsed["safety"]["tier"] != "none"
        if expected == OUT:
            report.caught += said in REFUSED
        else:
            report.refused += said == OUT
        report.sure.append((float(parsed["intent_ranking"][0]["confidence"]), names[0] in right))
        if names[0] not in right:
            report.wrong.append((expected, names[0], line["text"]))
    return report


async def under_noise(parse: Parse, name: str) -> dict[str, float]:
    """Top-1 in scope on the copies of a set that `bot.training.noise` makes, and on the set as written."""
    lines = [line for line in read(HOLDOUT / f"{name}.jsonl") if line["intent"] != OUT]
    texts = [line["text"] for line in lines]
    found = {}
    for noise, copied in {"as written": texts, **copies(texts, [e.text for e in load_examples()])}.items():
        hits = [
            (await parse(text))["intent_ranking"][0]["name"] in {line["intent"], *line.get("also", ())}
            for text, line in zip(copied, lines, strict=True)
        ]
        found[noise] = sum(hits) / len(hits)
    return found


async def entities_right(parse: Parse) -> tuple[int, int, list[str]]:
    """Sentences of entities.jsonl with exactly the entities a careful reader finds; how many; those that are wrong."""
    lines = read(HOLDOUT / "entities.jsonl")
    wrong = []
    for line in lines:
        found = {e["entity"]: e["value"] for e in (await parse(line["text"]))["entities"]}
        if {name: value for name, value in found.items() if name != "topic"} != line["entities"]:
            wrong.append(line["text"])
    return len(lines) - len(wrong), len(lines), wrong
