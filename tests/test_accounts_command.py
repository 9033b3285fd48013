"""Accounts from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.accounts_command import accounts
from bot.admin.passwords import Passwords
from bot.settings import load_settings
from bot.store.database import connect
from bot.store.store import Store

RUN = CliRunner()
GOOD = "right horse battery\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{tmp_path}/a.db"
    monkeypatch.setenv("QIANGUA_DATABASE_URL", url)
    load_settings.cache_clear()
    RUN.invoke(accounts, ["list"])
    return Store(connect(url))


@pytest.fixture(autouse=True)
def _settings_again() -> object:
    yield
    load_settings.cache_clear()


def test_an_account_from_beginning_to_end(store: Store) -> None:
    added = RUN.invoke(accounts, ["add", "xiaoli", "--role", "admin", "--stdin"], input=GOOD)
    assert added.exit_code == 0, added.output
    account = store.accounts.named("xiaoli")
    assert account is not None
    assert Passwords().right(account.password, GOOD.strip())
    assert "xiaoli" in RUN.invoke(accounts, ["list"]).output
    assert RUN.invoke(accounts, ["disable", "xiaoli"]).exit_code == 0
    assert "disabled" in RUN.invoke(accounts, ["list"]).output
    assert RUN.invoke(accounts, ["enable", "xiaoli"]).exit_code == 0
    store.accounts.failed(account.id, 1, 9e12)
    assert "locked" in RUN.invoke(accounts, ["list"]).output
    made = RUN.invoke(accounts, ["password", "xiaoli", "--generate"]).output
    account = store.accounts.named("xiaoli")
    assert account is not None
    assert account.locked_until == 0
    assert Passwords().right(account.password, made.split()[-1])
    assert [d.action for d in reversed(store.audit.entries())] == [
        "account_add", "account_disable", "account_enable", "password",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "x", "--stdin"], "2 to 32"),
        (["add", "xiaoli", "--role", "owner", "--stdin"], "a role of"),
        (["add", "xiaoli", "--stdin"], "至少"),
        (["disable", "nobody"], "no account"),
        (["password", "nobody", "--generate"], "no account"),
    ],
)
def test_mistakes_are_named(arguments: list[str], said: str, store: Store) -> None:
    result = RUN.invoke(accounts, arguments, input="short\n")
    assert result.exit_code != 0
    assert said in result.output
    assert store.accounts.all() == []


def test_a_name_is_taken_once(store: Store) -> None:
    assert RUN.invoke(accounts, ["add", "xiaoli", "--generate"]).exit_code == 0
    assert "taken" in RUN.invoke(accounts, ["add", "xiaoli", "--generate"]).output
