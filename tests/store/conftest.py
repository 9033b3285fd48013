"""A database of its own for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import connect, migrate
from bot.store.store import Store
from tests.conftest import listens, need
from tests.database import SERVER, own_database

__all__ = ["SERVER"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/deep/t.db"
        return
    need(listens(5432), "PostgreSQL on 127.0.0.1:5432")
    with own_database("test") as own:
        yield own


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    migrate(url)
    engine = connect(url)
    yield Store(engine)
    engine.dispose()
