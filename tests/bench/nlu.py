"""Understanding beside Rasa's usual Chinese pipeline, on public and on our own data; part of `make bench`.

    python -m tests.bench.nlu [smp2019] [thin] [own] [--page]

Each training runs in a process of its own and leaves a line in docs/bench-nlu.jsonl, named by a hash of what went
in: a stopped run goes on where it stopped, and the page is written from the lines. Hours, mostly DIET's.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from bot.text.encoder_version import fingerprint
from bot.training.dataset import load_examples
from bot.training.evaluate import read
from bot.training.study import at_most

ROOT = Path(__file__).parents[2]
SMP = ROOT.parent / "shared" / "bench" / "smp2019.json"
RESULTS, PAGE = ROOT / "docs" / "bench-nlu.jsonl", ROOT / "docs" / "bench-nlu.md"
FOLDS = 5
THIN = 20
"""Sentences of an intent in the set `thin`, our own data cut down so that DIET is done within the hour."""
FEWEST = 5
"""Labels of the public set with fewer sentences are left out, as its readme says."""
STOCK: list[dict[str, Any]] = [
    {"name": "JiebaTokenizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "random_seed": 7},
]
Labelled = list[tuple[str, str]]


def ours() -> list[dict[str, Any]]:
    """Our own pipeline as it is in config.yml, up to the intent."""
    pipeline: list[dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    last = next(i for i, part in enumerate(pipeline) if part["name"].endswith("LinearHeads"))
    return pipeline[: last + 1]


def public(fold: int) -> tuple[Labelled, Labelled]:
    """Train and test part of one of five folds of smp2019; a slash in a label would mean something to Rasa."""
    from sklearn.model_selection import StratifiedKFold

    rows = [(r["text"], f"{r['domain']}.{r['intent']}") for r in json.loads(SMP.read_text(encoding="utf-8"))]
    counts = Counter(label for _, label in rows)
    rows = [row for row in rows if counts[row[1]] >= FEWEST]
    splits = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(rows, [label for _, label in rows])
    train, test = list(splits)[fold]
    return [rows[i] for i in train], [rows[i] for i in test]


def own() -> tuple[Labelled, Labelled]:
    """Our training data and the development holdout."""
    train = [(e.text, e.intent) for e in load_examples()]
    return train, [(line["text"], line["intent"]) for line in read(ROOT / "tests" / "holdout" / "nlu_dev.jsonl")]


def thin() -> tuple[Labelled, Labelled]:
    """So few sentences an intent of our training data, a seeded choice, and the development holdout."""
    train = [(e.text, e.intent) for e in at_most(load_examples(), THIN)]
    return train, own()[1]


PARTS = {"smp2019": public, "thin": lambda _: thin(), "own": lambda _: own()}
"""Train and test part of a fold, by set."""


def measure(pipeline: list[dict[str, Any]], train: Labelled, test: Labelled) -> dict[str, float]:
    """Train with Rasa and parse the test part, here in this process: accuracy, macro-F1, seconds, ms, MB."""
    import asyncio
    import logging

    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from sklearn.metrics import f1_score

    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
        config, data = folder / "config.yml", folder / "nlu.json"
        config.write_text(
            yaml.safe_dump({"recipe": "default.v1", "assistant_id": "bench", "language": "zh", "pipeline": pipeline}),
            encoding="utf-8",
        )
        examples = [{"text": text, "intent": intent, "entities": []} for text, intent in train]
        data.write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}), encoding="utf-8")
        began = time.monotonic()
        model = train_nlu(str(config), str(data), str(folder))
        seconds = time.monotonic() - began
        assert model is not None
        agent = Agent.load(model)

        async def parse() -> tuple[list[str], list[float]]:
            said, took = [], []
            for text, _ in test:
                start = time.perf_counter()
                parsed = await agent.parse_message(text)
                took.append((time.perf_counter() - start) * 1000)
                said.append(str(parsed["intent"]["name"]))
            return said, took

        said, took = asyncio.run(parse())
    right = [intent for _, intent in test]
    return {
        "accuracy": sum(a == b for a, b in zip(said, right, strict=True)) / len(right),
        "macro_f1": float(f1_score(right, said, average="macro", zero_division=0)),
        "seconds": seconds,
        "p50_ms": statistics.median(took),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def tasks(sets: list[str]) -> list[tuple[str, int, str]]:
    """What is to be run: set, fold, pipeline. Ours first, it is short."""
    folds = {"smp2019": range(FOLDS), "thin": range(1), "own": range(1)}
    return [(name, fold, which) for name in sets for which in ("ours", "stock") for fold in folds[name]]


def key(name: str, fold: int, which: str) -> str:
    """Names what goes into one training: the data, the pipeline, for ours the encoder."""
    pipeline = ours() if which == "ours" else STOCK
    parts = PARTS[name](fold)
    content = json.dumps([pipeline, parts, fingerprint() if which == "ours" else ""], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def done() -> dict[str, dict[str, Any]]:
    """The results so far, by key."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return {row["key"]: row for row in map(json.loads, lines)}


def page(rows: list[dict[str, Any]]) -> str:
    """The results as a table."""
    lines = [
        "# Understanding beside Rasa's usual Chinese pipeline",
        "",
        "Written by `python -m tests.bench.nlu`. smp2019: mean of five folds (stratified, seed 0; 39 labels); own: all",
        f"training data, thin: {THIN} sentences an intent of it (a seeded choice), both asked the development holdout,",
        "first label only. Stock: Jieba, LexicalSyntactic, CountVectors",
        "(words, char_wb 1–4), DIET 100 epochs. Ours: config.yml. Seconds are those of a training from nothing,",
        "sentence vectors included.",
        "",
        "| data | pipeline | folds | accuracy | macro-F1 | training, s | parse p50, ms | memory, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["set"], row["pipeline"]), []).append(row)
    for (name, which), found in sorted(groups.items()):
        cells = [
            f"{statistics.mean(r[figure] for r in found):.{digits}f}"
            for figure, digits in (("accuracy", 4), ("macro_f1", 4), ("seconds", 0), ("p50_ms", 1), ("memory_mb", 0))
        ]
        lines.append(f"| {name} | {which} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run what has no result yet, then write the page."""
    if len(sys.argv) == 5 and sys.argv[1] == "--one":
        name, fold, which = sys.argv[2], int(sys.argv[3]), sys.argv[4]
        train, test = PARTS[name](fold)
        sys.stdout.write("\n" + json.dumps(measure(ours() if which == "ours" else STOCK, train, test)))
        return
    sets = [a for a in sys.argv[1:] if a in PARTS] or list(PARTS)
    wanted = {key(*task): task for task in tasks(sets)}
    if "--page" not in sys.argv:
        for name, task in wanted.items():
            if name in done():
                continue
            command = [sys.executable, "-m", "tests.bench.nlu", "--one", *map(str, task)]
            found = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            figures = json.loads(found.stdout.rsplit("\n", 1)[-1])
            row = {"key": name, "set": task[0], "fold": task[1], "pipeline": task[2], **figures}
            with RESULTS.open("a", encoding="utf-8") as results:
                results.write(json.dumps(row) + "\n")
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
    found = done()
    PAGE.write_text(page([found[name] for name in wanted if name in found]), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
