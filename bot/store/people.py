"""Who may be written to, and how a person is forgotten. Blocking; call from a thread."""

from __future__ import annotations

import time

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.conversations import expire_words
from bot.store.database import alone
from bot.store.tables import (
    ANONYMISED,
    conversations,
    due,
    duties,
    lines,
    messages,
    metadata,
    outbox,
    people,
    rasa_events,
    windows,
)

_REMEMBER = sa.text(
    "INSERT INTO people (person, sealed, created) VALUES (:who, :sealed, :now) ON CONFLICT (person) DO NOTHING"
)
"""The same on SQLite and PostgreSQL."""


class People:
    """Reads and writes the table `people`; deletes a person everywhere."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._alone = engine, alone(engine)

    def ping(self) -> None:
        """Raise SQLAlchemyError when the database does not answer."""
        with self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def remember(self, person: str, sealed: str) -> None:
        """Keep the sealed openid of somebody new."""
        with self._alone.begin() as connection:
            connection.execute(_REMEMBER, {"who": person, "sealed": sealed, "now": time.time()})

    def sealed(self, person: str) -> str | None:
        """The sealed openid; None when the person is not known."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(people.c.sealed).where(people.c.person == person)).scalar()
        return None if found is None else str(found)

    def forget(self, person: str) -> None:
        """Delete every row of this person, Rasa's too; what must stay stays without the person."""
        with self._engine.begin() as connection:
            for table in (t for t in metadata.sorted_tables if "person" in t.c):
                mine = table.c.person == person
                if table in ANONYMISED:
                    connection.execute(sa.update(table).where(mine).values(person=None))
                else:
                    connection.execute(sa.delete(table).where(mine))
            if sa.inspect(connection).has_table(rasa_events.name):
                connection.execute(sa.delete(rasa_events).where(rasa_events.c.sender_id == person))

    def expire(self, *, events_before: float, messages_before: float) -> int:
        """Delete what is older than these moments (seconds since 1970), and how many rows that were.

        By the first: Rasa's events, what has left the outbox, windows, the words of conversations but for those in
        which danger was told of. By the second: review messages, conversations, what was due so long ago, dead
        letters, and duties closed so long ago. An open duty stays.
        """
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(messages).where(messages.c.created < messages_before)).rowcount
            gone += connection.execute(sa.delete(due).where(due.c.at < messages_before)).rowcount
            gone += connection.execute(sa.delete(lines).where(lines.c.at < messages_before)).rowcount
            gone += connection.execute(sa.delete(conversations).where(conversations.c.last < messages_before)).rowcount
            expire_words(connection, events_before)
            old = sa.and_(duties.c.state == "closed", duties.c.changed < messages_before)
            gone += connection.execute(sa.delete(duties).where(old)).rowcount
            left = sa.and_(outbox.c.state.in_(("sent", "dropped", "kept")), outbox.c.changed < events_before)
            dead = sa.and_(outbox.c.state == "dead", outbox.c.changed < messages_before)
            gone += connection.execute(sa.delete(outbox).where(sa.or_(left, dead))).rowcount
            gone += connection.execute(sa.delete(windows).where(windows.c.opened < events_before)).rowcount
            if sa.inspect(connection).has_table(rasa_events.name):
                gone += connection.execute(
                    sa.delete(rasa_events).where(rasa_events.c.timestamp < events_before)
                ).rowcount
        return int(gone)
