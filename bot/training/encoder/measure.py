"""What an adapter is worth: heads on frozen and on adapted vectors, alone and fused with characters.

    .venv/bin/python -m bot.training.encoder.measure --unseen FILE.jsonl … [--adapter FILE …]

Lines of FILE are {"text", "intent", "also"?}; the label or one of `also` counts. Vectors are the
run time's own int8 ones. Prints a table in Markdown: top-1 and top-3 of the text as written, and
top-1 of a copy with a tenth of the characters replaced by homophones.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.intents.weights import log_softmax
from bot.text.encoder.model import Model
from bot.text.encoder.prepare import STORE, prepared
from bot.text.encoder.wheelfile import Floats
from bot.text.encoder_version import ADAPTER
from bot.text.normalise import normalise
from bot.training.encoder.sentences import THREADS, examples
from bot.training.noise import Damage

CHARACTERS = (0.5, 1.0, 2.0, 3.0, 4.0)
"""Weights of the character model tried beside a vector head; the best is reported with its weight."""
SHARPNESS = 20.0


@dataclass
class Unseen:
    """Sentences to be judged on, and which intents count for each."""

    texts: list[str]
    right: list[set[str]]

    @classmethod
    def load(cls, paths: list[Path]) -> Unseen:
        """From lines of JSON."""
        rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
        also = [row.get("also") or [] for row in rows]
        right = [
            {row["intent"], *([more] if isinstance(more, str) else more)} for row, more in zip(rows, also, strict=True)
        ]
        return cls([normalise(row["text"]) for row in rows], right)

    def top(self, scores: Floats, intents: list[str], n: int) -> float:
        """Share of sentences with a right intent among the n best."""
        best = np.argsort(-scores, axis=1)[:, :n]
        return float(np.mean([bool({intents[i] for i in row} & ok) for row, ok in zip(best, self.right, strict=True)]))


def vectors(model: Model, texts: list[str]) -> Floats:
    """As the run time makes them."""
    with ThreadPoolExecutor(THREADS) as pool:
        return np.array(list(pool.map(model.vector, texts)))


def by_regression(train: Floats, labels: list[str], *asked: Floats) -> list[Floats]:
    """Log-probabilities of a logistic regression."""
    head = LogisticRegression(C=10, max_iter=300).fit(train, labels)
    return [log_softmax(rows @ head.coef_.T + head.intercept_) for rows in asked]


def by_prototype(train: Floats, labels: list[str], *asked: Floats) -> list[Floats]:
    """Log-softmax of cosines to each intent's mean, both seen from the mean of all."""
    centre = train.mean(axis=0)
    at = np.array(labels)
    means = np.array([train[at == intent].mean(axis=0) - centre for intent in sorted(set(labels))])
    return [log_softmax(SHARPNESS * _unit(rows - centre) @ _unit(means).T) for rows in asked]


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def by_characters(train: list[str], labels: list[str], *asked: list[str]) -> list[Floats]:
    """Log-probabilities of a one-against-the-rest regression over character 1- to 3-grams."""
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    matrix = grams.fit_transform(train)
    coefficients, intercepts = [], []
    at = np.array(labels)
    for intent in sorted(set(labels)):
        head = LogisticRegression(C=10, solver="liblinear", dual=True, random_state=0).fit(matrix, at == intent)
        coefficients.append(head.coef_[0])
        intercepts.append(head.intercept_[0])
    return [log_softmax(grams.transform(texts) @ np.array(coefficients).T + np.array(intercepts)) for texts in asked]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure adapters on sentences not trained on.")
    parser.add_argument("--unseen", type=Path, nargs="+", required=True)
    parser.add_argument("--adapter", type=Path, nargs="*", default=[ADAPTER])
    given = parser.parse_args()
    texts, labels = examples()
    intents, unseen = sorted(set(labels)), Unseen.load(given.unseen)
    damage = Damage(texts, 0.1, random.Random(0))  # noqa: S311 - a seeded copy
    noisy = [damage.misheard(text) for text in unseen.texts]

    def row(name: str, clean: Floats, misheard: Floats) -> None:
        figures = [unseen.top(clean, intents, 1), unseen.top(clean, intents, 3), unseen.top(misheard, intents, 1)]
        _say(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")

    _say("| vectors, head | top-1 | top-3 | top-1, homophones |\n|---|---|---|---|")
    characters = by_characters(texts, labels, unseen.texts, noisy)
    row("characters", *characters)
    for adapter in [Path("none"), *given.adapter]:
        model = Model(prepared(STORE, adapter))
        train, clean, misheard = (vectors(model, part) for part in (texts, unseen.texts, noisy))
        for name, head in (("regression", by_regression), ("prototypes", by_prototype)):
            alone = head(train, labels, clean, misheard)
            row(f"{adapter.stem}, {name}", *alone)
            fused = {w: [a + w * c for a, c in zip(alone, characters, strict=True)] for w in CHARACTERS}
            best = max(CHARACTERS, key=lambda w: unseen.top(fused[w][0], intents, 1))
            row(f"{adapter.stem}, {name} + {best} characters", *fused[best])


if __name__ == "__main__":
    main()
