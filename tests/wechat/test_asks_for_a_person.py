"""Somebody writes 转人工, from the platform to the answer: within staffed hours, outside, and without hours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sanic import Sanic

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.errors import EngineNotReady
from bot.people.call_times import BEIJING
from bot.people.staffed import Staffed
from bot.reply.answer import AnswerService
from bot.reply.desk import GOOD_FOR, Desk, Rules
from bot.reply.human import with_hours
from bot.reply.show import Showing
from bot.reply.transcript import WANTS_HUMAN
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.web.platform import Platform
from bot.wechat.callback import create_blueprint
from bot.wechat.dedupe import MemoryRepeats
from tests.conftest import free_ports, serve
from tests.fake_wechat import FakeWeChat
from tests.reply.test_answer import FakeEngine
from tests.wechat.conftest import CREDENTIALS, OPENID, hashed, settings_for

CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts.tables["talk"]
WEEK = Staffed((0, 1, 2, 3, 4), 9 * 60, 17 * 60 + 30)
P = hashed(OPENID)
LATER = LINES["human_later"].format(hours="周一到周五 9:00到17:30")
HOTLINES = LINES["human"].partition("\n")[2]


def at(when: str) -> float:
    return datetime.fromisoformat(when).replace(tzinfo=BEIJING).timestamp()


THURSDAY, EVENING = at("2026-11-26 10:00"), at("2026-11-26 21:00")


def understand(words: str) -> Reply:
    """As the engine and its actions would: a person is asked for, or homework."""
    intent = "talk_to_human" if "人工" in words else "parent_homework"
    reading = {"intent": intent, "confidence": 0.9, "ranking": [intent]}
    reply = respond(Turn(intent, text=words), CATALOGUE)
    return Reply(**{**vars(reply), "understood": reading})


@dataclass
class Line:
    """The product behind its callback, with a clock that tests move."""

    wechat: FakeWeChat
    store: Store
    desk: Desk
    engine: FakeEngine
    service: AnswerService
    now: list[float]

    async def say(self, words: str) -> str:
        return await self.wechat.say(OPENID, words) or ""


@pytest.fixture
async def line(tmp_path: Path, app_name: Callable[[], str]) -> AsyncIterator[Line]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database, now, engine = connect(url), [THURSDAY], FakeEngine()
    store, engine.reply = Store(database), understand
    desk = Desk(store, CATALOGUE, lambda: True, lambda: now[0])
    turns = TurnTaker(CATALOGUE, load_detector(), engine, lambda: now[0])
    service = AnswerService(turns, Showing(store, CATALOGUE, turns.clock, staffed=desk.staffed))
    app = Sanic(app_name(), configure_logging=False)
    settings = settings_for("plain")
    app.blueprint(
        create_blueprint(
            settings, service, hashed, MemoryRepeats(600), clock=lambda: now[0], seal=lambda openid: "sealed"
        )
    )  # fmt: skip
    platform = Platform(CREDENTIALS["token"], CREDENTIALS["appid"], "", clock=lambda: now[0])
    async with serve(app, free_ports(1)) as base:
        yield Line(FakeWeChat(platform, f"{base}/wechat", step=1.0), store, desk, engine, service, now)
    database.dispose()


async def test_within_the_hours_the_officers_are_told_and_the_bot_goes_on(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    shown = await line.say("我要转人工")
    assert LINES["human_asked"] in shown
    assert "12356" not in shown
    (asked,) = line.desk.requests()
    assert (asked.person, asked.at) == (P, THURSDAY)
    talk = line.store.conversations.get(asked.conversation)
    assert talk is not None
    assert talk.tags == (WANTS_HUMAN,)
    line.now[0] += 60
    assert CATALOGUE.pages["parent_homework"].sections["start"].text in await line.say("娃不写作业")
    assert [r.at for r in line.desk.requests()] == [THURSDAY], "it still waits, since when it was asked"


async def test_outside_they_hear_when_and_the_hotlines(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    line.now[0] = EVENING
    shown = await line.say("转人工")
    assert f"{LATER}\n{HOTLINES}" in shown
    assert "转给真人" not in shown
    assert [r.at for r in line.desk.requests()] == [EVENING], "whoever comes in the morning sees it"


async def test_without_hours_it_is_as_ever(line: Line) -> None:
    assert LINES["human"] in await line.say("转人工")
    assert line.desk.requests() == []
    (talk,) = line.store.conversations.of_person(P)
    assert talk.tags == (WANTS_HUMAN,)


async def test_the_setting_counts_until_the_console_says_otherwise(line: Line) -> None:
    set_up = Desk(line.store, CATALOGUE, staffed=WEEK)
    assert set_up.staffed() == WEEK
    set_up.set_rules(Rules(None))
    assert set_up.staffed() is None, "nobody there, said in the console, is nobody"


async def test_a_disclosure_is_never_delayed(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    await line.say("转人工")
    shown = await line.say("转人工，他要跳楼了，就站在楼顶")
    assert "110" in shown or "120" in shown
    assert LINES["human_asked"] not in shown
    (talk,) = line.store.conversations.of_person(P)
    assert talk.kinds, "and the duty of it is told"


async def test_a_request_that_waited_for_the_engine_is_told_of_when_it_is_answered(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    line.engine.error = EngineNotReady("away")
    assert LINES["engine_away"] in await line.say("转人工")
    line.engine.error = None
    assert await line.service.answer_kept() == 1
    shown = await line.say("娃不写作业")
    assert LINES["human_asked"] in shown
    assert CATALOGUE.pages["parent_homework"].sections["start"].text in shown
    assert len(line.desk.requests()) == 1


async def test_a_request_is_settled_by_taking_over_by_a_look_or_by_time(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))

    async def asks() -> int:
        line.now[0] += 60
        await line.say("转人工")
        (asked,) = line.desk.requests()
        return asked.conversation

    number = await asks()
    assert line.desk.take(P, "li")
    assert line.desk.requests() == []
    line.now[0] += 60
    line.desk.hand_back(P, "li")
    assert line.desk.requests() == [], "an officer has written to them"
    number = await asks()
    line.store.conversations.review(number, "li", line.now[0])
    assert line.desk.requests() == []
    await asks()
    line.now[0] += GOOD_FOR + 1
    assert line.desk.requests() == []


async def test_who_deletes_their_data_is_on_no_list(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    await line.say("转人工")
    await line.say("删除我的数据")
    assert line.desk.requests() == []


async def test_a_young_worker_is_spoken_to_as_you(line: Line) -> None:
    line.desk.set_rules(Rules(WEEK))
    line.store.people.remember(P, "sealed")
    line.store.talks.save(P, Talk(), Talk().after(Reply("x", profile={"role": "young_worker"}), line.now[0]))
    assert as_you(LINES["human_asked"]) in await line.say("转人工")


@pytest.mark.parametrize("now", [THURSDAY, EVENING])
def test_nothing_else_is_touched(now: float) -> None:
    for reply in (Reply("别的"), Reply(LINES["human_here"]), respond(Turn("bot_challenge"), CATALOGUE)):
        assert with_hours(reply, WEEK, CATALOGUE, now) == reply
    plain = respond(Turn("talk_to_human"), CATALOGUE)
    assert with_hours(plain, None, CATALOGUE, now) == plain


def test_no_line_promises() -> None:
    assert "可能" in LINES["human_asked"]
    for key in ("human_asked", "human_later"):
        assert not any(word in LINES[key] for word in ("马上回", "一定回", "几分钟", "保密"))
