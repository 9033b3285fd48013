"""Messages for review: what was not understood, with personal data masked. Blocking; call from a thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.people.masking import mask
from bot.store.tables import messages

OPEN, LABELLED, DISCARDED, FLAGGED, NEW_TOPIC = "open", "labelled", "discarded", "flagged", "new_topic"
STATES = (OPEN, LABELLED, DISCARDED, FLAGGED, NEW_TOPIC)


@dataclass(frozen=True)
class Message:
    """One message under review. `person` only tells whether two messages are one person's; nobody is shown it."""

    id: int
    person: str
    text: str
    intent: str
    confidence: float
    ranking: tuple[str, ...]
    picked: str | None
    created: float
    state: str
    label: str | None
    note: str | None
    handled_by: str | None
    handled: float | None


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

    def of_state(self, state: str, limit: int) -> list[Message]:
        """The newest of a state."""
        return self._read(messages.c.state == state, limit)

    def latest(self, limit: int) -> list[Message]:
        """The newest of all: on these a candidate is compared with the live release."""
        return self._read(sa.true(), limit)

    def of_ids(self, ids: Iterable[int]) -> list[Message]:
        """These, as far as they are still there."""
        return self._read(messages.c.id.in_(list(ids)), None)

    def counts(self) -> dict[str, int]:
        """How many there are of each state."""
        query = sa.select(messages.c.state, sa.func.count()).group_by(messages.c.state)
        with self._engine.connect() as connection:
            return {str(state): int(count) for state, count in connection.execute(query)}

    def handle(self, ids: Iterable[int], state: str, by: str, label: str | None = None, note: str | None = None) -> int:
        """Say what became of messages; how many there were. Raises ValueError for an unknown state."""
        if state not in STATES:
            raise ValueError(f"{state} is none of {', '.join(STATES)}")
        values = {"state": state, "label": label, "handled_by": by, "handled": time.time()}
        if note is not None:
            values["note"] = note[:200]
        with self._engine.begin() as connection:
            done = connection.execute(sa.update(messages).where(messages.c.id.in_(list(ids))).values(**values))
        return int(done.rowcount)

    def delete(self, ids: Iterable[int]) -> int:
        """Delete messages for good: masking had left something personal in them. How many."""
        with self._engine.begin() as connection:
            return int(connection.execute(sa.delete(messages).where(messages.c.id.in_(list(ids)))).rowcount)

    def _read(self, which: sa.sql.ColumnElement[bool], limit: int | None) -> list[Message]:
        query = sa.select(messages).where(which).order_by(messages.c.created.desc(), messages.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [
                Message(**{**row, "ranking": tuple(row["ranking"])}) for row in connection.execute(query).mappings()
            ]
