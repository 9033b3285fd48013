"""What all our actions share: read the turn from Rasa's tracker, ask `respond`, hand the reply back.

Actions choose, `data/` holds the words, `bot.dialogue.respond` puts them together. The state of
the talk (role, page on screen) comes with the message's metadata, so the action server keeps
nothing and opens no database.
"""

from __future__ import annotations

import abc
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.content.catalogue import load_catalogue
from bot.content.models import ROLES
from bot.dialogue.respond import Turn, respond


def turn_of(tracker: Tracker) -> Turn:
    """The understood message with the state the bot sent along."""
    message: dict[str, Any] = tracker.latest_message or {}
    state: dict[str, Any] = message.get("metadata") or {}
    entities = {e["entity"]: e.get("value") for e in reversed(message.get("entities") or [])}
    intent = str((message.get("intent") or {}).get("name") or "nlu_fallback")
    role = entities.get("role") if intent == "set_role" else None
    return Turn(
        intent=intent,
        section=entities.get("section"),
        role=role if role in ROLES else state.get("role"),
        page=state.get("page"),
        page_section=state.get("section"),
        ranking=[r["name"] for r in message.get("intent_ranking") or []],
    )


class Answering(Action, abc.ABC):
    """An action that answers with one reply. Abstract, so that rasa-sdk does not register it."""

    @abc.abstractmethod
    def name(self) -> str:
        """The action's name in domain.yml."""

    def adjust(self, turn: Turn) -> Turn:
        """What this family changes before the words are looked up."""
        return turn

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message; no events, because the bot keeps the state."""
        reply = respond(self.adjust(turn_of(tracker)), load_catalogue())
        dispatcher.utter_message(json_message=reply.as_dict())
        return []
