"""Messages for review: what was not understood, with personal data masked. Blocking; call from a thread."""

from __future__ import annotations

import time
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.people.masking import mask
from bot.store.tables import messages


class Reviews:
    """Reads and writes the table `messages`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: str, text: str, intent: str, confidence: float, ranking: Sequence[str]) -> int:
        """Keep a message, masked; the row's id."""
        row = {"text": mask(text), "intent": intent, "confidence": confidence, "ranking": list(ranking)}
        with self._engine.begin() as connection:
            added = connection.execute(sa.insert(messages).values(person=person, created=time.time(), **row))
            return int(added.inserted_primary_key[0])

    def pick(self, message_id: int, intent: str) -> None:
        """What the person chose from our suggestions: a candidate for the message's label."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(messages).where(messages.c.id == message_id).values(picked=intent))
