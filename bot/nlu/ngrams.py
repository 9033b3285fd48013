"""Sparse views of a message: n-grams of its characters, words or sounds, weighted by TF-IDF."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.fingerprints import source_hash
from bot.text.normalise import normalise
from bot.text.pinyin import syllables


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """One sparse sentence feature named by `view`: `characters`, `words` or `sounds`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The view, the shortest and longest n-gram, and in how many sentences one must stand to count."""
        return {"view": "characters", "min_n": 1, "max_n": 3, "min_df": 2}

    @classmethod
    def required_components(cls) -> list[type]:
        """Words come from a tokenizer."""
        return [Tokenizer]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the normaliser changes."""
        return source_hash("bot/text/normalise.py", "bot/text/pinyin.py", "bot/nlu/ngrams.py")

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._vectorizer = self._new_vectorizer()

    def _new_vectorizer(self, **fitted: Any) -> TfidfVectorizer:
        return TfidfVectorizer(analyzer=self._grams, sublinear_tf=True, norm="l2", dtype=np.float32, **fitted)

    def _grams(self, pieces: list[str]) -> list[str]:
        low, high = self._config["min_n"], self._config["max_n"]
        glue = "" if self._config["view"] == "characters" else " "
        return [glue.join(pieces[i : i + n]) for n in range(low, high + 1) for i in range(len(pieces) - n + 1)]

    def _pieces(self, message: Message) -> list[str]:
        if self._config["view"] == "characters":
            return ["^", *normalise(str(message.get(TEXT))).replace(" ", ""), "$"]
        if self._config["view"] == "sounds":
            return ["^", *syllables(normalise(str(message.get(TEXT)))), "$"]
        return [token.text for token in message.get(TOKENS_NAMES[TEXT], [])]

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
        self._vectorizer = self._new_vectorizer(min_df=self._config["min_df"])
        self._vectorizer.fit([self._pieces(m) for m in training_data.training_examples if m.get(TEXT)])
        with self._storage.write_to(self._resource) as folder:
            vocabulary = sorted(self._vectorizer.vocabulary_, key=self._vectorizer.vocabulary_.__getitem__)
            np.savez_compressed(folder / "ngrams.npz", vocabulary=np.array(vocabulary), idf=self._vectorizer.idf_)
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
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / "ngrams.npz")
            vocabulary = {gram: i for i, gram in enumerate(stored["vocabulary"].tolist())}
            component._vectorizer = component._new_vectorizer(vocabulary=vocabulary)
            component._vectorizer.idf_ = stored["idf"]
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has text."""
        with_text = [m for m in messages if m.get(TEXT)]
        if with_text:
            rows: csr_matrix = self._vectorizer.transform([self._pieces(m) for m in with_text])
            for message, row in zip(with_text, rows, strict=True):
                message.add_features(Features(row.tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._config["view"]))
        return messages
