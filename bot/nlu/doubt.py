"""Between sure and lost: an unsure message becomes `nlu_fallback`, its ranking kept for 「您是想问」."""

from __future__ import annotations

from typing import Any

from rasa.core.constants import DEFAULT_NLU_FALLBACK_THRESHOLD
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Doubt(IntentClassifier, GraphComponent):
    """Ask when the best intent is weak or danger is possible; a likely disclosure is answered at once, unless the
    detector (`SafetyMarker`, which must stand before) sees none: then it is asked about.

    Only `intent` changes; `intent_ranking` stays what the heads said.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: least confidence to answer. `disclosure`: the sum of report_* that counts as one; from
        `concern` on we ask, with the protocol among the choices."""
        return {"threshold": DEFAULT_NLU_FALLBACK_THRESHOLD, "disclosure": 0.5, "concern": 0.35}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Doubt:
        """The component; it has nothing to learn."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace the intent of messages the heads are unsure of."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            if not ranking:
                continue
            reports = [r for r in ranking if r["name"].startswith("report_")]
            danger = sum(r["confidence"] for r in reports)
            harmless = (message.get("safety") or {}).get("tier") == "none"
            if reports and danger >= self._config["disclosure"] and not harmless:
                message.set(INTENT, reports[0], add_to_output=True)
            elif (
                danger >= self._config["concern"]
                or ranking[0]["confidence"] < self._config["threshold"]
                or ranking[0] in reports  # too weak to be answered as a disclosure, too grave to be answered at all
            ):
                doubt = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - ranking[0]["confidence"]}
                message.set(INTENT, doubt, add_to_output=True)
        return messages
