"""While a human speaks with a person the bot is silent, but for protocols and deletion; and what is kept of it all."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.duty import Duty
from bot.dialogue.reply import Reply
from bot.errors import EngineNotReady
from bot.limits.counts import MemoryCounts
from bot.limits.flood import Flood
from bot.people.staffed import Staffed
from bot.reply.answer import AnswerService
from bot.reply.desk import Desk, Rules
from bot.reply.messages import Incoming
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.store.conversations import OFFICER, Line
from bot.store.database import connect, migrate
from bot.store.store import Store
from tests.reply.test_answer import FakeEngine, settled

P = "a" * 64
CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts.tables["talk"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    yield Store(database)
    database.dispose()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def service(engine: FakeEngine, store: Store) -> AnswerService:
    turns = TurnTaker(CATALOGUE, load_detector(), engine)
    return AnswerService(turns, Showing(store, CATALOGUE, turns.clock))


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk whose clock tests move; the account may write first."""
    return Desk(store, CATALOGUE, lambda: True, lambda: desk_now[0])


desk_now = [0.0]


@pytest.fixture(autouse=True)
def _now() -> None:
    desk_now[0] = time.time()


async def say(service: AnswerService, text: str, kind: str = "text", within: float = 60.0) -> str | None:
    return await service.answer(Incoming(P, kind, text, sealed="sealed"), within)  # type: ignore[arg-type]


def lines(store: Store) -> list[Line]:
    return [line for talk in reversed(store.conversations.of_person(P)) for line in store.conversations.lines(talk.id)]


async def test_what_is_kept_of_a_conversation(service: AnswerService, store: Store, engine: FakeEngine) -> None:
    engine.reply = lambda words: Reply(
        "看这页", page="parent_homework", section="start", intent="parent_homework",
        understood={"intent": "parent_homework", "confidence": 0.9, "ranking": []},
    )  # fmt: skip
    await say(service, "我叫王小芳，电话13812345678，娃不写作业")
    await say(service, "", kind="image")
    await say(service, "他要跳楼了，就站在楼顶")
    told = [(x.kind, x.said, x.how, x.page, x.disclosure) for x in lines(store)]
    assert told[0] == ("text", "我叫[名字]，电话[号码]，娃不写作业", "understood", "parent_homework", None)
    assert told[1][:3] == ("image", None, "flow")
    assert told[2][2] == "protocol"
    assert told[2][4] is not None
    (talk,) = store.conversations.of_person(P)
    assert talk.kinds == (told[2][4],)
    assert all(x.ms is not None and x.ms >= 0 for x in lines(store))


async def test_deleting_leaves_nothing_and_brings_nothing_back(service: AnswerService, store: Store) -> None:
    await say(service, "你好")
    await say(service, "删除我的数据")
    assert store.conversations.of_person(P) == []
    assert store.conversations.add(P, Line(1, "text", "晚到的", None, "flow"), None) is None, "a late write is dropped"


async def test_the_bot_is_silent_and_hears_all(
    service: AnswerService, store: Store, engine: FakeEngine, desk: Desk
) -> None:
    await say(service, "你好")
    assert desk.take(P, "li")
    before = len(lines(store))
    assert await say(service, "我叫王小芳，在吗") == LINES["human_here"], "no window: it comes with the next message"
    assert await say(service, "2") is None
    assert await say(service, "", kind="image") is None
    assert await say(service, "菜单") is None
    engine.error = EngineNotReady("away")
    assert await say(service, "还在吗") is None
    heard = lines(store)[before:]
    assert [(x.said, x.how, x.by) for x in heard] == [
        ("我叫[名字]，在吗", "human", "li"), ("2", "human", "li"), (None, "human", "li"), ("菜单", "human", "li"),
        ("还在吗", "human", "li"),
    ]  # fmt: skip
    assert store.kept.waiting() == [], "nothing is owed an answer by the engine"
    assert store.handovers.waiting() == 1


async def test_a_disclosure_gets_its_protocol_all_the_same(
    service: AnswerService, store: Store, engine: FakeEngine, desk: Desk
) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    store.kept.take(P)
    shown = await say(service, "他要跳楼了，就站在楼顶")
    assert shown
    assert "110" in shown or "120" in shown
    assert await say(service, "我在他身边") is None, "「您现在安全吗」 is the officer's to ask now"
    engine.reply = lambda words: Reply(
        "办法", urgent=True, duty=Duty("report_neglect", "intent"), intent="report_neglect"
    )
    assert await say(service, "有件事想跟您讲") == "办法"
    await asyncio.sleep(0)
    assert {e.kind for e in store.duties.entries()} >= {"report_neglect"}


