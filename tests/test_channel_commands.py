"""The command lines that speak to WeChat, against the platform's command as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.drafting.follow import Follow
from bot.settings import load_settings
from bot.store.database import connect, migrate
from bot.store.outbox import Letter, Outcome
from bot.store.store import Store
from tests.conftest import free_ports

P = "p" * 64
OPENID = "oRehearsal0000000000000000001"


@dataclass
class Desk:
    """An operator's desk: the store, and the platform's address."""

    store: Store
    base: str

    def run(self, *words: str, code: int = 0) -> str:
        result: Result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    def sent(self) -> list[dict]:
        return httpx.get(f"{self.base}/_sent", trust_env=False).json()


def told(store: Store) -> list[tuple[str, str, str]]:
    """What the audit log says of the command line, oldest first."""
    assert {d.who for d in store.audit.entries()} <= {"命令行"}
    return [(d.action, d.object, d.detail) for d in reversed(store.audit.entries())]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk for what needs no platform."""
    url, base = f"sqlite:///{tmp_path}/t.db", f"http://127.0.0.1:{free_ports(1)}"
    for name, value in {
        "QIANGUA_DATABASE_URL": url,
        "QIANGUA_WECHAT_API_BASE": base,
        "QIANGUA_WECHAT_APP_SECRET": "rehearsal-secret",
    }.items():
        monkeypatch.setenv(name, value)
    load_settings.cache_clear()
    monkeypatch.setattr("bot.logs.set_up_logs", lambda level: None)
    migrate(url)
    yield Desk(Store(connect(url)), base)
    load_settings.cache_clear()


@pytest.fixture
def desk(office: Desk) -> Iterator[Desk]:
    """The same with the platform's command running."""
    port = office.base.rpartition(":")[2]
    words = [sys.executable, "-m", "bot", "fakewechat", "--port", port, "--callback", "http://127.0.0.1:9/wechat"]
    process = subprocess.Popen(words, env=os.environ, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                httpx.get(f"{office.base}/_sent", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield office
    finally:
        process.terminate()
        process.wait(10)


def test_an_operators_day(desk: Desk, tmp_path: Path) -> None:
    assert "mass               yes, 500000 of 500000 calls left today" in desk.run("account", "check")
    assert "家长: menu, 0 people more" in desk.run("menu", "push")
    assert len(json.loads(desk.run("menu", "show"))["conditionalmenu"]) == 3

    assert "q/factory_dg_017" in desk.run(
        "qr", "poster", "factory_dg_017", str(tmp_path / "p.pdf"), "--where", "食堂门口"
    )
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    assert desk.run("qr", "sources") == "0 groups of five or more\n"

    planned = desk.run("weekly", "plan", "parent_call_that_works", "--at", "2030-11-30 19:30", "--audience", "all")
    assert "#1: parent_call_that_works to all (0 people as of now) at 2030-11-30 19:30" in planned
    assert "#1  2030-11-30 19:30  parent_call_that_works to all: planned" in desk.run("weekly", "list")
    assert "sent, 0 people" in desk.run("weekly", "send", "1")
    desk.run("weekly", "plan", "parent_call_that_works", "--at", "2030-11-30 19:30")
    assert desk.run("weekly", "cancel", "2") == "cancelled\n"
    assert told(desk.store) == [
        ("menu_push", "", ""), ("qr_poster", "factory_dg_017", ""),
        ("plan", "parent_call_that_works", "#1 all 2030年11月30日 19:30"), ("plan_send", "1", "sent"),
        ("plan", "parent_call_that_works", "#2 parent 2030年11月30日 19:30"), ("plan_cancel", "2", ""),
    ]  # fmt: skip


def test_a_preview_reaches_one(desk: Desk) -> None:
    push = {"openid": OPENID, "event": "VIEW"}
    with pytest.raises(httpx.TimeoutException):  # nobody listens at the callback, and the platform tries on
        httpx.post(f"{desk.base}/_push", json=push, timeout=1.0, trust_env=False)
    assert desk.run("weekly", "preview", "parent_call_that_works", "--to", OPENID) == "sent to one person\n"
    assert [row["to"] for row in desk.sent()] == [OPENID]
    assert told(desk.store) == [("plan_preview", "parent_call_that_works", "")], "to whom stands nowhere"


def test_the_outbox(office: Desk) -> None:
    letters = [Letter(P, key, "due", "custom", {"x": 1}, 0, 9e9) for key in "abc"]
    office.store.outbox.put(letters)
    claimed = office.store.outbox.claim(["custom"], 1, 2)
    office.store.outbox.finish(claimed[0].claim, [Outcome(c.id, "dead", reason="47003") for c in claimed], 1)
    shown = office.run("outbox", "list")
    assert "custom     dead     2" in shown
    assert "#1  due by custom, person pppppppp, 1 tries" in shown
    assert P not in shown
    assert office.run("outbox", "retry", "1") == "1 queued anew\n"
    assert "no dead letter 1" in office.run("outbox", "retry", "1", code=1)
    assert office.run("outbox", "drop") == "1 dropped\n"
    assert "is none of" in office.run("outbox", "list", "--state", "lost", code=2)
    assert told(office.store) == [("outbox_retry", "1", "1"), ("outbox_drop", "", "1")]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("plan", "no_such", "--at", "2030-11-30 19:30"), "no lesson no_such"),
        (("plan", "parent_call_that_works", "--at", "tomorrow"), "no moment"),
        (("plan", "parent_call_that_works", "--at", "2020-11-30 19:30"), "is over"),
        (("plan", "parent_call_that_works", "--at", "2030-11-30 23:30"), "at night"),
        (("plan", "parent_call_that_works", "--at", "2030-11-30 19:30", "--audience", "boss"), "none of"),
        (("send", "9"), "not planned"),
    ],
)
def test_what_is_refused(office: Desk, words: tuple[str, ...], why: str) -> None:
    assert why in office.run("weekly", *words, code=1)
    assert told(office.store) == []


def test_a_lesson_that_was_withdrawn_is_refused_with_a_reason(office: Desk) -> None:
    plan = office.store.mailings.plan
    gone, there = plan("parent_gone", "parent", 9e9, 1.0), plan("parent_call_that_works", "parent", 9e9, 1.0)
    said = office.run("weekly", "send", str(gone), code=1)
    assert "failed (这一课撤下了，所以没有发" in said
    assert "这一课撤下了" in office.run("weekly", "list")
    assert told(office.store) == [("plan_send", str(gone), "failed")]
    states = {m.id: (m.state, m.lesson) for m in office.store.mailings.all()}
    assert states == {gone: ("failed", "parent_gone"), there: ("planned", "parent_call_that_works")}


def test_a_lesson_published_in_the_console_is_known(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command sees what the running bot sees: what is in force, not what the files say."""

    def begin(follow: Follow) -> None:
        old = follow._shelf.present
        follow._shelf.present = replace(old, lessons={"parent_new": old.lessons["parent_call_that_works"]})

    monkeypatch.setattr(Follow, "begin", begin)
    assert "#1: parent_new" in office.run("weekly", "plan", "parent_new", "--at", "2030-11-30 19:30")
    assert "no lesson" in office.run("weekly", "plan", "parent_call_that_works", "--at", "2030-11-30 19:30", code=1)
