"""The same behaviour on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.dialogue.reply import Option, Reply
from bot.dialogue.screen import Screen
from bot.store.database import connect, migrate
from bot.store.tables import metadata
from bot.store.talks import Talks
from tests.conftest import listens, need

SERVER = "postgresql://postgres@127.0.0.1:5432"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/deep/t.db"
        return
    need(listens(5432), "PostgreSQL on 127.0.0.1:5432")
    name = f"qiangua_test_{os.urandom(4).hex()}"
    server = sa.create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", future=True)
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield f"{SERVER}/{name}"
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def talks(url: str) -> Iterator[Talks]:
    migrate(url)
    engine = connect(url)
    yield Talks(engine)
    engine.dispose()


def test_migrating_twice_changes_nothing_and_matches_the_tables(url: str) -> None:
    migrate(url)
    migrate(url)
    engine = connect(url)
    inspector = sa.inspect(engine)
    for table in metadata.sorted_tables:
        assert {c["name"] for c in inspector.get_columns(table.name)} == {c.name for c in table.columns}
    engine.dispose()


def test_a_screen_is_kept(talks: Talks) -> None:
    assert talks.screen("p") == Screen()
    screen = Screen().after(
        Reply("您是：", (Option("我是线长", "/set_role"),), page="x", section="start", role="manager")
    )
    talks.save_screen("p", screen)
    talks.save_screen("p", screen)
    assert talks.screen("p") == screen
    assert talks.screen("q") == Screen()


def test_a_question_is_kept_answered_and_delivered_once(talks: Talks) -> None:
    kept = talks.keep_question("p", "孩子不听话")
    talks.keep_question("q", "别人的")
    assert [w.question for w in talks.waiting()] == ["孩子不听话", "别人的"]
    assert (talks.owed("p"), talks.take_replies("p")) == (1, [])
    talks.keep_reply(kept, Reply("答"))
    assert talks.owed("p") == 0
    assert [r.text for r in talks.take_replies("p")] == ["答"]
    assert talks.take_replies("p") == []
    assert [w.person for w in talks.waiting()] == ["q"]


def test_late_replies_come_in_order(talks: Talks) -> None:
    for text in ("一", "二"):
        talks.keep_late_reply("p", Reply(text))
    assert talks.waiting() == []
    assert [r.text for r in talks.take_replies("p")] == ["一", "二"]


def test_forgetting_empties_every_table_of_one_person(talks: Talks, url: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE events (sender_id VARCHAR(255), data TEXT)"))
        connection.execute(sa.text("INSERT INTO events VALUES ('p', 'x'), ('q', 'y')"))
    for person in ("p", "q"):
        talks.save_screen(person, Screen(role="parent"))
        talks.keep_question(person, "?")
        talks.keep_late_reply(person, Reply("x"))
    talks.forget("p")
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            columns = {c["name"] for c in sa.inspect(engine).get_columns(table)}
            for column in columns & {"person", "sender_id"}:
                rows = connection.execute(sa.text(f"SELECT {column} FROM {table}")).scalars().all()
                assert set(rows) == {"q"}, table
    engine.dispose()
