"""A tracker store that keeps nothing: each message is read by itself.

Where a talk stands is kept by the bot, which sends it along; no rule and no action of ours looks at an earlier message.
Rasa's SQL store reads a person's whole session again for every message and writes it down once more: a fifth of the
engine's processor time, and one more place with people's words in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker


class NoMemory(TrackerStore):
    """Everybody's session has just begun."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **_: Any) -> None:
        """What Rasa gives beside the domain (an address) is of no use here."""
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Forget it."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A session that has begun and listens; so Rasa need not run the action that begins one."""
        tracker = self.init_tracker(sender_id)
        for event in (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
            tracker.update(event, self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        """Nobody is remembered."""
        return ()
