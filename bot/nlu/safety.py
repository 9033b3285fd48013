"""Set `safety` on every parsed message: what the detector sees, raised to a concern by what the intents say.

Likely report_* intents speak beside the detector's own judgement, in log-odds; they never make a `now`: with them two
thirds of the false alarms came and few disclosures (docs/safeguarding.md).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fingerprints import ROOT
from bot.safety.classifier import Classifier, log_odds
from bot.safety.detector import Disclosure, load_detector
from bot.text.encode import Encoder

SAFETY = ROOT / "models" / "current.safety.npz"
"""The weights of the live release; who starts an engine with another names its own in QIANGUA_SAFETY_WEIGHTS."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyMarker(IntentClassifier, GraphComponent):
    """`safety` stands beside any intent, as the contract says."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`share`: how much the log-odds of the report_* intents' sum count beside the detector's; `neutral`: the
        sum at which they say nothing; `alone`: the sum that is a concern while the detector has no weights."""
        return {"share": 0.1, "neutral": 0.001, "alone": 0.35}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._detector = load_detector()
        weights = Path(os.environ.get("QIANGUA_SAFETY_WEIGHTS") or SAFETY)
        if self._detector.classifier is None and weights.exists():
            self._detector.classifier = Classifier.load(weights, Encoder().encode)

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
        """Add the `safety` object to each message; the bot may have sent its own judgement along."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            if isinstance(metadata := message.get("metadata"), dict):
                self._detector.take_over(text, metadata)
            found = self._judge(text, message.get(INTENT_RANKING_KEY) or [])
            message.set("safety", found.as_dict(), add_to_output=True)
        return messages

    def _judge(self, text: str, ranking: list[dict[str, Any]]) -> Disclosure:
        seen = self._detector.detect(text)
        reports = [r for r in ranking if r["name"].startswith("report_")]
        if seen.tier != "none" or not reports:
            return seen
        mass = sum(float(r["confidence"]) for r in reports)
        weights = self._detector.classifier
        if weights is None:
            raised = mass >= self._config["alone"]
        else:
            more = self._config["share"] * (log_odds(mass) - log_odds(self._config["neutral"]))
            raised = log_odds(seen.confidence) + more >= log_odds(weights.alone[1])
        if raised:
            return Disclosure("concern", reports[0]["name"], max(mass, seen.confidence))
        return seen
