"""What each view is worth and whether more data would help: tables and a picture for docs/nlu.md.

    .venv/bin/python -m bot.training.study

Without Rasa, on the same pure parts as the engine (`bot.intents`), and on the development holdout only. Weights
are those of config.yml; nothing is chosen here (`bot.training.weights` does that).
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
import yaml

from bot.intents.fusion import Fusion
from bot.intents.grams import Grams, Shape
from bot.text.encode import Encoder
from bot.text.normalise import normalise
from bot.training import pictures
from bot.training.dataset import Example, load_examples
from bot.training.evaluate import HOLDOUT, OUT, read
from bot.training.noise import copies
from bot.training.release import ROOT
from bot.training.safety import CACHE

SIZES = (10, 20, 50, 100, 200)
PAGE = ROOT / "docs" / "nlu-study.md"


@dataclass(frozen=True)
class Asked:
    """Holdout sentences in scope with the labels that count as right."""

    texts: list[str]
    right: list[set[str]]

    @classmethod
    def load(cls, name: str) -> Asked:
        """Of one holdout file."""
        lines = [line for line in read(HOLDOUT / f"{name}.jsonl") if line["intent"] != OUT]
        return cls([line["text"] for line in lines], [{line["intent"], *line.get("also", ())} for line in lines])

    def top(self, scores: Any, intents: Sequence[str], count: int) -> float:
        """Share whose right label is among the best `count`."""
        best = np.argsort(-scores, axis=1)[:, :count]
        return sum(bool({intents[i] for i in row} & right) for row, right in zip(best, self.right, strict=True)) / len(
            best
        )


def settings() -> dict[str, Any]:
    """LinearHeads' settings in config.yml, and the shapes of the sparse views."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    heads: dict[str, Any] = next(part for part in pipeline if part["name"].endswith("LinearHeads"))
    shapes = [
        Shape(part["view"], part["min_n"], part["max_n"])
        for part in pipeline
        if part["name"].endswith("NgramFeaturizer")
    ]
    return heads | {"shapes": shapes}


class Study:
    """One training set fitted, ready to be asked."""

    def __init__(self, examples: Sequence[Example], config: Mapping[str, Any], encoder: Encoder) -> None:
        self._encoder = encoder
        cleans = [normalise(e.text) for e in examples]
        self._grams = [Grams.fit(shape, cleans) for shape in config["shapes"]]
        self.fusion = Fusion.fit(config, self._matrices([e.text for e in examples]), [e.intent for e in examples])

    def _matrices(self, texts: Sequence[str]) -> dict[str, Any]:
        cleans = [normalise(text) for text in texts]
        found: dict[str, Any] = {g.shape.view: sp.vstack([g.row(c) for c in cleans]).tocsr() for g in self._grams}
        return found | {"vector": self._encoder.encode(list(texts))}

    def verdicts(self, texts: Sequence[str]) -> dict[str, Any]:
        """What each view says."""
        return self.fusion.verdicts(self._matrices(texts))


def ablation(study: Study, asked: Asked, noisy: Mapping[str, list[str]]) -> list[str]:
    """A table: each view alone, all together, and all but one."""
    sets = {"as written": asked.texts, **noisy}
    verdicts = {name: study.verdicts(texts) for name, texts in sets.items()}
    views = list(verdicts["as written"])
    rows = [("all", views), *((f"{view} alone", [view]) for view in views)]
    rows += [(f"all without {view}", [v for v in views if v != view]) for view in views]
    lines = [
        "| views | top-1 | top-3 | " + " | ".join(f"top-1, {n}" for n in noisy) + " |",
        "|---" * (3 + len(noisy)) + "|",
    ]
    for name, some in rows:
        scores = {
            of: study.fusion.fused({v: said[v] if v in some else 0 * said[v] for v in views})
            for of, said in verdicts.items()
        }
        cells = [asked.top(scores["as written"], study.fusion.intents, n) for n in (1, 3)]
        cells += [asked.top(scores[of], study.fusion.intents, 1) for of in noisy]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    return lines


def at_most(examples: Sequence[Example], size: int) -> list[Example]:
    """So many sentences of each intent, a seeded choice."""
    by_intent: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    rng = random.Random(5)  # noqa: S311 - a seeded choice
    return [e for some in by_intent.values() for e in rng.sample(some, min(size, len(some)))]


def main() -> None:
    """Fit, ask, write."""
    config, encoder, asked = settings(), Encoder(CACHE), Asked.load("nlu_dev")
    examples = load_examples()
    noisy = copies(asked.texts, [e.text for e in examples])
    points: dict[str, list[tuple[int, float]]] = {"all views": [], "characters alone": []}
    table: list[str] = []
    for size in SIZES:
        study = Study(at_most(examples, size), config, encoder)
        said = study.verdicts(asked.texts)
        together = asked.top(study.fusion.fused(said), study.fusion.intents, 1)
        points["all views"].append((size, together))
        points["characters alone"].append((size, asked.top(said["characters"], study.fusion.intents, 1)))
        sys.stdout.write(f"{size} an intent: {together:.3f}\n")
        sys.stdout.flush()
    table = ablation(Study(examples, config, encoder), asked, noisy)
    pictures.curve(points, ROOT / "docs" / "pictures" / "learning.png")
    curve = ["| at most, an intent | " + " | ".join(points) + " |", "|---" * (1 + len(points)) + "|"]
    for at, size in enumerate(SIZES):
        curve.append(f"| {size} | " + " | ".join(f"{line[at][1]:.3f}" for line in points.values()) + " |")
    head = [
        "# What each view is worth, and the learning curve",
        "",
        f"Written by `python -m bot.training.study`: {len(examples)} training sentences, asked nlu_dev (a label",
        "in `also` counts; out of scope left out).",
        "",
    ]
    PAGE.write_text("\n".join([*head, *table, "", *curve, "", "![learning curve](pictures/learning.png)", ""]), "utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
