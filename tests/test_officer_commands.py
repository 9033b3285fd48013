"""Conversations, the desk and statistics from the command line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.settings import load_settings
from bot.store.conversations import Line
from bot.store.database import connect, migrate
from bot.store.store import Store

P = "p" * 64


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/t.db"
    monkeypatch.setenv("QIANGUA_DATABASE_URL", url)
    load_settings.cache_clear()
    monkeypatch.setattr("bot.talks_command.set_up_logs", lambda level: None)
    monkeypatch.setattr("bot.logs.set_up_logs", lambda level: None)
    migrate(url)
    engine = connect(url)
    found = Store(engine)
    found.people.remember(P, "sealed")
    line = Line(
        time.time(), "text", "他打娃", "办法", "protocol", page="report_physical_abuse", disclosure="report_neglect"
    )
    found.conversations.add(P, line, "parent")
    yield found
    engine.dispose()
    load_settings.cache_clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_conversations(store: Store) -> None:
    assert run("talks", "list").exit_code == 2, "who looks must be said"
    assert "1 conversations" in run("talks", "list", "--by", "li", "--kind", "any").output
    assert "0 conversations" in run("talks", "list", "--by", "li", "--role", "manager").output
    shown = run("talks", "show", "1", "--by", "li").output
    assert "< 他打娃" in shown
    assert P[:8] not in shown
    assert run("talks", "show", "9", "--by", "li").exit_code == 1
    assert run("talks", "mark", "1", "--by", "li", "--tag", "急", "--note", "回访").exit_code == 0
    assert run("talks", "review", "1", "--by", "li").exit_code == 0
    found = store.conversations.get(1)
    assert found is not None
    assert (found.tags, found.note, found.reviewed_by) == (("急",), "回访", "li")
    assert run("talks", "review", "1", "--by", "li", "--undo").exit_code == 0
    assert "人 他打娃\n页 report_physical_abuse" in run("talks", "script", "1", "--by", "li").output
    assert {(d.who, d.action) for d in store.audit.entries()} == {
        ("li", f"talk{name}") for name in ("s_list", "_view", "_mark", "_review", "_reopen", "_script")
    }


def test_the_desk(store: Store) -> None:
    assert run("desk", "rules", "--by", "li", "--days", "89").exit_code == 2
    assert run("desk", "rules", "--by", "li", "--days", "1", "--start", "9", "--end", "10:00").exit_code == 2
    assert run("desk", "rules", "--by", "li", "--days", "12345", "--back", "3").exit_code == 0
    assert "周一到周五 9:00到17:30; back after 3 h" in run("desk", "status").output
    asked = Line(time.time(), "text", "转人工", "答", "understood", intent="talk_to_human")
    store.conversations.add(P, asked, None, ("想找真人",))
    assert "conversation 1: wants a person since" in run("desk", "status").output
    assert run("desk", "say", "1", "在", "--by", "li").exit_code == 1
    assert run("desk", "take", "1", "--by", "li").exit_code == 0
    assert run("desk", "take", "1", "--by", "wang").exit_code == 1
    assert "next message" in run("desk", "say", "1", "在", "--by", "li").output
    assert run("desk", "say", "1", " ", "--by", "li").exit_code == 2
    assert "conversation 1: li" in run("desk", "status").output
    assert "wants a person" not in run("desk", "status").output
    assert run("desk", "back", "1", "--by", "li").exit_code == 0
    assert run("desk", "back", "1", "--by", "li").exit_code == 1
    assert [d.action for d in reversed(store.audit.entries())] == [
        "desk_rules", "desk_view", "desk_view", "take_over", "officer_says", "desk_view", "desk_view", "hand_back",
    ]  # fmt: skip


def test_statistics(store: Store) -> None:
    shown = run("stats", "show").output
    assert "一共" in shown
    assert "四周内的求救" in shown
    assert "fewer than five" in run("stats", "show", "--source", "factory_1").output
    assert "多少人在用,人数" in run("stats", "csv").output
    assert run("stats", "csv", "--source", "factory_1").output == ""
    assert [d.object for d in store.audit.entries(action="stats_export")].count("factory_1") == 2
