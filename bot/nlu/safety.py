"""Set `safety` on every parsed message: what the detector sees, raised by what the intents say.

Two witnesses make a sure case: likely report_* intents alone are a concern, with the detector's they are now.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fingerprints import ROOT
from bot.safety.classifier import Classifier
from bot.safety.detector import Disclosure, load_detector
from bot.text.encode import Encoder

SAFETY = ROOT / "models" / "current.safety.npz"
"""The weights of the live release; promoted together with the engine's model (bot.training.release)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyMarker(IntentClassifier, GraphComponent):
    """`safety` stands beside any intent, as the contract says."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The summed confidence of report_* from which the detector's concern is `now`, and its silence a `concern`."""
        return {"now": 0.5, "concern": 0.25}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._detector = load_detector()
        if self._detector.classifier is None and SAFETY.exists():
            self._detector.classifier = Classifier.load(SAFETY, Encoder().encode)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyMarker:
        """The component; its patterns are data of ours."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the `safety` object to each message."""
        for message in messages:
            found = self._judge(str(message.get(TEXT) or ""), message.get(INTENT_RANKING_KEY) or [])
            message.set("safety", found.as_dict(), add_to_output=True)
        return messages

    def _judge(self, text: str, ranking: list[dict[str, Any]]) -> Disclosure:
        seen = self._detector.detect(text)
        if seen.urgent:
            return seen
        reports = [r for r in ranking if r["name"].startswith("report_")]
        mass = sum(float(r["confidence"]) for r in reports)
        if seen.tier == "concern":
            return Disclosure("now", reports[0]["name"], mass) if mass >= self._config["now"] else seen
        if mass >= self._config["concern"]:
            return Disclosure("concern", reports[0]["name"], mass)
        return Disclosure("none", None, max(mass, seen.confidence))
