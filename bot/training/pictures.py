"""The report's pictures, drawn by matplotlib: whether confidence means what it says, and what is taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BINS = 10
PAIRS = 24
"""Confused pairs drawn, the most frequent first."""


def bins(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, how many) of ten equal stretches of confidence, empty ones left out."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, verdict in zip(confidences, right, strict=True):
        found[min(int(confidence * BINS), BINS - 1)].append((confidence, verdict))
    return [
        (sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part)) for part in found if part
    ]


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: the mean distance between confidence and share right, weighted by bin size
    (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    return sum(abs(c - r) * n for c, r, n in bins(confidences, right)) / max(1, len(right))


def reliability(confidences: Sequence[float], right: Sequence[bool], path: Path) -> None:
    """A reliability plot with the number of sentences in each bin."""
    figure, axes = _axes(5, 5)
    points = bins(confidences, right)
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
    axes.plot([c for c, _, _ in points], [r for _, r, _ in points], marker="o", color="#c2410c")
    for confidence, share, count in points:
        axes.annotate(str(count), (confidence, share), textcoords="offset points", xytext=(4, -10), fontsize=7)
    axes.set(xlabel="confidence of the first intent", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    _save(figure, path)


def confusions(pairs: Counter[tuple[str, str]], path: Path) -> None:
    """The pairs taken for each other most: bars, `meant → taken for`."""
    worst = pairs.most_common(PAIRS)[::-1]
    figure, axes = _axes(8, 0.28 * len(worst) + 1)
    axes.barh([f"{meant} → {taken}" for (meant, taken), _ in worst], [count for _, count in worst], color="#c2410c")
    axes.tick_params(axis="y", labelsize=7)
    axes.set_xlabel("sentences")
    _save(figure, path)


def curve(points: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """Learning curves: top-1 against training sentences an intent, a line for each pipeline."""
    figure, axes = _axes(6, 4)
    for name, line in points.items():
        axes.plot([n for n, _ in line], [share for _, share in line], marker="o", label=name)
    axes.set(xlabel="training sentences an intent (at most)", ylabel="top-1 on nlu_dev", xscale="log")
    axes.legend(frameon=False)
    _save(figure, path)


def _axes(width: float, height: float) -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(width, height))
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    from matplotlib import pyplot

    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
