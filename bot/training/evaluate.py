"""Accuracy of an engine on the holdout; asks a running engine, as everybody else does."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.training.release import ROOT

HOLDOUT = ROOT / "tests" / "holdout"
Parse = Callable[[str], Awaitable[dict[str, Any]]]


@dataclass
class Report:
    """What was asked, what was right, and the sentences that were wrong."""

    asked: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    third: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    """Answered with the right page at once, neither asked back nor misled."""
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    disclosures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def markdown(self) -> str:
        """The report as a page."""
        total = sum(self.asked.values())
        rows = [
            f"| {i} | {self.answered[i]}/{n} | {self.first[i]}/{n} | {self.third[i]}/{n} |"
            for i, n in sorted(self.asked.items())
        ]
        lines = [
            f"Answered right at once {sum(self.answered.values())}/{total}, top-1 {sum(self.first.values())}/{total}, "
            f"top-3 {sum(self.third.values())}/{total}.",
            "",
            "| intent | answered right | top-1 | top-3 |",
            "|---|---|---|---|",
            *rows,
        ]
        for tier, counts in self.disclosures.items():
            lines += ["", f"Tier `{tier}`: {counts['right']} of {sum(counts.values())} judged right."]
        if self.wrong:
            lines += ["", "Still wrong:", ""]
            lines += [f"- {text} — {expected}, read as {read}" for expected, read, text in self.wrong]
        return "\n".join(lines) + "\n"


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a holdout file; none when it is not there."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


async def evaluate(parse: Parse) -> Report:
    """Parse every sentence of the holdout."""
    report = Report()
    for line in read(HOLDOUT / "first_line.jsonl"):
        parsed, expected = await parse(line["text"]), line["intent"]
        names = [r["name"] for r in parsed["intent_ranking"]]
        report.asked[expected] += 1
        report.answered[expected] += parsed["intent"]["name"] == expected
        report.first[expected] += names[0] == expected
        report.third[expected] += expected in names[:3]
        if names[0] != expected:
            report.wrong.append((expected, names[0], line["text"]))
    for line in read(HOLDOUT / "disclosure_lines.jsonl"):
        urgent = (await parse(line["text"]))["safety"]["urgent"]
        report.disclosures[line["tier"]]["right" if urgent == (line["tier"] == "now") else "wrong"] += 1
    return report
