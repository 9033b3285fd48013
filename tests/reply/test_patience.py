"""Floods and overload: who is asked to wait, and that danger never is."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.dialogue.talk import Talk
from bot.errors import EngineNotReady
from bot.limits.counts import MemoryCounts
from bot.limits.flood import Flood
from bot.reply.answer import AnswerService
from bot.reply.messages import Incoming
from bot.reply.meter import OWED, TURNS, UNDER_WAY, show_owed
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.store.store import Store
from tests.reply.test_answer import (
    CATALOGUE,
    LINES,
    START,
    FakeEngine,
    P,
    engine,
    say,
    say_late,
    service,
    settled,
    store,
)

__all__ = ["engine", "service", "store"]  # fixtures
LIMITS = CATALOGUE.texts.tables["limits"]
MOST = 5
DANGER = "孩子被他爸打得浑身是伤"
CONCERN = "我叔一直那样对我"


def build(engine: FakeEngine, store: Store, at_once: int = 32) -> AnswerService:
    turns = TurnTaker(CATALOGUE, load_detector(), engine)
    flood = Flood(MemoryCounts(), MOST)
    return AnswerService(turns, Showing(store, CATALOGUE, turns.clock), flood, at_once)


@pytest.fixture
def limited(engine: FakeEngine, store: Store) -> AnswerService:
    return build(engine, store)


async def ask(service: AnswerService, text: str, person: str = P, **more: object) -> str | None:
    return await service.answer(Incoming(person, "text", text, **more), 4.0)  # type: ignore[arg-type]


async def flood(service: AnswerService) -> None:
    for n in range(MOST):
        assert await ask(service, f"孩子不听话{n}") == f"答：孩子不听话{n}"
    assert await ask(service, "孩子不听话咋办") == LIMITS["slow_down"]
    assert await ask(service, "孩子还是不听话") is None


def test_the_words_of_these_tests_are_what_they_are_taken_for() -> None:
    detect = load_detector().match
    assert detect(DANGER).tier == "now"
    assert detect(CONCERN).tier == "concern"


async def test_a_flood_is_told_once_and_then_met_with_silence(limited: AnswerService, engine: FakeEngine) -> None:
    await flood(limited)
    for _ in range(3):
        assert await ask(limited, "在吗在吗在吗") is None
    assert len(engine.asked) == MOST
    assert await ask(limited, "孩子不听话", person="b" * 64) == "答：孩子不听话", "somebody else writes as ever"


async def test_danger_goes_through_whatever_the_count(limited: AnswerService, store: Store) -> None:
    await flood(limited)
    assert START["report_physical_abuse"] in str(await ask(limited, DANGER))
    assert LINES["are_you_safe"] in str(await ask(limited, "那个我问一下作业的事")), "and what is said after it"
    assert [e.kind for e in store.duties.entries()] == ["report_physical_abuse"]


async def test_a_concern_goes_through_whatever_the_count(limited: AnswerService, engine: FakeEngine) -> None:
    await flood(limited)
    shown = await ask(limited, CONCERN)
    assert shown is not None
    assert shown.startswith(f"答：{CONCERN}")
    assert LINES["concern"] in shown


async def test_a_cry_in_pieces_is_heard_in_the_silence(limited: AnswerService, store: Store) -> None:
    await flood(limited)
    assert await ask(limited, "第一句没人回") is None
    assert store.talks.load(P).lately(time.time())[-1] == "第一句没人回"


async def test_taps_numbers_and_commands_go_through(limited: AnswerService, store: Store) -> None:
    await say(limited, "", kind="follow")
    await flood(limited)
    assert CATALOGUE.texts.line("menu", "manager") in str(await ask(limited, "2")), "the list stands as it stood"
    assert await ask(limited, "看结果") is not None
    assert await ask(limited, "菜单", tapped=True) is not None
    assert await ask(limited, "删除我的数据") == LINES["deleted"]


async def test_a_question_too_many_is_kept_and_comes_with_the_next_message(engine: FakeEngine, store: Store) -> None:
    service, engine.delay = build(engine, store, at_once=2), 0.3
    people = [c * 64 for c in "cdef"]
    shed = TURNS.labels("shed")._value.get()
    shown = await asyncio.gather(*(ask(service, "孩子不听话", person) for person in people))
    assert sum(str(s).startswith("答：") for s in shown) == 2
    late = [person for person, s in zip(people, shown, strict=True) if str(s).startswith(LIMITS["busy"])]
    assert len(late) == 2
    assert TURNS.labels("shed")._value.get() == shed + 2
    assert UNDER_WAY._value.get() == 0
    await show_owed(store.kept.owed)
    assert OWED._value.get() == 2
    engine.delay = 0
    assert await service.answer_kept() == 2
    for person in late:
        both = str(await ask(service, "还有一件事", person))
        assert both.index("答：孩子不听话") < both.index("答：还有一件事")
    assert store.kept.owed() == 0


async def test_in_an_overload_danger_and_concern_are_answered(engine: FakeEngine, store: Store) -> None:
    service, engine.delay = build(engine, store, at_once=1), 0.5
    first = asyncio.create_task(ask(service, "孩子不听话", "c" * 64))
    while UNDER_WAY._value.get() == 0:
        await asyncio.sleep(0.01)
    assert str(await ask(service, "作业怎么管", "d" * 64)).startswith(LIMITS["busy"])
    assert START["report_physical_abuse"] in str(await ask(service, DANGER, "e" * 64))
    assert LINES["concern"] in str(await ask(service, CONCERN, "f" * 64))
    assert await first == "答：孩子不听话"


async def test_a_concern_is_asked_about_while_the_engine_is_slow_or_away(engine: FakeEngine, store: Store) -> None:
    service, engine.delay = build(engine, store), 0.3
    shown = await say_late(service, CONCERN)
    assert LINES["late"] in shown
    assert LINES["concern"] in shown
    engine.delay, engine.error = 0, EngineNotReady("away")
    shown = str(await ask(service, CONCERN, "g" * 64))
    assert LINES["engine_away"] in shown
    assert LINES["concern"] in shown


async def test_what_is_ready_when_the_door_has_closed_comes_with_the_next_message(
    engine: FakeEngine, store: Store
) -> None:
    service = build(engine, store)
    assert START["report_physical_abuse"] in str(await service.answer(Incoming(P, "text", DANGER), 0.0)), "by patterns"
    await settled(service)
    while not store.duties.entries():
        await asyncio.sleep(0.01)
    assert [e.kind for e in store.duties.entries()] == ["report_physical_abuse"], "written down all the same"
    assert store.talks.load(P) == Talk(), "nothing has moved"
    assert START["report_physical_abuse"] in str(await ask(service, "你好呀"))


async def test_the_owed_are_not_counted_while_the_database_is_away(caplog: pytest.LogCaptureFixture) -> None:
    def away() -> int:
        raise OSError

    await show_owed(away)
    assert "kept questions not counted" in caplog.text
