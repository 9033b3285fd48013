"""`python -m bot content changes` and `content export` from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import content_command
from bot.__main__ import app
from bot.content.overlay import read
from bot.store.database import connect, migrate
from bot.store.drafts import LIVE
from bot.store.store import Store

FILE = "topics/parent_homework.md"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/c.db"
    migrate(url)
    engine = connect(url)
    found = Store(engine)
    monkeypatch.setattr(content_command, "open_store", lambda: found)
    yield found
    engine.dispose()


def test_what_was_published_is_listed_and_written(store: Store, tmp_path: Path) -> None:
    text = read(FILE)
    draft = store.drafts.begin(FILE, text, text.replace("作业", "功课"), "ann")
    assert draft is not None
    assert CliRunner().invoke(app, ["content", "changes"]).stdout == "0 changes\n"
    assert store.drafts.move(draft, LIVE, published=1.0, reviewer="bea")
    shown = CliRunner().invoke(app, ["content", "changes"]).stdout
    assert shown == f"#{draft.id} {FILE}: ann, approved by bea\n1 changes\n"
    done = CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [FILE, "1 files written to out"]
    assert (tmp_path / "out" / FILE).read_text(encoding="utf-8") == draft.text
    assert store.drafts.in_force()  # elsewhere is not into data/


def test_a_file_that_went_on_is_left(store: Store, tmp_path: Path) -> None:
    draft = store.drafts.begin(FILE, "another text", "and another", "ann")
    assert draft is not None
    assert store.drafts.move(draft, LIVE, published=1.0)
    done = CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "changed since it was edited" in done.output
    assert CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out"), "--over"]).exit_code == 0
