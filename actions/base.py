"""What all our actions share: read the turn from Rasa's tracker, ask `respond`, hand the reply back.

Actions choose, `data/` holds the words, `bot.dialogue` puts them together. Where the talk stands
comes with the message's metadata, so the action server keeps nothing and opens no database.
"""

from __future__ import annotations

import abc
import asyncio
import time
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.content.catalogue import Catalogue, load_catalogue
from bot.content.overlay import folder_of
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn

RANKED = 5


def turn_of(tracker: Tracker) -> Turn:
    """The understood message with the state the bot sent along."""
    message: dict[str, Any] = tracker.latest_message or {}
    return Turn(
        intent=str((message.get("intent") or {}).get("name") or "nlu_fallback"),
        talk=Talk.from_dict(message.get("metadata")),
        entities={e["entity"]: e.get("value") for e in reversed(message.get("entities") or [])},
        ranking=[r["name"] for r in message.get("intent_ranking") or []],
        text=str(message.get("text") or ""),
        now=time.time(),
    )


async def catalogue_of(tracker: Tracker) -> Catalogue:
    """The content the bot answers this turn from: what was published in the console since, else the files of data/."""
    folder = folder_of(str(((tracker.latest_message or {}).get("metadata") or {}).get("content") or ""))
    return await asyncio.to_thread(load_catalogue, folder) if folder is not None else load_catalogue()


def understood(tracker: Tracker) -> dict[str, Any]:
    """How the message was read, for the reviewers' inbox."""
    intent = (tracker.latest_message or {}).get("intent") or {}
    ranking = (tracker.latest_message or {}).get("intent_ranking") or []
    return {
        "intent": str(intent.get("name") or "nlu_fallback"),
        "confidence": float(ranking[0]["confidence"]) if ranking else 0.0,
        "ranking": [r["name"] for r in ranking[:RANKED]],
    }


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
        reply = respond(self.adjust(turn_of(tracker)), await catalogue_of(tracker))
        dispatcher.utter_message(json_message=replace(reply, understood=understood(tracker)).as_dict())
        return []
