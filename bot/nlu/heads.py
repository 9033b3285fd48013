"""Rasa's door to `bot.intents.fusion`: the intent and its ranking, from the features the views have added."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.intents.fusion import Array, Fusion
from bot.nlu.fingerprints import source_hash


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearHeads(IntentClassifier, GraphComponent):
    """`views` gives each head's regularisation C and its weight in the sum."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Views with `C` and `weight`; `neighbours` of a dense view vote too, with a `weight`, when it is given;
        `few`: what counts instead for a small set (`bot.intents.fusion`); `temperature` sharpens the fused
        probabilities; `ranking` is their number."""
        return {
            "views": {"characters": {"C": 10.0, "weight": 1.0}},
            "neighbours": None,
            "few": None,
            "temperature": 1.0,
            "ranking": 10,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when what it stands on changes."""
        return source_hash(
            "bot/nlu/heads.py", "bot/intents/fusion.py", "bot/intents/neighbours.py", "bot/intents/weights.py"
        )

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._fusion: Fusion | None = None

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
        """Fit on every example with text and intent; keep the arrays with the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        self._fusion = Fusion.fit(self._config, self._matrices(examples), [str(m.get(INTENT)) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / "heads.npz", **self._fusion.arrays())
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
            component._fusion = Fusion.from_arrays(config, stored)
        return component

    def _matrices(self, messages: list[Message]) -> dict[str, Any]:
        near = self._config["neighbours"]
        views = {*self._config["views"], *([near["view"]] if near else [])}
        return {view: _matrix(messages, view) for view in views}

    def probabilities(self, messages: list[Message]) -> Array:
        """Rows of probabilities over the intents, one row a message."""
        if self._fusion is None:
            raise ValueError("neither trained nor loaded")
        return self._fusion.probabilities(self._matrices(messages))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking; a message without text has none."""
        readable = [m for m in messages if m.get(TEXT) and m.features]
        if readable and self._fusion is not None:
            for message, row in zip(readable, self.probabilities(readable), strict=True):
                best = np.argsort(-row)[: self._config["ranking"]]
                ranking = [{"name": self._fusion.intents[i], "confidence": float(row[i])} for i in best]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _matrix(messages: list[Message], view: str) -> Any:
    rows = [
        next(
            f.features
            for f in message.features
            if f.origin == view and f.attribute == TEXT and f.type == FEATURE_TYPE_SENTENCE
        )
        for message in messages
    ]
    if not sp.issparse(rows[0]):
        return np.vstack(rows)
    return rows[0].tocsr() if len(rows) == 1 else sp.vstack(rows).tocsr()
