"""The drafting room over a copy of data/ and a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.overlay import lay
from bot.drafting.drafting import Drafting
from bot.store.database import connect, migrate
from bot.store.store import Store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return lay(tmp_path / "data", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/drafting.db"
    migrate(url)
    engine = connect(url)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def drafting(store: Store, data: Path) -> Drafting:
    return Drafting(store.drafts, store.audit.add, data)