async def test_a_late_protocol_is_kept_and_nothing_else_is(
    service: AnswerService, store: Store, engine: FakeEngine, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    store.kept.take(P)
    engine.delay = 0.3
    monkeypatch.setattr("bot.reply.answer.RESERVE", 60.0)
    assert await say(service, "闲聊") is None
    while engine.finished < 2:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    assert store.kept.take(P) == ([], 0, 0)
    engine.reply = lambda words: Reply("办法", urgent=True, duty=Duty("report_neglect", "intent"))
    assert await say(service, "有事") is None
    await settled(service)
    while not store.duties.entries():
        await asyncio.sleep(0.05)
    assert [r.text for r in store.kept.take(P)[0]] == ["办法"]


async def test_on_a_slow_machine_the_bot_is_silent_too_and_the_officers_words_are_not_lost(
    service: AnswerService, store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    assert await say(service, "在吗") == LINES["human_here"]
    desk.say(P, "li", "在呢")
    held, plain = threading.Event(), store.conversations.write

    def held_up(*args: object) -> object:
        held.wait(60)
        return plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(store.conversations, "write", held_up)
    assert await say(service, "说话呀", within=0.5) is None
    assert "12356" in str(await say(service, "他要跳楼了，就站在楼顶", within=0.5)), "a danger that the patterns know"
    held.set()
    await settled(service)
    shown = str(await say(service, "还在吗"))
    assert "在呢" in shown
    assert "12356" in shown, "it is shown once more rather than not at all"
    assert {x.said for x in lines(store)} >= {"说话呀", "他要跳楼了，就站在楼顶", "还在吗"}, "the officer sees it all"


async def test_an_officer_comes_before_flood_and_overload(
    service: AnswerService, store: Store, engine: FakeEngine, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    store.kept.take(P)
    monkeypatch.setattr(service._pace, "in_time", lambda seconds: False)
    monkeypatch.setattr(service, "_flood", Flood(MemoryCounts(), 1))
    for words in ("在吗", "在吗在吗", "有人吗"):
        assert await say(service, words) is None
    assert [x.how for x in lines(store)][-3:] == ["human"] * 3, "all of it reaches the officer"
    assert store.kept.waiting() == []


async def test_deleting_works_while_a_human_speaks(service: AnswerService, store: Store, desk: Desk) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    assert await say(service, "删除我的数据") == LINES["deleted"]
    assert store.handovers.all() == []
    assert desk.say(P, "li", "在") is None
    assert not desk.take(P, "li"), "who has gone cannot be taken over"


async def test_handed_back_the_bot_answers_again(service: AnswerService, store: Store, desk: Desk) -> None:
    await say(service, "你好")
    desk.set_rules(Rules(Staffed((0, 1, 2, 3, 4), 540, 1050)))
    desk.take(P, "li")
    store.kept.take(P)
    assert desk.hand_back(P, "li")
    shown = await say(service, "再问一件事")
    assert shown is not None
    assert shown.startswith(LINES["human_gone"] + "真人周一到周五 9:00到17:30在。")
    assert "答：再问一件事" in shown


async def test_an_officer_who_falls_silent_hands_back(service: AnswerService, store: Store, desk: Desk) -> None:
    await say(service, "你好")
    desk.take(P, "li")
    desk_now[0] += 2 * 3600 - 60
    assert desk.tend() == 0
    assert desk.say(P, "li", "在呢") == "next"
    desk_now[0] += 2 * 3600 - 60
    assert desk.tend() == 0, "a word begins the hours anew"
    desk_now[0] += 120
    assert desk.tend() == 1
    assert desk.tend() == 0
    deed = store.audit.entries(action="hand_back")[0]
    assert (deed.who, deed.detail) == ("自动", "li")
    assert [r.text for r in store.kept.take_of(P, OFFICER)] == [LINES["human_here"], "在呢", LINES["human_gone"]]


async def test_nobody_is_woken_by_a_hand_back(service: AnswerService, store: Store, desk: Desk) -> None:
    await say(service, "你好")
    midnight = 1795449600.0  # 2026-11-24 00:00 in Beijing
    store.windows.open([P], "message", midnight - 3 * 3600)
    desk_now[0] = midnight - 2 * 3600 - 1
    desk.take(P, "li")
    assert store.outbox.waiting(P, "custom") == 1
    desk_now[0] = midnight
    assert desk.tend() == 1
    assert store.outbox.waiting(P, "custom") == 1


async def test_a_practice_is_not_kept(service: AnswerService, store: Store, engine: FakeEngine) -> None:
    await say(service, "我是线长")
    engine.reply = lambda words: Reply("x", intent="scene_list")
    from bot.dialogue.respond import respond
    from bot.dialogue.turn import Turn

    name = next(iter(CATALOGUE.scenes))
    engine.reply = lambda words: respond(Turn("scene_start", entities={"scene": name}), CATALOGUE)
    await say(service, "练一练")
    await say(service, "小王你先坐，慢慢说")
    assert [x.said for x in lines(store)][2] is None
    assert lines(store)[2].how == "practice"
