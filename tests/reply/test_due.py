"""A plan through the answering room: what is due is stored, comes up, can be pushed, and is silent where it must be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.due import Due
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.reply.answer import AnswerService
from bot.reply.messages import Incoming
from bot.reply.render import to_text
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.store.database import connect, migrate
from bot.store.store import Store
from tests.dialogue.planner import DAY, HOUR, MONDAY_NOON, line

P, Q = "a" * 64, "b" * 64
CATALOGUE = load_catalogue()
UNDERSTOOD = {"在吗": "greet", "娃作业咋办": "parent_homework"}


class Clock:
    """Time that goes by when told to."""

    def __init__(self) -> None:
        self.now = MONDAY_NOON

    def __call__(self) -> float:
        return self.now


class Engine:
    """Understands what is in the table, with the state it is sent."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        intent = UNDERSTOOD.get(message, "nlu_fallback")
        return [respond(Turn(intent, Talk.from_dict(dict(state)), text=message, now=self._clock.now), CATALOGUE)]


class Line:
    """The answering room over a real database."""

    def __init__(self, store: Store) -> None:
        self.clock, self.store = Clock(), store
        turns = TurnTaker(CATALOGUE, load_detector(), Engine(self.clock), self.clock)
        self.showing = Showing(store, CATALOGUE, self.clock)
        self.answers = AnswerService(turns, self.showing)

    async def say(self, *words: str, person: str = P) -> str:
        shown: str | None = ""
        for text in words:
            shown = await self.answers.answer(Incoming(person, "text", text), 4.0)
        assert shown
        return shown

    async def begin(self, person: str = P) -> str:
        return await self.say("计划", "每天夸到点子上", "白班", "三年级", "1", person=person)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Line]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    yield Line(Store(database))
    database.dispose()


async def test_a_step_is_stored_as_due_and_comes_up_the_next_day(talk: Line) -> None:
    assert "第1天" in await talk.begin()
    assert talk.store.due.of(P, talk.clock.now) == []
    assert line("plan", "tell") not in await talk.say("娃作业咋办")
    talk.clock.now += DAY
    assert [d.payload for d in talk.store.due.of(P, talk.clock.now)] == [{"plan": "praise", "n": 0}]
    assert line("plan", "tell") in await talk.say("娃作业咋办")
    assert line("plan", "check_yesterday") in await talk.say("在吗")
    assert talk.store.due.of(P, talk.clock.now) == []
    assert "第2天" in await talk.say("打得好")
    assert talk.store.due.of(P, talk.clock.now + DAY) != []


async def test_the_end_leaves_nothing_due(talk: Line) -> None:
    await talk.begin()
    for _ in range(3):
        talk.clock.now += DAY
        shown = await talk.say("在吗", "1")
    assert line("plan", "done_well") in shown
    assert talk.store.due.of(P, talk.clock.now + 9 * DAY) == []
    assert talk.store.talks.load(P).plan is None


async def test_stopping_leaves_nothing_due_and_going_on_does(talk: Line) -> None:
    await talk.begin()
    await talk.say("停")
    assert talk.store.due.of(P, talk.clock.now + 9 * DAY) == []
    assert "第1天" in await talk.say("继续")
    assert talk.store.due.of(P, talk.clock.now + 9 * DAY) != []


async def test_a_sender_may_push_what_is_due_once(talk: Line) -> None:
    await talk.begin()
    await talk.begin(Q)
    assert await talk.showing.ready() == []
    talk.clock.now += DAY
    items = await talk.showing.ready()
    assert {item.person for item in items} == {P, Q}
    assert len(await talk.showing.ready(limit=1)) == 1
    for item in items:
        assert line("plan", "check_yesterday") in (await talk.showing.push(item) or "")
        assert await talk.showing.push(item) is None
    assert await talk.showing.ready() == []
    assert line("plan", "missed") in await talk.say("3"), "a number answers what was pushed"


async def test_a_sender_waits_while_danger_is_spoken_of(talk: Line) -> None:
    await talk.begin()
    await talk.say("我儿子不见了找不到人")
    talk.clock.now += DAY
    (item,) = await talk.showing.ready()
    assert await talk.showing.push(item) is None
    assert await talk.showing.ready() == [item], "it may still come up"
    await talk.say("在吗", line("talk", "am_safe"))
    assert await talk.showing.push(item) is not None


async def test_what_came_to_nothing_is_not_asked_for_again(talk: Line) -> None:
    talk.store.due.put(P, Due("plan_check", talk.clock.now, {"plan": "praise", "n": 0}))
    (item,) = await talk.showing.ready()
    assert await talk.showing.push(item) is None
    assert await talk.showing.ready() == []


async def test_after_violence_at_home_nothing_comes_up_nor_is_left_to_push(talk: Line) -> None:
    await talk.begin()
    assert CATALOGUE.pages["report_domestic_violence"].sections["start"].text[:20] in await talk.say("老公又打我了")
    talk.clock.now += DAY
    assert await talk.showing.ready() == []
    for words in ("在吗", line("talk", "am_safe"), "娃作业咋办", "在吗", "继续", "菜单"):
        shown = await talk.say(words)
        assert line("plan", "tell") not in shown
        assert line("plan", "go_on") not in shown
        assert line("plan", "check_yesterday") not in shown
        talk.clock.now += HOUR
    assert line("plan", "phone") in await talk.say("我的计划")
    assert line("plan", "check_yesterday") in await talk.say(line("plan", "phone_mine"))
    assert "第2天" in await talk.say("1")
    assert talk.store.due.of(P, talk.clock.now + 2 * DAY) != []


async def test_deleting_deletes_what_is_due(talk: Line) -> None:
    await talk.begin()
    await talk.say("删除我的数据")
    talk.clock.now += DAY
    assert await talk.showing.ready() == []
    assert talk.store.talks.load(P) == Talk()


async def test_a_long_late_answer_and_a_step_lose_nothing(talk: Line) -> None:
    """What does not fit moves the plan when it is shown, with what is due."""
    await talk.begin()
    step = respond(Turn("my_plan", talk.store.talks.load(P), now=talk.clock.now), CATALOGUE)
    talk.store.kept.keep_late_reply(P, Reply("慢慢来。" * 140))
    shown = await talk.showing.show(P, step)
    assert "继续" in shown
    run = talk.store.talks.load(P).plan
    assert run is not None
    assert run.paused, "the step is not on screen yet"
    assert "第1天" in await talk.say("继续")
    assert talk.store.talks.load(P).plan is not None
    assert talk.store.due.of(P, talk.clock.now + DAY) != []
    assert "第1天" in to_text(step)
