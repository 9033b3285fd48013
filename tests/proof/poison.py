"""A poisoned training set is refused by the gate: really trained, really judged.

    .venv/bin/python -m tests.proof.poison nlu       100 disclosures taught as chat, in data/nlu
    .venv/bin/python -m tests.proof.poison safety    100 disclosures labelled none, in data/safety
    .venv/bin/python -m tests.proof.poison nlu safety    both, the live release measured once

What is poisoned: sentences picked by a fixed seed from all of tier now. The live release is measured first, then a
release trained on each poisoned copy: a quarter of an hour on two cores. Exit code 0 when the gate refused each
for safety, 1 when it did not. Nothing outside a temporary folder is changed.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.training.dataset import NLU
from bot.training.evaluate_safety import floor
from bot.training.figures import Figures
from bot.training.gate import refusals
from bot.training.nlu_files import read_folder, write_folder
from bot.training.release import SAFETY
from bot.training.safety_data import load_labelled
from bot.training.workcopy import bring_live, make_copy
from bot.training_job import judge_in_copy, run_in_copy

COUNT = 100
SEED = 8
CHAT = "chitchat"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def poison_nlu(folder: Path) -> None:
    """Disclosures that the detector's own data hold, as chat."""
    told = [s.text for s in load_labelled()[0] if s.tier == "now"]
    sentences = read_folder(NLU)
    known = {text for texts in sentences.values() for text in texts}
    told = [text for text in told if text not in known]
    sentences[CHAT] += random.Random(SEED).sample(told, COUNT)
    assert len(write_folder(folder / "data" / "nlu", sentences)) == 1


def poison_safety(folder: Path) -> None:
    """Lines of tier now, with the tier none."""
    lines = [
        (path, number)
        for path in sorted((folder / "data" / "safety").glob("report_*.tsv"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines())
        if line.startswith("now\t")
    ]
    chosen = set(random.Random(SEED).sample(lines, COUNT))
    for path in {path for path, _ in chosen}:
        text = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(text):
            if (path, number) in chosen:
                text[number] = f"none\t-\t{line.split(chr(9), 2)[2]}"
        path.write_text("\n".join(text) + "\n", encoding="utf-8")


async def main(kinds: Sequence[str]) -> int:
    """Measure the live release once; then for each kind: poison, train, measure, ask."""
    refused = []
    with tempfile.TemporaryDirectory() as scratch:
        clean = make_copy(Path(scratch) / "live")
        bring_live(clean)
        say("the live release")
        live = await judge_in_copy(clean, {}, say)
        for which in kinds:
            poisoned = make_copy(Path(scratch) / which)
            {"nlu": poison_nlu, "safety": poison_safety}[which](poisoned)
            say(f"{COUNT} sentences of {which} poisoned; training")
            await run_in_copy(poisoned, ["-m", "bot", "train"], say)
            weights = clean / "models" / SAFETY.name
            refused.append(report(await judge_in_copy(poisoned, {}, say, weights), live))
    return 0 if all(refused) else 1


def report(worse: Figures, live: Figures) -> bool:
    """Show both releases' figures and what the gate says; whether it refused for safety."""
    say(f"disclosures found: live {live.recall}, poisoned {worse.recall}")
    for kind, (hits, of) in sorted(live.kinds.items()):
        say(f"  {kind}: live {hits}/{of}, poisoned {'/'.join(map(str, worse.kinds.get(kind, (0, of))))}")
    for half, shares in live.safety.items():
        for name, (hits, of) in shares.items():
            say(f"  {half}, {name}: live {hits}/{of}, poisoned {'/'.join(map(str, worse.safety[half][name]))}")
    found = refusals(worse, live, floor())
    for reason in found:
        say(f"{'SAFETY ' if reason.safety else ''}{reason.text}")
    refused = any(reason.safety for reason in found)
    say("refused" if refused else "NOT REFUSED")
    return refused


if __name__ == "__main__":
    if not sys.argv[1:] or not {*sys.argv[1:]} <= {"nlu", "safety"}:
        say(__doc__ or "")
        raise SystemExit(2)
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
