"""Who is signed in. Blocking; call from a thread."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.accounts import Account
from bot.store.tables import accounts, sessions

SEEN_EVERY = 60.0
"""Seconds between two notes that a session is in use; not every page is a write."""


@dataclass(frozen=True)
class Session:
    """One signed-in browser and whose it is."""

    key: str
    csrf: str
    account: Account


class Sessions:
    """Reads and writes the table `sessions`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, key: str, account_id: int, csrf: str, now: float) -> None:
        """Begin a session."""
        row = {"key": key, "account": account_id, "csrf": csrf, "created": now, "seen": now}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(sessions).values(**row))

    def find(self, key: str, now: float, idle: float, longest: float) -> Session | None:
        """The session of a key unless it was idle or open for too long (seconds) or its account is disabled."""
        query = (
            sa.select(sessions.c.csrf, sessions.c.seen.label("last_seen"), accounts)
            .join(accounts, accounts.c.id == sessions.c.account)
            .where(sessions.c.key == key, accounts.c.disabled.is_(None))
            .where(sessions.c.seen > now - idle, sessions.c.created > now - longest)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        account = dict(row)
        csrf, seen = account.pop("csrf"), account.pop("last_seen")
        if now - seen > SEEN_EVERY:
            with self._engine.begin() as connection:
                connection.execute(sa.update(sessions).where(sessions.c.key == key).values(seen=now))
        return Session(key, str(csrf), Account(**account))

    def close(self, key: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.key == key))

    def expire(self, before: float) -> int:
        """Delete what was begun before a moment; how many."""
        with self._engine.begin() as connection:
            return int(connection.execute(sa.delete(sessions).where(sessions.c.created < before)).rowcount)
