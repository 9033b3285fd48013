"""Rasa's door to `bot.intents.grams`: one sparse view of a message."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.intents.grams import Grams, Shape
from bot.nlu.fingerprints import source_hash
from bot.nlu.parts import Row
from bot.text.normalise import normalise
from bot.text.words import DICTIONARY


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """One sparse sentence feature named by `view`: `characters`, `words` or `sounds`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The view, the shortest and longest n-gram, and in how many sentences one must stand to count."""
        return {"view": "characters", "min_n": 1, "max_n": 3, "min_df": 2}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when what it stands on changes."""
        rooms = ("bot/text/normalise.py", "bot/text/pinyin.py", "bot/text/words.py", "bot/intents/grams.py")
        return source_hash(*rooms, "bot/nlu/ngrams.py", str(DICTIONARY))

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._shape = Shape(config["view"], config["min_n"], config["max_n"])
        self._grams: Grams | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their weights; keep them with the model."""
        cleans = [normalise(str(m.get(TEXT))) for m in training_data.training_examples if m.get(TEXT)]
        self._grams = Grams.fit(self._shape, cleans, self._config["min_df"])
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / "ngrams.npz", **self._grams.arrays())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """The component of a trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / "ngrams.npz") as stored:
            component._grams = Grams.from_arrays(component._shape, stored)
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has text."""
        if self._grams is None:
            raise ValueError("neither trained nor loaded")
        for message in messages:
            if message.get(TEXT):
                row = self._grams.row(normalise(str(message.get(TEXT))))
                message.add_features(Row(row, FEATURE_TYPE_SENTENCE, TEXT, self._config["view"]))
        return messages
