"""The first line, whole: WeChat message in, right Chinese answer out."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from bot.training.evaluate import read
from tests.line.conftest import Running, until_ready

HOLDOUT = Path(__file__).parents[1] / "holdout" / "first_line.jsonl"
CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts.tables["talk"]


def person(name: str) -> str:
    """An openid: o and 27 characters."""
    return ("o" + name + "x" * 28)[:28]


def page_of(shown: str | None) -> str | None:
    """Whose start an answer shows."""
    for name, page in CATALOGUE.pages.items():
        starts = [s.text for key, s in page.sections.items() if key.partition("@")[0] == "start"]
        if any(shown and shown.startswith((text, as_you(text))) for text in starts):
            return name
    return None


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_unseen_paraphrases_are_answered(mode: str, request: pytest.FixtureRequest) -> None:
    wechat = request.getfixturevalue(mode).wechat()
    lines = [json.loads(line) for line in HOLDOUT.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for number, line in enumerate(lines):
        shown = await wechat.say(person(f"holdout{mode}{number}"), line["text"])
        if page_of(shown) != line["intent"]:
            wrong.append((line["intent"], page_of(shown), line["text"]))
    assert len(lines) >= 40
    assert len(wrong) <= len(lines) * 0.2, wrong


async def test_unseen_paraphrases_of_every_page(plain: Running) -> None:
    """Two sentences for each topic and protocol, by writers who had not seen the training data."""
    wechat, taken = plain.wechat(), Counter[str]()
    asked, wrong, hidden = 0, [], []
    for number, line in enumerate(read(HOLDOUT.with_name("nlu_final.jsonl"))):
        right = {line["intent"], *line.get("also", ())}
        if line["intent"] not in CATALOGUE.pages or taken[line["intent"]] == 2:
            continue
        taken[line["intent"]] += 1
        asked += 1
        shown = await wechat.say(person(f"page{number}"), line["text"])
        if page_of(shown) not in right:
            wrong.append((line["intent"], page_of(shown), line["text"]))
            ways = [page.title for page in CATALOGUE.pages.values() if page.kind == "protocol"]
            helped = any(way in (shown or "") for way in (*ways, LINES["need_help"]))
            if line["intent"].startswith("report_") and not (helped or CATALOGUE.is_protocol(page_of(shown))):
                hidden.append(line["text"])
    assert asked >= 120
    assert len(wrong) <= asked * 0.25, wrong
    assert hidden == [], "a wrong answer never hides a disclosure"


async def test_a_parent_from_following_to_a_protocol_and_back(plain: Running) -> None:
    wechat, me = plain.wechat(), person("mother")
    follow = (await wechat.push(wechat.platform.event(me, "subscribe", "qrscene_factory_dg_017"))).shown
    assert follow is not None
    assert follow.startswith(CATALOGUE.texts.line("menu", "hello")[:20])
    assert CATALOGUE.texts.line("menu", "parent") in (await wechat.say(me, "1") or "")
    assert page_of(await wechat.say(me, "娃天天抱着手机不撒手咋办")) == "parent_phone_gaming"
    assert CATALOGUE.pages["parent_phone_gaming"].sections["grandparents"].text in (await wechat.say(me, "2") or "")
    assert page_of(await wechat.say(me, "我儿子不见了")) == "report_missing_child"
    assert CATALOGUE.pages["report_missing_child"].sections["found"].text in (await wechat.say(me, "孩子找到了") or "")
    assert "上面只有" in (await wechat.say(me, "8") or "")
    assert await wechat.say(me, "删除我的数据") == LINES["deleted"]


async def test_a_manager_says_who_he_is(safe: Running) -> None:
    wechat, me = safe.wechat(), person("manager")
    assert CATALOGUE.texts.line("menu", "manager") in (await wechat.say(me, "我是线长") or "")
    missing = await wechat.say(me, "孩子不见了")
    assert missing is not None
    assert missing.startswith(CATALOGUE.pages["report_missing_child"].sections["start@manager"].text)


@pytest.mark.parametrize("kind", ["image", "voice", "video", "location", "link", "file", "hologram"])
async def test_every_kind_of_message_gets_a_kind_sentence(kind: str, plain: Running) -> None:
    wechat = plain.wechat()
    shown = (await wechat.push(wechat.platform.message(person("kinds"), kind, MediaId="m"))).shown
    assert shown == LINES.get(kind, LINES["other"])


async def test_the_same_push_three_times_is_one_turn(safe: Running) -> None:
    wechat = safe.wechat()
    post = wechat.platform.text(person("retry"), "孩子总玩手机怎么办")
    first = await wechat.push(post)
    assert [(await wechat.push(post)).shown for _ in range(2)] == [first.shown] * 2


async def test_engine_killed_in_mid_conversation(plain: Running) -> None:
    wechat, me = plain.wechat(), person("killer")
    assert page_of(await wechat.say(me, "娃天天抱着手机不撒手咋办")) == "parent_phone_gaming"
    engine = next(
        child
        for child in psutil.Process(plain.process.pid).children()
        if "rasa" in child.cmdline() and "run" in child.cmdline()
    )
    os.kill(engine.pid, signal.SIGKILL)
    started = time.monotonic()
    away = await wechat.push(wechat.platform.text(me, "他爷爷奶奶老惯着他怎么办才好"))
    assert time.monotonic() - started < 5
    assert away.tries == 1
    assert LINES["engine_away"] in (away.shown or "")
    assert page_of(await wechat.say(person("other"), "我儿子不见了找不到人")) == "report_missing_child"
    assert page_of(await wechat.say(person("third"), "俺家那个一天到晚打游戏")) is None  # kept, not guessed
    assert plain.ready()["engine"] == "not ready"
    await until_ready(plain)
    for _ in range(60):
        shown = await wechat.say(me, "看结果")
        if LINES["engine_away"] not in (shown or ""):
            break
        await asyncio.sleep(0.5)
    assert page_of(shown) == "parent_grandparents"


async def test_the_database_knows_no_openid_and_forgets(plain: Running) -> None:
    wechat, me = plain.wechat(), person("forgetme")
    await wechat.say(me, "孩子总玩手机怎么办")
    database = sqlite3.connect(plain.folder / "line.db")

    def rows() -> int:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        dump = [row for table in tables for row in database.execute(f"SELECT * FROM {table}")]
        assert me not in str(dump)
        return len(dump)

    before = rows()
    await wechat.push(wechat.platform.event(me, "unsubscribe"))
    assert rows() < before
    database.close()


async def test_the_logs_know_neither_words_nor_people(plain: Running) -> None:
    wechat, me = plain.wechat(), person("logscan")
    await wechat.say(me, "这句话只有我知道呢")
    log = (plain.folder / "bot.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert any(line["event"] == "push" for line in lines)
    engine_log = (Path(__file__).parents[2] / "var" / "log" / "engine.log").read_text(
        encoding="utf-8", errors="replace"
    )
    for secret in (me, "这句话只有我知道呢", "qiangua-dev-secret-key"):
        assert secret not in log
        assert secret not in engine_log


async def test_health_and_metrics(plain: Running) -> None:
    import httpx

    async with httpx.AsyncClient(base_url=plain.base, trust_env=False) as http:
        assert (await http.get("/healthz")).json() == {"status": "ok"}
        assert (await http.get("/readyz")).status_code == 200
        metrics = (await http.get("/metrics")).text
    assert re.search(r'qiangua_room_cpu_seconds_count\{room="safety"\} \d', metrics)
    assert "qiangua_wechat_requests_total" in metrics
