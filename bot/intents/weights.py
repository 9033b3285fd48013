"""How much each view says: weights fitted on sentences its head has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
PARTS = 4
"""Each quarter is judged by heads fitted on the other three."""


def log_softmax(scores: Array) -> Array:
    """By row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def likeliest(verdicts: Mapping[str, Any], right: Sequence[int]) -> dict[str, float]:
    """Non-negative weights of the views under which the right intents are likeliest (the temperature is in them)."""
    from scipy.optimize import minimize

    views, at = list(verdicts), np.arange(len(right))
    stacked = np.stack([verdicts[view] for view in views])

    def loss(weights: Any) -> tuple[float, Any]:
        said = log_softmax(np.tensordot(weights, stacked, axes=1))
        surplus = np.exp(said)
        surplus[at, right] -= 1
        return float(-said[at, right].mean()), np.array([(surplus * view).sum() for view in stacked]) / len(right)

    start = np.full(len(views), 1 / len(views))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(views))
    return {view: float(weight) for view, weight in zip(views, found.x, strict=True)}


def fitted(verdicts_on: Callable[[Any, Any], dict[str, Array]], labels: Sequence[int]) -> dict[str, float]:
    """Weights by cross-validation. `verdicts_on(shown, asked)`: what heads fitted on the rows `shown` say of the
    rows `asked`, columns in the order of the labels."""
    from sklearn.model_selection import StratifiedKFold

    found: dict[str, list[Array]] = {}
    right: list[int] = []
    at = np.asarray(labels)
    for shown, asked in StratifiedKFold(PARTS, shuffle=True, random_state=1).split(at, at):
        for view, said in verdicts_on(shown, asked).items():
            found.setdefault(view, []).append(said)
        right += at[asked].tolist()
    return likeliest({view: np.vstack(parts) for view, parts in found.items()}, right)
