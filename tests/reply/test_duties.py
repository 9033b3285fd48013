"""Which answers are written to the duty log; and that the log never stands before an answer."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from bot.dialogue.front import worried
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.errors import EngineNotReady
from bot.reply import duties
from bot.reply.answer import AnswerService
from bot.reply.duties import show_duties
from bot.store.store import Store
from bot.store.tables import duties as table
from tests.reply.test_answer import CATALOGUE, LINES, START, FakeEngine, P, engine, say, service, store

__all__ = ["engine", "service", "store"]  # fixtures
HELP = LINES["need_help"]


def rows(store: Store) -> list[tuple[str, str, int]]:
    return sorted((e.kind, e.origin, e.count) for e in store.duties.entries())


def protocol(kind: str) -> Reply:
    return respond(Turn(kind, Talk()), CATALOGUE)


async def test_the_detectors_find_is_written_with_role_and_city_and_no_words(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.reply = lambda m: Reply("好", profile={"role": "parent", "place": "贵州省毕节市织金县", "home": "sure"})
    await say(service, "我是他爸，老家织金的")
    assert START["report_missing_child"] in await say(service, "我儿子不见了找不到人")
    (entry,) = store.duties.entries()
    assert (entry.person, entry.kind, entry.origin) == (P, "report_missing_child", "detector")
    assert (entry.role, entry.place, entry.state, entry.count) == ("parent", "贵州省毕节市", "new", 1)
    with store.reviews._engine.connect() as connection:
        written = str(connection.execute(sa.select(table)).all())
    assert "儿子" not in written
    assert "织金" not in written


async def test_the_engines_intent_is_written(service: AnswerService, engine: FakeEngine, store: Store) -> None:
    engine.reply = lambda m: protocol("report_neglect")
    await say(service, "话里有话")
    assert rows(store) == [("report_neglect", "intent", 1)]


async def test_a_concern_is_none_until_help_is_asked_for(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.reply = lambda m: worried(Reply("答"), "report_physical_abuse", CATALOGUE)
    assert HELP in await say(service, "话里有话")
    assert rows(store) == []
    await say(service, HELP)
    assert rows(store) == [("report_physical_abuse", "button", 1)]


async def test_reading_on_in_a_protocol_is_no_second_disclosure_and_still_unsafe_is(
    service: AnswerService, store: Store
) -> None:
    await say(service, "我儿子不见了找不到人")
    page = CATALOGUE.pages["report_missing_child"]
    for number in ("1", "2", "1"):
        await say(service, number)
    assert store.talks.load(P).page == page.name
    assert rows(store) == [("report_missing_child", "detector", 1)]
    await say(service, "在吗在吗")
    await say(service, LINES["not_safe"])
    assert rows(store) == [("report_missing_child", "detector", 2)]


async def test_what_is_the_case_told_by_a_protocols_list_is_a_kind_of_its_own(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.reply = lambda m: worried(Reply("答"), "danger_now", CATALOGUE)
    await say(service, "话里有话")
    await say(service, HELP)
    await say(service, "被人碰了身体")
    assert rows(store) == [("danger_now", "button", 1), ("report_sexual_abuse", "button", 1)]


@pytest.mark.parametrize("words", ["谁必须报告", "哪九种要报"])
async def test_whoever_only_reads_is_not_on_the_list(words: str, service: AnswerService, store: Store) -> None:
    await say(service, "谁必须报告")
    await say(service, words)
    await say(service, "孩子眼下有危险")
    assert store.talks.load(P).page == "danger_now"
    assert rows(store) == []


async def test_danger_in_a_practice_is_written_once_it_is_real(service: AnswerService, store: Store) -> None:
    await say(service, CATALOGUE.scenes["cannot_go_on"].title)
    await say(service, "你是不是想死？我陪着你")
    assert rows(store) == []
    seen = store.talks.load(P).scene
    assert seen is not None
    assert str(seen.asked).startswith("report_")
    await say(service, CATALOGUE.texts.line("scene", "is_real"))
    assert rows(store) == [(seen.asked, "button", 1)]


async def test_a_protocol_that_comes_too_late_is_written_before_it_is_fetched(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.delay, engine.reply = 0.2, lambda m: protocol("report_neglect")
    await say(service, "话里有话", within=0.05)
    await asyncio.sleep(0.5)
    assert rows(store) == [("report_neglect", "intent", 1)]
    assert START["report_neglect"] in await say(service, "看结果")
    assert rows(store) == [("report_neglect", "intent", 1)], "fetching it tells nothing new"


async def test_a_protocol_for_a_kept_question_is_written(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.error = EngineNotReady("down")
    await say(service, "话里有话")
    engine.error, engine.reply = None, lambda m: protocol("report_neglect")
    assert await service.answer_kept() == 1
    await asyncio.sleep(0.3)
    assert rows(store) == [("report_neglect", "intent", 1)]


def test_a_mark_survives_its_journey_and_is_not_in_what_is_left_for_later() -> None:
    from bot.dialogue.disclosed import by_engine
    from bot.reply.render import render

    marked = by_engine(protocol("report_neglect"))
    assert marked.duty is not None
    assert Reply.from_dict(marked.as_dict()) == marked
    long = Reply("慢慢来。" * 400, page=marked.page, urgent=True, intent=marked.intent, duty=marked.duty)
    now, _, later = render(long)
    assert later is not None
    assert (now.duty, later.duty) == (marked.duty, None)


async def test_a_log_that_fails_is_tried_again_and_the_protocol_goes_out(
    service: AnswerService, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(duties, "AGAIN_AFTER", (0.8,))
    failed = REGISTRY.get_sample_value("qiangua_duty_write_failures_total") or 0
    with store.reviews._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE duties RENAME TO away"))
    assert START["report_missing_child"] in await say(service, "我儿子不见了找不到人")
    assert "duty not written" in caplog.text
    assert (REGISTRY.get_sample_value("qiangua_duty_write_failures_total") or 0) == failed + 1
    assert "儿子" not in caplog.text
    with store.reviews._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO duties"))
    await asyncio.sleep(1.2)
    assert rows(store) == [("report_missing_child", "detector", 1)]


async def test_a_log_that_hangs_does_not_hold_the_protocol_back(
    service: AnswerService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = store.duties.add

    def slow(*args: object) -> None:
        time.sleep(1.5)
        add(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(store.duties, "add", slow)
    started = time.monotonic()
    assert START["report_missing_child"] in await say(service, "我儿子不见了找不到人")
    assert time.monotonic() - started < 1.2
    await asyncio.sleep(2)
    assert rows(store) == [("report_missing_child", "detector", 1)]


async def test_a_person_who_deletes_while_the_log_is_away_is_written_without_a_name(
    service: AnswerService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "AGAIN_AFTER", (0.5,))
    with store.reviews._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE duties RENAME TO away"))
    await say(service, "我儿子不见了找不到人")
    with store.reviews._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO duties"))
    await say(service, "删除我的数据")
    await asyncio.sleep(0.8)
    assert [(e.person, e.kind) for e in store.duties.entries()] == [(None, "report_missing_child")]


async def test_the_gauge_shows_the_database_and_survives_its_absence(store: Store, tmp_path: Path) -> None:
    def shown(state: str) -> float | None:
        return REGISTRY.get_sample_value("qiangua_duties", {"kind": "report_neglect", "state": state})

    from bot.dialogue.duty import Duty

    store.duties.add(P, Duty("report_neglect", "intent"), 0)
    await show_duties(store)
    assert shown("new") == 1
    store.duties.mark(1, "closed", 1)
    await show_duties(store)
    assert (shown("new"), shown("closed")) == (None, 1)
    with store.reviews._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE duties"))
    await show_duties(store)
    assert shown("closed") == 1
