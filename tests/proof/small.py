"""A work copy with a few intents, so that training, judging and promoting the whole product takes minutes: the real
code on a small part of the real data, with a holdout of its own to match."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

from bot.training.dataset import NLU
from bot.training.nlu_files import read_folder, write_folder
from bot.training.release import ROOT
from bot.training.workcopy import make_copy

SPOKEN = ("greet", "thanks", "goodbye", "affirm", "deny", "show_menu", "chitchat", "out_of_scope")
TOPICS = ("parent_homework", "parent_phone_gaming", "parent_grandparents", "parent_sleep")
EACH, OF_NO_TOPIC = 40, 160
"""Sentences of an intent, and of what is none of ours."""
LINES = 150
"""Lines of each file of data/safety."""
ASKED = {"nlu": 4, "disclosures": 60, "conversations": 12, "evasions": 8, "hard": 20, "ordinary": 20}
"""Rows of a holdout: of each intent, of each file of tests/holdout/safety."""
FLOOR = {"found": 0.6, "now": 0.3, "kind": 0.3, "split": 0.3, "hard": 0.8, "ordinary": 0.8}
"""A detector that has read so little is held to less; that it may not be worse than the live one stays as it is."""


def small_copy(folder: Path) -> Path:
    """Make the copy."""
    make_copy(folder)
    kept = {
        intent: texts[: OF_NO_TOPIC if intent == "out_of_scope" else EACH]
        for intent, texts in read_folder(NLU).items()
        if intent in (*SPOKEN, *TOPICS) or intent.startswith("report_")
    }
    shutil.rmtree(folder / "data" / "nlu")
    (folder / "data" / "nlu").mkdir()
    write_folder(folder / "data" / "nlu", kept)
    for path in (folder / "data" / "safety").glob("*.tsv"):
        path.write_text(_head(path, LINES), encoding="utf-8")
    (folder / "tests").unlink()
    _holdout(ROOT / "tests" / "holdout", folder / "tests" / "holdout", set(kept))
    (folder / "tests" / "dialogues").mkdir()
    (folder / "tests" / "dialogues" / "small.txt").write_text(
        "# Homework, and a disclosure at once\n人 孩子老是不肯写作业怎么办\n页 parent_homework\n"
        "人 我儿子不见了\n页 report_missing_child\n",
        encoding="utf-8",
    )
    return folder


def _head(path: Path, lines: int) -> str:
    return "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:lines])


def _holdout(source: Path, target: Path, kept: set[str]) -> None:
    (target / "safety").mkdir(parents=True)
    for path in source.iterdir():
        if path.is_file():
            shutil.copyfile(path, target / path.name)
    for name in ("nlu_dev", "nlu_final"):
        taken: Counter[str] = Counter()
        rows = []
        for line in (source / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True):
            intent = json.loads(line)["intent"]
            taken[intent] += 1
            if intent in kept and taken[intent] <= ASKED["nlu"]:
                rows.append(line)
        (target / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")
    for half in ("dev", "final"):
        for name, rows_of in ASKED.items():
            path = source / "safety" / f"{half}_{name}.jsonl"
            if path.exists():
                lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
                step = max(1, len(lines) // rows_of)
                (target / "safety" / path.name).write_text("".join(lines[::step][:rows_of]), encoding="utf-8")
    floor = json.loads((source / "safety" / "floor.json").read_text(encoding="utf-8"))
    lower = {
        half: {name: FLOOR[name.replace(",", " ").split()[0]] for name in shares} for half, shares in floor.items()
    }
    (target / "safety" / "floor.json").write_text(json.dumps(lower), encoding="utf-8")
