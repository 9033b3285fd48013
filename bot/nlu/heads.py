"""The intent: one linear head per view, fused late as weighted log-probabilities.

Concatenating the views did worse than fusing their verdicts (docs/decisions.md). The heads
are stored as plain arrays: loading them needs no scikit-learn and runs no pickle.
"""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import source_hash
from bot.nlu.neighbours import Neighbours

logger = logging.getLogger(__name__)
Array = npt.NDArray[np.floating[Any]]
Head = tuple[Array, Array]


def _matrix(messages: list[Message], view: str) -> Any:
    rows = []
    for message in messages:
        feature = next(
            f for f in message.features if f.origin == view and f.attribute == TEXT and f.type == FEATURE_TYPE_SENTENCE
        )
        rows.append(feature.features)
    return sp.vstack(rows).tocsr() if sp.issparse(rows[0]) else np.vstack(rows)


def _fit(matrix: Any, labels: list[str], strength: float) -> Head:
    """One head: coefficients (features × intents) and intercepts, intents in the order of their names.

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
    return _features_by_intents(coefficients), intercepts.astype(np.float32)


def _features_by_intents(coefficients: Array) -> Array:
    """Features × intents, as a model of sixteen bits will give them back. In this order a product with one
    sparse row reads only the rows it needs; the other way round scipy would copy the whole matrix a message."""
    return np.ascontiguousarray(coefficients.T).astype(np.float16).astype(np.float32)


def _log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearHeads(IntentClassifier, GraphComponent):
    """`views` gives each head's regularisation C and its weight in the sum."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Views with `C` and `weight`; `neighbours` of a dense view vote too, with a `weight`, when it is given;
        `temperature` sharpens the fused probabilities; `ranking` is their number."""
        return {
            "views": {"characters": {"C": 10.0, "weight": 1.0}},
            "neighbours": None,
            "temperature": 1.0,
            "ranking": 10,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when this file changes."""
        return source_hash("bot/nlu/heads.py", "bot/nlu/neighbours.py")

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._intents: list[str] = []
        self._heads: dict[str, Head] = {}
        self._neighbours: Neighbours | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearHeads:
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit one logistic regression a view; keep coefficients with the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        labels = [str(m.get(INTENT)) for m in examples]
        self._intents = sorted(set(labels))
        for view, options in self._config["views"].items():
            self._heads[view] = _fit(_matrix(examples, view), labels, options["C"])
            logger.info("head trained: %s", view)
        arrays: dict[str, Any] = {"intents": np.array(self._intents)}
        if self._config["neighbours"]:
            vectors = _matrix(examples, self._config["neighbours"]["view"])
            self._neighbours = Neighbours.fit(vectors, np.array([self._intents.index(label) for label in labels]))
            arrays["neighbours/vectors"] = self._neighbours.vectors.astype(np.float16)
            arrays["neighbours/intents"], arrays["neighbours/mean"] = self._neighbours.intents, self._neighbours.mean
        for view, (coefficients, intercepts) in self._heads.items():
            arrays[f"{view}/coefficients"] = coefficients.astype(np.float16)
            arrays[f"{view}/intercepts"] = intercepts
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / "heads.npz", **arrays)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearHeads:
        """The component of a trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / "heads.npz") as stored:
            component._intents = stored["intents"].tolist()
            for view in config["views"]:
                coefficients = stored[f"{view}/coefficients"].astype(np.float32)
                component._heads[view] = (coefficients, stored[f"{view}/intercepts"])
            if config["neighbours"]:
                vectors = stored["neighbours/vectors"].astype(np.float32)
                component._neighbours = Neighbours(vectors, stored["neighbours/intents"], stored["neighbours/mean"])
        return component

    def probabilities(self, messages: list[Message]) -> Array:
        """Rows of probabilities over the intents, one row a message."""
        fused = np.zeros((len(messages), len(self._intents)))
        for view, (coefficients, intercepts) in self._heads.items():
            matrix = _matrix(messages, view)
            scores = np.asarray(matrix @ coefficients) + intercepts
            fused += self._config["views"][view]["weight"] * _log_softmax(scores)
        if self._neighbours is not None:
            options = self._config["neighbours"]
            matrix = _matrix(messages, options["view"])
            votes = self._neighbours.log_probabilities(
                matrix, len(self._intents), options["count"], options["sharpness"]
            )
            fused += options["weight"] * votes
        return np.asarray(np.exp(_log_softmax(fused * self._config["temperature"])))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking; a message without text has none."""
        readable = [m for m in messages if m.get(TEXT) and m.features]
        if readable:
            for message, row in zip(readable, self.probabilities(readable), strict=True):
                best = np.argsort(-row)[: self._config["ranking"]]
                ranking = [{"name": self._intents[i], "confidence": float(row[i])} for i in best]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
