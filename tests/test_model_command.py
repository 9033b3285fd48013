"""Releases from the command line: what is done, refused and begun stands in the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import training_job
from bot.__main__ import app
from bot.errors import TrainingError
from bot.model_command import UNJUDGED, note_put_live
from bot.settings import load_settings
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.training.registry import Registry
from bot.training.runs import Runs
from bot.training.workcopy import MARK
from tests.training.test_registry import trained

Row = tuple[str, str, str, str]


def run(*words: str) -> str:
    """What a command says; a refusal as its reason."""
    result = CliRunner().invoke(app, ["model", *words])
    if result.exit_code:
        assert isinstance(result.exception, TrainingError), result.output
        return f"refused: {result.exception}"
    return result.output


def told(store: Store) -> list[Row]:
    return [(d.who, d.action, d.object, d.detail) for d in reversed(store.audit.entries())]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database that nobody has made yet."""
    found = f"sqlite:///{tmp_path}/m.db"
    monkeypatch.setenv("QIANGUA_DATABASE_URL", found)
    monkeypatch.setattr("bot.data_command.set_up_logs", lambda level: None)
    load_settings.cache_clear()
    yield found
    load_settings.cache_clear()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    migrate(url)
    engine = connect(url)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    (tmp_path / "models" / "candidates").mkdir(parents=True)
    found = Registry(tmp_path / "models")
    monkeypatch.setattr("bot.training.registry.Registry", lambda: found)
    return found


def test_promoted_refused_and_taken_back(store: Store, registry: Registry) -> None:
    for name, refused in (("r1", ()), ("r2", ()), ("r3", ("听见的求救比线上的少",))):
        trained(registry, name, refused)
    assert run("rollback", "--why", "x") == "refused: there is no release to go back to"
    assert run("promote", "nothing", "--why", "x") == "refused: there is no such release"
    assert told(store) == [], "a slip of the fingers is no deed"
    assert run("promote", "r1", "--why", "第一个") == "r1 is live\n"
    assert run("promote", "r2", "--why", "更懂作业", "--by", "xiaoli") == "r2 is live\n"
    assert "听见的求救" in run("promote", "r3", "--why", "试试", "--by", "xiaoli")
    assert run("rollback", "--why", "不对劲") == "r1 is live\n"
    assert told(store) == [
        ("命令行", "promote", "r1", "第一个"), ("xiaoli", "promote", "r2", "更懂作业"),
        ("xiaoli", "refused", "r3", "听见的求救比线上的少"), ("命令行", "roll_back", "r1", "不对劲"),
    ]  # fmt: skip


def test_a_name_too_long_loses_no_row(store: Store, registry: Registry) -> None:
    trained(registry, "r1")
    run("promote", "r1", "--why", "好" * 900, "--by", "x" * 90)
    assert told(store) == [("x" * 32, "promote", "r1", "好" * 200)]


@pytest.mark.parametrize("by_console", [False, True])
def test_a_training_is_written_down_once(
    by_console: bool, store: Store, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(tmp_path / "runs")

    async def work(job: training_job.Job) -> object:
        raise TrainingError("not here")

    for name, value in {"Runs": lambda: runs, "Registry": lambda: registry}.items():
        monkeypatch.setattr(training_job, name, value)
    monkeypatch.setattr(training_job.Job, "work", work)
    monkeypatch.setattr(training_job.os, "nice", lambda by: 0)
    begun = runs.write(replace(runs.begin("xiaoli"), pid=0)).id if by_console else ""
    assert asyncio.run(training_job.main(load_settings(), begun, "xiaoli")) == 1
    (run_,) = runs.all()
    assert told(store) == ([] if by_console else [("xiaoli", "train", run_.id, "")]), "the console has its own row"


def test_one_put_live_without_the_gate_is_named(store: Store) -> None:
    note_put_live(load_settings(), "r1")
    assert told(store) == [("命令行", "promote", "r1", UNJUDGED)]


def test_nothing_is_named_where_there_is_no_database_or_in_a_copy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_put_live(load_settings(), "r1")
    assert not (tmp_path / "m.db").exists(), "a fresh clone stays without one"
    migrate(url)
    (tmp_path / MARK).write_text("", encoding="ascii")
    monkeypatch.setattr("bot.training.release.ROOT", tmp_path)
    note_put_live(load_settings(), "r1")
    engine = connect(url)
    assert told(Store(engine)) == []
    engine.dispose()


def test_a_database_that_is_away_takes_no_release_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QIANGUA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    load_settings.cache_clear()
    note_put_live(load_settings(), "r1")
    load_settings.cache_clear()
    assert "not in the audit log" in capsys.readouterr().err
