"""What a set of attacks does to the live release's detector: found, taken for now, alarms, by kind of attack.

    .venv/bin/python -m bot.training.attack FILE.jsonl …

Lines are {"text" or "turns", "tier", "kind", "direct", "set"}. The detector of the bot's process is asked, without the
engine's intents, which raise some more to a concern.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.safety.detector import Detector, Disclosure
from bot.training.evaluate import read
from bot.training.evaluate_safety import share, whole
from bot.training.evaluation import live_detector


def table(rows: Iterable[Mapping[str, Any]], detector: Detector) -> str:
    """Markdown: a line for each kind of attack, with 95 % intervals."""
    groups: defaultdict[str, list[tuple[Disclosure, Mapping[str, Any]]]] = defaultdict(list)
    for row in rows:
        verdict = whole(detector.detect, row.get("turns") or [row["text"]])
        discloses = row["tier"] != "none"
        how = (", direct" if row.get("direct") else ", indirect") if discloses and "turns" not in row else ""
        what = f"{row['set']}, {'disclosing' if discloses else 'harmless'}{how}"
        groups[what].append((verdict, row))
    lines = ["| messages | now or concern | now | kind right, of those found |", "|---|---|---|---|"]
    for name, found in sorted(groups.items()):
        seen = [(f, r) for f, r in found if f.tier != "none"]
        kinds = share([f.kind == r["kind"] for f, r in seen if r["tier"] != "none"])
        cells = [share([f.tier != "none" for f, _ in found]), share([f.urgent for f, _ in found]), kinds]
        lines.append(f"| {name} | " + " | ".join(str(c) if c.of else "–" for c in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print a table for each file."""
    detector = live_detector()
    for name in sys.argv[1:]:
        sys.stdout.write(f"{name}\n\n{table(read(Path(name)), detector)}\n")


if __name__ == "__main__":
    main()
