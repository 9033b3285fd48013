"""Entities by rule, normalised: `role` and `choice`."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.text.normalise import normalise
from bot.text.numbers import choice_number

_ROLES = (
    (
        "manager",
        re.compile(
            r"线长|拉长|组长|班长|领班|主管|车间主任|工段长|人事|hr|管(?:着|理)?(?:人|产线|一条线|几十号)|带(?:班|线|组)的"
        ),
    ),
    (
        "young_worker",
        re.compile(
            r"年轻工人|青工|打工(?:妹|仔)|学徒|实习生|(?:刚|才)(?:进厂|出来打工|出来做)|(?:1[5-9]|2[0-5]|十[六七八九])岁?.{0,4}(?:进厂|打工|上班)"
        ),
    ),
    (
        "parent",
        re.compile(
            r"家长|爸妈|(?:当|做)(?:妈|爸|娘|爹|爹妈|父母)|孩子(?:他|她)?(?:爸|妈|爹|娘)|娃(?:他|她)?(?:爸|妈|爹|娘)|(?:宝|孩子|娃)(?:妈|爸)|父亲|母亲|有(?:个|两个|俩|三个)?(?:娃|孩子|崽)|(?:娃|孩子|崽|儿子|女儿|闺女)(?:都|还)?(?:在老家|在家)"
        ),
    ),
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntities(GraphComponent, EntityExtractorMixin):
    """Rules give values the product can use at once; nothing is trained."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RuleEntities:
        """The component; it has nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message."""
        for message in messages:
            text = normalise(str(message.get(TEXT) or ""))
            found = [self._entity("role", role, m) for role, pattern in _ROLES for m in [pattern.search(text)] if m][:1]
            number = choice_number(text)
            if number is not None:
                found.append(
                    {"entity": "choice", "value": number, "start": 0, "end": len(text), "extractor": self.name}
                )
            if found:
                message.set(ENTITIES, (message.get(ENTITIES) or []) + found, add_to_output=True)
        return messages

    @property
    def name(self) -> str:
        """The extractor's name in an entity."""
        return type(self).__name__

    def _entity(self, kind: str, value: object, match: re.Match[str]) -> dict[str, Any]:
        return {"entity": kind, "value": value, "start": match.start(), "end": match.end(), "extractor": self.name}
