"""The intent from several views of a text: one linear head a view, fused late as weighted log-probabilities.

Concatenating the views did worse than fusing their verdicts (docs/decisions.md). Pure: matrices in,
probabilities out; heads are plain arrays, loading them needs no scikit-learn and runs no pickle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.intents.neighbours import Neighbours

Array = npt.NDArray[np.floating[Any]]
Head = tuple[Array, Array]
"""Coefficients (features × intents) and intercepts."""


class Fusion:
    """`config`: `views` with `C` and `weight` each, `neighbours` of a dense view or None, `temperature`."""

    def __init__(
        self, config: Mapping[str, Any], intents: list[str], heads: dict[str, Head], neighbours: Neighbours | None
    ) -> None:
        self.config, self.intents, self.heads, self.neighbours = config, intents, heads, neighbours

    @classmethod
    def fit(cls, config: Mapping[str, Any], matrices: Mapping[str, Any], labels: Sequence[str]) -> Fusion:
        """One logistic regression a view; the neighbours are the rows themselves."""
        intents = sorted(set(labels))
        heads = {view: fit_head(matrices[view], labels, options["C"]) for view, options in config["views"].items()}
        near = config["neighbours"]
        at = np.array([intents.index(label) for label in labels])
        return cls(config, intents, heads, Neighbours.fit(matrices[near["view"]], at) if near else None)

    def verdicts(self, matrices: Mapping[str, Any]) -> dict[str, Array]:
        """Log-probabilities by view, and of `neighbours`: one row a text."""
        found = {view: log_softmax(_scores(matrices[view], *head)) for view, head in self.heads.items()}
        if self.neighbours is not None:
            near = self.config["neighbours"]
            found["neighbours"] = self.neighbours.log_probabilities(
                matrices[near["view"]], len(self.intents), near["count"], near["sharpness"]
            )
        return found

    def probabilities(self, matrices: Mapping[str, Any]) -> Array:
        """Rows of probabilities over `intents`."""
        return self.fused(self.verdicts(matrices))

    def fused(self, verdicts: Mapping[str, Array]) -> Array:
        """The views' verdicts as one."""
        weights = {view: options["weight"] for view, options in self.config["views"].items()}
        if self.neighbours is not None:
            weights["neighbours"] = self.config["neighbours"]["weight"]
        total = sum(weights[view] * verdict for view, verdict in verdicts.items())
        return np.asarray(np.exp(log_softmax(np.asarray(total) * self.config["temperature"])))

    def arrays(self) -> dict[str, Any]:
        """To be stored, at half precision (which fitting has rounded to already)."""
        arrays: dict[str, Any] = {"intents": np.array(self.intents)}
        for view, (coefficients, intercepts) in self.heads.items():
            arrays[f"{view}/coefficients"], arrays[f"{view}/intercepts"] = coefficients.astype(np.float16), intercepts
        if self.neighbours is not None:
            arrays["neighbours/vectors"] = self.neighbours.vectors.astype(np.float16)
            arrays["neighbours/intents"], arrays["neighbours/mean"] = self.neighbours.intents, self.neighbours.mean
        return arrays

    @classmethod
    def from_arrays(cls, config: Mapping[str, Any], stored: Mapping[str, Any]) -> Fusion:
        """What `arrays` gave."""
        heads = {
            view: (stored[f"{view}/coefficients"].astype(np.float32), stored[f"{view}/intercepts"])
            for view in config["views"]
        }
        neighbours = None
        if config["neighbours"]:
            vectors = stored["neighbours/vectors"].astype(np.float32)
            neighbours = Neighbours(vectors, stored["neighbours/intents"], stored["neighbours/mean"])
        return cls(config, stored["intents"].tolist(), heads, neighbours)


def fit_head(matrix: Any, labels: Sequence[str], strength: float) -> Head:
    """One head, intents in the order of their names.

    Sparse views: one against the rest, in the dual form, which is fast where there are more n-grams than
    sentences. Dense ones: multinomial, on standardised columns (sentence vectors differ little from
    each other as they come), which is then folded into the coefficients. Classes are not balanced: an
    intent with more examples is one that people ask more.
    """
    from sklearn.linear_model import LogisticRegression

    if sp.issparse(matrix):
        model = LogisticRegression(C=strength, solver="liblinear", dual=True, random_state=0).fit(matrix, labels)
        coefficients, intercepts = model.coef_, model.intercept_
    else:
        mean, spread = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
        model = LogisticRegression(C=strength, solver="lbfgs", max_iter=150).fit((matrix - mean) / spread, labels)
        coefficients = model.coef_ / spread
        intercepts = model.intercept_ - coefficients @ mean
    if len(model.classes_) == 2:  # scikit-learn then keeps the second class alone
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.hstack([-intercepts, intercepts])
    # in this order one sparse row reads only the rows it needs; rounded as the stored model will be
    rounded = np.ascontiguousarray(coefficients.T).astype(np.float16).astype(np.float32)
    return rounded, intercepts.astype(np.float32)


def log_softmax(scores: Array) -> Array:
    """By row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _scores(matrix: Any, coefficients: Array, intercepts: Array) -> Array:
    if sp.issparse(matrix) and matrix.shape[0] == 1:
        # a conversation's one message: scipy would copy the whole matrix of coefficients if a type differed
        return np.asarray(matrix.data @ coefficients[matrix.indices] + intercepts)[None, :]
    return np.asarray(matrix @ coefficients) + intercepts
