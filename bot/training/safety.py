"""Train the detector's heads on data/safety and data/nlu.

Negatives are the hard ones of data/safety and every intent that discloses nothing. The encoder's adapter
has seen most of these sentences, so their vectors look easier than a stranger's: fusion and thresholds are
fitted on the sentences it was not shown, with heads that were not shown them either; then the heads are
fitted anew on everything.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.safety.classifier import HEADS, fuse, with_row
from bot.text.encode import Encoder
from bot.training.dataset import load_examples
from bot.training.release import ROOT
from bot.training.safety_limits import confirmed, divide, glance_from, outcome, row_from, threshold
from bot.training.safety_row import Rows
from bot.training.safety_samples import Sample, samples
from bot.training.safety_table import Arrays, Table
from bot.training.safety_taught import taught_arrays

CACHE = ROOT / "var" / "cache" / "vectors.npz"
"""Shared with the engine's training, which runs beside: most sentences are in both, and are encoded before."""


def fit(rows: Sequence[Sample], encoder: Encoder) -> Arrays:
    """The arrays of `bot.safety.classifier`, from samples."""
    vectors = encoder.encode([r.text for r in rows])
    shown = np.array([not r.held_back for r in rows])
    kinds = sorted({r.kind for r in rows if r.kind})
    assert len(kinds) > 2, "with two classes a linear model has one column"
    table, talks = Table(rows, vectors, kinds), Rows(rows, encoder)
    arrays: Arrays = {"kinds": np.array(kinds)}
    trial = table.fit(shown)
    trial |= talks.fit(trial, everything=False)
    views = table.views(trial, ~shown)
    fusions = {head: table.fusion(views, head, ~shown) for head in HEADS}
    arrays |= table.fit(np.ones(len(rows), dtype=bool)) | {f"{head}/fusion": fusions[head] for head in HEADS}
    arrays |= talks.fit(arrays, everything=True)
    unseen = [r for r in rows if r.held_back]
    danger, urgent = (_sigmoid(fuse(head, fusions[head], *views[head])) for head in ("danger", "now"))
    scores = talks.scores(trial)
    danger[[bool(r.turns) for r in unseen]] = with_row(danger[[bool(r.turns) for r in unseen]], scores)
    arrays["urgent_from"] = np.array(divide(urgent, unseen))
    for name, groups in (("alone", ("hard", "ordinary")), ("together", ("together",))):
        arrays[name] = np.array([threshold(danger, unseen, groups, tier) for tier in ("now", "concern")])
    arrays["confirmed_from"], arrays["heard_from"] = map(np.array, confirmed(danger, unseen))
    arrays["glance_from"] = np.array(glance_from(views["danger"][0], unseen))
    arrays["row_from"] = np.array(row_from(scores, danger, unseen, arrays["together"][1]))
    arrays["outcome"] = outcome(danger, urgent, unseen, arrays)
    return arrays | taught_arrays(rows)


def _sigmoid(logits: Any) -> Any:
    return 1 / (1 + np.exp(-logits))


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
    rows = samples()
    turns = (turn for row in rows for turn in row.turns)
    texts = list(dict.fromkeys([*(row.text for row in rows), *turns, *(e.text for e in load_examples())]))
    Encoder(cache).encode(texts)
    return len(texts)


if __name__ == "__main__":  # a process of its own: the bot never loads scikit-learn
    if len(sys.argv) > 1:
        found = train_safety(Path(sys.argv[1]))["outcome"]
        sys.stdout.write("detector, sentences held back: " + " ".join(f"{share:.3f}" for share in found) + "\n")
    else:
        sys.stdout.write(f"{encode_all()} sentences encoded\n")
