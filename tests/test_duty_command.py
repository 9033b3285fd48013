"""The administrator's command line, run as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.dialogue.duty import Duty
from bot.settings import load_settings
from bot.store.database import connect, migrate
from bot.store.store import Store

P = "p" * 64


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{tmp_path}/t.db"
    monkeypatch.setenv("QIANGUA_DATABASE_URL", url)
    load_settings.cache_clear()
    monkeypatch.setattr("bot.duty_command.set_up_logs", lambda level: None)
    migrate(url)
    yield Store(connect(url))
    load_settings.cache_clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["duty", *words])


def test_an_empty_log(store: Store) -> None:
    assert run("list").output == "0 rows\n"


def test_list_and_mark(store: Store) -> None:
    store.duties.add(P, Duty("report_sexual_abuse", "detector"), 1e9, "parent", "贵州省毕节市")
    store.duties.add(P, Duty("report_child_self_harm", "intent"), 1e9 + 1)
    store.duties.add(P, Duty("report_child_self_harm", "intent"), 1e9 + 60)
    shown = run("list", "--open").output
    assert shown.endswith("2 open rows\n")
    harm, abuse = shown.split("#1  ")
    assert "#2  report_child_self_harm 孩子伤害自己、不想活" in harm
    assert "to be reported if: 已经伤残或死亡" in harm
    assert "2 times; by intent, person pppppppp, role not told, place not told" in harm
    assert "MUST BE REPORTED: 疑似性侵" in abuse
    assert "by detector, person pppppppp, parent, 贵州省毕节市" in abuse
    assert P not in shown

    assert run("mark", "1", "passed_on", "--note", "报了110", "--by", "李老师").output == "1 is passed_on\n"
    assert run("mark", "2", "closed").exit_code == 0
    shown = run("list", "--open").output
    assert shown.endswith("1 open rows\n")
    assert "passed_on since" in shown
    assert ", 李老师\n      报了110\n" in shown
    assert "2 rows" in run("list").output
    told = [(d.who, d.action, d.object, d.detail) for d in reversed(store.audit.entries())]
    assert told == [
        ("命令行", "duty_view", "open", "2"), ("李老师", "duty_mark", "1", "passed_on"),
        ("命令行", "duty_mark", "2", "closed"), ("命令行", "duty_view", "open", "1"),
        ("命令行", "duty_view", "all", "2"),
    ]  # fmt: skip
    store.people.forget(P)
    assert "person deleted" in run("list").output


@pytest.mark.parametrize(("words", "code", "why"), [(("9", "seen"), 1, "no row 9"), (("1", "done"), 2, "none of new")])
def test_what_cannot_be_marked(store: Store, words: tuple[str, str], code: int, why: str) -> None:
    result = run("mark", *words)
    assert result.exit_code == code
    assert why in result.output
    assert store.audit.entries() == [], "nothing was done"
