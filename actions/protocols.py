"""Disclosures: the protocol for the kind of danger, the general one while it has none of its own."""

from __future__ import annotations

from actions.base import Answering


class ActionProtocol(Answering):
    """Show the protocol's step."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_protocol"
