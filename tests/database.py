"""A PostgreSQL database of one's own on the local server, dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

SERVER = "postgresql://postgres@127.0.0.1:5432"


def on_server(statement: str, **values: object) -> None:
    """Run one statement on the server's own database."""
    server = sa.create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", future=True)
    with server.connect() as connection:
        connection.execute(sa.text(statement), values)
    server.dispose()


@contextmanager
def own_database(purpose: str) -> Iterator[str]:
    """The URL of a new, empty database."""
    name = f"qiangua_{purpose}_{os.urandom(4).hex()}"
    on_server(f"CREATE DATABASE {name}")
    try:
        yield f"{SERVER}/{name}"
    finally:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


def cut_connections(url: str) -> None:
    """End every connection to a database of ours, as a restarted server would."""
    on_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name", name=url.rsplit("/", 1)[-1]
    )
