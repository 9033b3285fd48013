"""Topics: questions about bringing up a child, staff, rights, oneself."""

from __future__ import annotations

from actions.base import Answering


class ActionTopic(Answering):
    """Show the topic's page; a topic without one is named honestly."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_topic"
