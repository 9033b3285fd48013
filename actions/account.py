"""The person's own things: role, child, what is stored, the weekly lesson."""

from __future__ import annotations

from actions.base import Answering


class ActionAccount(Answering):
    """Keep what is told, show or delete what is stored, turn the weekly lesson on or off."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_account"
