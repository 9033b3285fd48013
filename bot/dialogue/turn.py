"""An understood message, or a chosen option: what `respond` answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.talk import Talk


@dataclass(frozen=True)
class Turn:
    """What is known when a message is to be answered."""

    intent: str
    talk: Talk = field(default_factory=Talk)
    entities: Mapping[str, Any] = field(default_factory=dict)
    """Normalised facts of the message, or what an option carries along (`section`, `quiz` …)."""
    ranking: Sequence[str] = ()
    """The likeliest intents, best first; what a doubtful message is offered."""
    text: str = ""
    now: float = 0.0
    """Seconds since 1970."""

    @property
    def role(self) -> str | None:
        """Who is writing, as far as told."""
        return self.talk.profile.role

    @property
    def tags(self) -> frozenset[str]:
        """What the answer may be fitted to."""
        return self.talk.profile.told_more(self.entities, self.now).tags(self.now)


def payload(intent: str, **entities: object) -> str:
    """What an option means: `/intent`, or `/intent{"section": "more"}`."""
    return f"/{intent}" + (json.dumps(entities) if entities else "")


def read_payload(text: str, talk: Talk, now: float = 0.0) -> Turn:
    """An option's payload as a turn; anything unreadable means its intent alone."""
    intent, brace, rest = text.removeprefix("/").partition("{")
    try:
        entities = json.loads(brace + rest) if brace else {}
    except ValueError:
        entities = {}
    return Turn(intent, talk, entities if isinstance(entities, dict) else {}, now=now)
