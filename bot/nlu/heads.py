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


def _log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearHeads(IntentClassifier, GraphComponent):
    """`views` gives each head's regularisation C and its weight in the sum."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Views with `C` and `weight`; `temperature` sharpens the fused probabilities; `ranking` is their number."""
        return {"views": {"characters": {"C": 10.0, "weight": 1.0}}, "temperature": 1.0, "ranking": 10}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when this file changes."""
        return source_hash("bot/nlu/heads.py")

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._intents: list[str] = []
        self._heads: dict[str, Head] = {}

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
        from sklearn.linear_model import LogisticRegression

        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        labels = [str(m.get(INTENT)) for m in examples]
        self._intents = sorted(set(labels))
        for view, options in self._config["views"].items():
            # One against the rest: as accurate here as multinomial, and twenty times as fast to train.
            # Classes are not balanced: an intent with more examples is one that people ask more.
            model = LogisticRegression(C=options["C"], solver="liblinear", random_state=0)
            model.fit(_matrix(examples, view), labels)
            assert list(model.classes_) == self._intents
            coefficients, intercepts = model.coef_, model.intercept_
            if len(self._intents) == 2:  # scikit-learn then keeps the second class alone
                coefficients, intercepts = (
                    np.vstack([-coefficients, coefficients]),
                    np.hstack([-intercepts, intercepts]),
                )
            self._heads[view] = (coefficients.astype(np.float32), intercepts.astype(np.float32))
            logger.info("head trained: %s", view)
        arrays: dict[str, Any] = {"intents": np.array(self._intents)}
        for view, (coefficients, intercepts) in self._heads.items():
            arrays[f"{view}/coefficients"], arrays[f"{view}/intercepts"] = coefficients, intercepts
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
                component._heads[view] = (stored[f"{view}/coefficients"], stored[f"{view}/intercepts"])
        return component

    def probabilities(self, messages: list[Message]) -> Array:
        """Rows of probabilities over the intents, one row a message."""
        fused = np.zeros((len(messages), len(self._intents)))
        for view, (coefficients, intercepts) in self._heads.items():
            matrix = _matrix(messages, view)
            scores = np.asarray(matrix @ coefficients.T) + intercepts
            fused += self._config["views"][view]["weight"] * _log_softmax(scores)
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
