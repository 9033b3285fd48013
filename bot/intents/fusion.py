"""The intent from several views of a text: one linear head a view, fused late as weighted log-probabilities.

Concatenating the views did worse than fusing their verdicts (docs/decisions.md). Pure: matrices in,
probabilities out; heads are plain arrays, loading them needs no scikit-learn and runs no pickle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.intents.neighbours import Neighbours
from bot.intents.weights import fitted, log_softmax

Array = npt.NDArray[np.floating[Any]]
Head = tuple[Array, Array]
"""Coefficients (features × intents) and intercepts."""
UNSEEN = -20.0
"""The score of an intent of which a head saw no sentence: a quarter left out may hold all of a thin one."""
NEAR_ENOUGH = 0.1
"""Where liblinear stops: coefficients are then within a thousandth of those at its own 1e-4, in half the time."""


class Fusion:
    """`config`: `views` with `C` and `weight` each, `neighbours` of a dense view or None, `temperature`, and for
    small sets `few`: below so many sentences `C` by kind of view counts, intents weigh alike, weights are fitted."""

    def __init__(
        self,
        config: Mapping[str, Any],
        intents: list[str],
        heads: dict[str, Head],
        neighbours: Neighbours | None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """`weights`: of the views and of `neighbours`, where they are not those of the configuration."""
        self.config, self.intents, self.heads, self.neighbours = config, intents, heads, neighbours
        self.weights = dict(weights or _configured(config))

    @classmethod
    def fit(cls, config: Mapping[str, Any], matrices: Mapping[str, Any], labels: Sequence[str]) -> Fusion:
        """One logistic regression a view; the neighbours are the rows themselves."""
        intents = sorted(set(labels))
        at = np.array([intents.index(label) for label in labels])
        few = config.get("few")
        if not few or len(labels) >= few["below"] or np.bincount(at).min() < 2:
            return cls._fit(config, matrices, at, intents, {v: o["C"] for v, o in config["views"].items()})
        strengths = {v: few["sparse_C"] if sp.issparse(matrices[v]) else few["dense_C"] for v in config["views"]}

        def verdicts_on(shown: Any, asked: Any) -> dict[str, Array]:
            part = cls._fit(config, _rows(matrices, shown), at[shown], intents, strengths, balanced=True)
            return part.verdicts(_rows(matrices, asked))

        whole = cls._fit(config, matrices, at, intents, strengths, balanced=True)
        whole.weights = fitted(verdicts_on, at.tolist())
        return whole

    @classmethod
    def _fit(
        cls,
        config: Mapping[str, Any],
        matrices: Mapping[str, Any],
        at: Any,
        intents: list[str],
        strengths: Mapping[str, float],
        *,
        balanced: bool = False,
    ) -> Fusion:

        def head(view: str) -> Head:
            return fit_head(matrices[view], at, len(intents), strengths[view], balanced=balanced)

        with ThreadPoolExecutor(2) as pool:  # liblinear and BLAS let go of the interpreter
            heads = dict(zip(strengths, pool.map(head, strengths), strict=True))
        near = config["neighbours"]
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
        total = sum(self.weights[view] * verdict for view, verdict in verdicts.items())
        return np.asarray(np.exp(log_softmax(np.asarray(total) * self.config["temperature"])))

    def arrays(self) -> dict[str, Any]:
        """To be stored, at half precision (which fitting has rounded to already)."""
        names = list(self.weights)
        arrays: dict[str, Any] = {
            "intents": np.array(self.intents),
            "weighted": np.array(names),
            "weights": np.array([self.weights[name] for name in names]),
        }
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
        weights = dict(zip(stored["weighted"].tolist(), stored["weights"].tolist(), strict=True))
        return cls(config, stored["intents"].tolist(), heads, neighbours, weights)


def fit_head(matrix: Any, at: Any, intents: int, strength: float, *, balanced: bool = False) -> Head:
    """One head; `at`: the index of each row's intent, of so many.

    Sparse views: one against the rest, in the dual form, which is fast where there are more n-grams than
    sentences. Dense ones: multinomial, on standardised columns (sentence vectors differ little from
    each other as they come), which is then folded into the coefficients. With much data classes are not
    balanced: an intent with more examples is one that people ask more.
    """
    from sklearn.linear_model import LogisticRegression

    options = {"C": strength, "class_weight": "balanced" if balanced else None}
    if sp.issparse(matrix):
        model = LogisticRegression(solver="liblinear", dual=True, random_state=0, tol=NEAR_ENOUGH, **options)
        model.fit(matrix, at)
        coefficients, intercepts = model.coef_, model.intercept_
    else:
        mean, spread = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
        model = LogisticRegression(solver="lbfgs", max_iter=150, **options).fit((matrix - mean) / spread, at)
        coefficients = model.coef_ / spread
        intercepts = model.intercept_ - coefficients @ mean
    if len(model.classes_) == 2:  # scikit-learn then keeps the second class alone
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.hstack([-intercepts, intercepts])
    full, level = np.zeros((matrix.shape[1], intents)), np.full(intents, UNSEEN)
    full[:, model.classes_], level[model.classes_] = coefficients.T, intercepts
    # in this order one sparse row reads only the rows it needs; rounded as the stored model will be
    return full.astype(np.float16).astype(np.float32), level.astype(np.float32)


def _configured(config: Mapping[str, Any]) -> dict[str, float]:
    weights = {view: float(options["weight"]) for view, options in config["views"].items()}
    return weights | ({"neighbours": float(config["neighbours"]["weight"])} if config["neighbours"] else {})


def _rows(matrices: Mapping[str, Any], some: Any) -> dict[str, Any]:
    return {view: matrix[some] for view, matrix in matrices.items()}


def _scores(matrix: Any, coefficients: Array, intercepts: Array) -> Array:
    if sp.issparse(matrix) and matrix.shape[0] == 1:
        # a conversation's one message: scipy would copy the whole matrix of coefficients if a type differed
        return np.asarray(matrix.data @ coefficients[matrix.indices] + intercepts)[None, :]
    return np.asarray(matrix @ coefficients) + intercepts
