"""The talk itself: greetings, the menu, who the person is, what was not understood."""

from __future__ import annotations

from dataclasses import replace

from actions.base import Answering
from bot.dialogue.turn import Turn


class ActionTalk(Answering):
    """Answer a greeting, thanks, the menu, a role and the like."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_talk"


class ActionUnsure(Answering):
    """Offer up to three things the person may have meant."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_unsure"

    def adjust(self, turn: Turn) -> Turn:
        """Whatever the intent was, it was not sure enough."""
        return replace(turn, intent="nlu_fallback")
