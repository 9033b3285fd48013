"""Who may use the console. Blocking; call from a thread. Passwords come hashed (`bot.admin.passwords`)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import accounts, sessions


@dataclass(frozen=True)
class Account:
    """One account; `source` is the QR code whose figures a manager sees.

    Moments are seconds since 1970; `locked_until` is 0 when it never was.
    """

    id: int
    name: str
    password: str
    role: str
    source: str | None
    created: float
    disabled: float | None
    failures: int
    locked_until: float


class Accounts:
    """Reads and writes the table `accounts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, password_hash: str, role: str, now: float, source: str | None = None) -> bool:
        """A new account; False when the name is taken."""
        row = {"name": name, "password": password_hash, "role": role, "created": now, "failures": 0, "locked_until": 0}
        row["source"] = source
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(accounts).values(**row))
        except sa.exc.IntegrityError:
            return False
        return True

    def all(self) -> list[Account]:
        """Everybody, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(accounts).order_by(accounts.c.name)).mappings()
            return [Account(**row) for row in rows]

    def named(self, name: str) -> Account | None:
        """The account of that name."""
        return self._one(accounts.c.name == name)

    def get(self, account_id: int) -> Account | None:
        """The account of that id."""
        return self._one(accounts.c.id == account_id)

    def _one(self, which: sa.sql.ColumnElement[bool]) -> Account | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(accounts).where(which)).mappings().first()
        return Account(**row) if row else None

    def failed(self, account_id: int, most: int, locked_until: float) -> bool:
        """Count a wrong password; the `most`-th in a row locks the account until then and begins a new count.

        Whether it is locked by this one. One transaction, one statement a step: guesses side by side are all counted.
        """
        mine = accounts.c.id == account_id
        with self._engine.begin() as connection:
            connection.execute(sa.update(accounts).where(mine).values(failures=accounts.c.failures + 1))
            full = sa.update(accounts).where(mine, accounts.c.failures >= most)
            return bool(connection.execute(full.values(failures=0, locked_until=locked_until)).rowcount)

    def succeeded(self, account_id: int, password_hash: str | None = None) -> None:
        """The right password: the count begins anew; the hash is replaced where it was made with older settings."""
        values: dict[str, object] = {"failures": 0} | ({"password": password_hash} if password_hash else {})
        with self._engine.begin() as connection:
            connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(**values))

    def set_password(self, account_id: int, password_hash: str, keep_session: str | None = None) -> None:
        """Another password; it unlocks the account and ends its sessions, but the one with this key."""
        with self._engine.begin() as connection:
            values = {"password": password_hash, "failures": 0, "locked_until": 0}
            connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(**values))
            others = sessions.c.key != keep_session if keep_session else sa.true()
            connection.execute(sa.delete(sessions).where(sessions.c.account == account_id, others))

    def set_disabled(self, account_id: int, disabled: float | None) -> None:
        """Disable from a moment on, or enable again (None); disabling ends the account's sessions."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(accounts).where(accounts.c.id == account_id).values(disabled=disabled))
            if disabled is not None:
                connection.execute(sa.delete(sessions).where(sessions.c.account == account_id))
