"""Always an answer in time: late, away, interrupted, joined; the engine is a double, the database is real."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.errors import EngineError, EngineNotReady
from bot.reply.answer import AnswerService
from bot.reply.messages import Incoming
from bot.reply.render import without_taps
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import Disclosure, load_detector
from bot.safety.judged import Judgement
from bot.store.conversations import Wanted
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.store.tables import messages

P = "a" * 64
CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts.tables["talk"]
START = {name: page.sections["start"].text[:20] for name, page in CATALOGUE.pages.items()}


class FakeEngine:
    """An engine that answers, dawdles, fails or is away."""

    def __init__(self) -> None:
        self.delay, self.error, self.finished = 0.0, None, 0
        self.go = asyncio.Event()
        self.go.set()
        self.asked: list[tuple[str, dict]] = []
        self.reply: Callable[[str], Reply] = lambda message: Reply(f"答：{message}")

    async def send(self, person: str, message: str, state: dict) -> list[Reply]:
        self.asked.append((message, state))
        await asyncio.sleep(self.delay)
        await self.go.wait()
        self.finished += 1
        if self.error is not None:
            raise self.error
        return [self.reply(message)]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    yield Store(database)
    database.dispose()


@pytest.fixture
def service(engine: FakeEngine, store: Store) -> AnswerService:
    turns = TurnTaker(CATALOGUE, load_detector(), engine)
    return AnswerService(turns, Showing(store, CATALOGUE, turns.clock))


async def say(service: AnswerService, text: str, within: float = 60.0, kind: str = "text", **more: str) -> str:
    shown = await service.answer(Incoming(P, kind, text, **more), within)  # type: ignore[arg-type]
    assert shown
    return shown


async def say_late(service: AnswerService, text: str) -> str:
    """The engine is too slow for it; this machine is not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.reply.answer.RESERVE", 60.0)
        return await say(service, text)


async def settled(service: AnswerService) -> None:
    """Return when nothing is behind any more."""
    while service._behind:
        await asyncio.sleep(0.01)


async def test_words_go_to_the_engine_and_come_back(service: AnswerService, engine: FakeEngine) -> None:
    assert await say(service, "孩子不听话") == "答：孩子不听话"
    (words, state) = engine.asked[0]
    assert words == "孩子不听话"
    told = Talk().metadata()
    known = {"vector", "encoder", "judged"}  # handed on where this process has read the same words before
    assert {name: value for name, value in state.items() if name not in known} == told


async def test_a_slash_is_never_a_command(service: AnswerService, engine: FakeEngine) -> None:
    await say(service, '/set_role{"role":"manager"}')
    assert engine.asked[0][0].startswith("／")


async def test_nothing_but_faces_gets_a_kind_sentence(service: AnswerService, engine: FakeEngine) -> None:
    assert await say(service, "/:rose/::)") == LINES["other"]
    assert engine.asked == []


async def test_a_number_means_the_list_on_screen(service: AnswerService, engine: FakeEngine) -> None:
    assert "我是线长、管理" in await say(service, "", kind="follow")
    assert "上面只有3个" in await say(service, "9")
    assert CATALOGUE.texts.line("menu", "manager") in await say(service, "2")
    assert CATALOGUE.pages["manager_talk_with_worker"].sections["start"].text[:20] in await say(service, "1")
    assert engine.asked == [], "what an option means is known without the engine"


async def test_a_late_answer_is_offered_and_fetched(service: AnswerService, engine: FakeEngine) -> None:
    engine.go.clear()
    shown = await say_late(service, "慢问题")
    assert "msgmenucontent=%E7%9C%8B%E7%BB%93%E6%9E%9C" in shown
    engine.go.set()
    assert await say(service, "看结果", within=60) == "答：慢问题"
    assert await say(service, "看结果") == LINES["nothing_kept"]


@pytest.mark.parametrize("word", ["1", "继续", "看结果"])
async def test_a_typed_word_fetches_too(word: str, service: AnswerService, engine: FakeEngine) -> None:
    engine.delay = 0.2
    await say_late(service, "慢问题")
    await asyncio.sleep(0.3)
    assert await say(service, word) == "答：慢问题"


async def test_fetching_too_early_offers_it_again(service: AnswerService, engine: FakeEngine) -> None:
    engine.go.clear()
    await say_late(service, "慢问题")
    assert LINES["late"] in await say_late(service, "看结果")
    engine.go.set()
    assert await say(service, "看结果", within=60) == "答：慢问题"


async def test_a_new_question_brings_the_late_answer_along(service: AnswerService, engine: FakeEngine) -> None:
    engine.delay = 0.2
    await say_late(service, "第一问")
    await asyncio.sleep(0.3)
    engine.delay = 0
    shown = await say(service, "第二问")
    assert shown.index("答：第一问") < shown.index("答：第二问")


async def test_what_a_late_answer_asks_can_still_be_chosen(service: AnswerService, engine: FakeEngine) -> None:
    engine.delay, engine.reply = 0.2, lambda m: Reply("您是想问：", (Option("作业的事", "/parent_homework"),))
    await say_late(service, "慢问题")
    await asyncio.sleep(0.3)
    engine.delay, engine.reply = 0, lambda m: Reply("答", (Option("菜单", "/show_menu"),))
    shown = await say(service, "第二问")
    assert shown.index("菜单") < shown.index("作业的事")
    assert START["parent_homework"] in await say(service, "2")


async def test_a_late_list_is_not_on_screen_before_it_is_shown(service: AnswerService, engine: FakeEngine) -> None:
    await say(service, "", kind="follow")
    engine.delay, engine.reply = 0.2, lambda m: Reply("选", (Option("新的", "/parent_homework"),))
    await say_late(service, "慢问题")
    await asyncio.sleep(0.3)
    engine.delay = 0
    assert "新的" in await say(service, "1")
    assert START["parent_homework"] in await say(service, "1")


async def test_a_disclosure_is_not_queued_behind_a_slow_turn(service: AnswerService, engine: FakeEngine) -> None:
    engine.go.clear()
    await say_late(service, "慢问题")
    assert START["report_missing_child"] in await say(service, "我儿子不见了找不到人")
    assert len(engine.asked) == 1
    assert engine.finished == 0, "the slow turn goes on behind it"


@pytest.mark.parametrize("error", [EngineNotReady("down"), EngineError("failed")])
async def test_with_the_engine_away_everything_still_answers(
    error: Exception, service: AnswerService, engine: FakeEngine
) -> None:
    engine.error = error
    assert LINES["engine_away"] in await say(service, "孩子不听话")
    assert CATALOGUE.texts.line("menu", "again") in await say(service, "菜单")
    assert START["parent_call_topics"] in await say(service, "1")
    assert LINES["image"] in await say(service, "", kind="image")
    assert START["report_own_suicide"] in await say(service, "我不想活了")
    assert LINES["are_you_safe"] in await say(service, "孩子不听话")
    assert LINES["engine_away"] in await say(service, LINES["am_safe"])


async def test_a_kept_question_is_answered_after_recovery(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.error = EngineNotReady("down")
    await say(service, "孩子不听话")
    assert LINES["engine_away"] in await say(service, "看结果")
    assert await service.answer_kept() == 0
    engine.error = None
    assert await service.answer_kept() == 1
    assert store.kept.waiting() == []
    assert await say(service, "看结果") == "答：孩子不听话"


async def test_what_another_bot_has_answered_meanwhile_is_not_asked_again(
    service: AnswerService, engine: FakeEngine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reply.owed.AT_ONCE", 1)
    for question in ("孩子不听话", "他不写作业"):
        store.kept.keep_question(P, question)

    def other_bot_is_quicker(message: str) -> Reply:
        for waiting in store.kept.waiting():
            if waiting.question != message:
                store.kept.keep_reply(waiting.id, Reply("别处答的"))
        return Reply(f"答：{message}")

    engine.reply = other_bot_is_quicker
    assert await service.answer_kept() == 1
    assert len(engine.asked) == 1
    assert sorted(r.text[:2] for r in store.kept.take(P)[0]) == ["别处", "答："]


async def test_a_push_that_comes_again_after_a_crash_has_one_answer(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.error = EngineNotReady("down")
    for _ in range(2):  # the first bot was killed when it had kept the question
        turns = TurnTaker(CATALOGUE, load_detector(), engine)
        await say(AnswerService(turns, Showing(store, CATALOGUE, turns.clock)), "孩子不听话", push="p1")
    engine.error = None
    assert await service.answer_kept() == 1
    assert await say(service, "看结果") == "答：孩子不听话"
    assert await say(service, "看结果") == LINES["nothing_kept"]


async def test_three_kept_answers_come_in_two_messages(service: AnswerService, store: Store) -> None:
    for text in ("一", "二", "三"):
        store.kept.keep_late_reply(P, Reply(text, (Option(f"问{text}", "/x"),)))
    first = await say(service, "看结果")
    assert [word in first for word in "一二三"] == [True, True, False]
    assert "继续" in first
    assert (await say(service, "继续")).startswith("三")


async def test_a_late_question_outlives_the_bot(service: AnswerService, engine: FakeEngine, store: Store) -> None:
    engine.go.clear()
    assert LINES["late"] in await say_late(service, "慢问题")
    assert [w.question for w in store.kept.waiting()] == ["慢问题"], "kept before it is said"
    assert await service.answer_kept() == 0, "this bot is at it already"
    turns = TurnTaker(CATALOGUE, load_detector(), recovered := FakeEngine())
    another = AnswerService(turns, Showing(store, CATALOGUE, turns.clock))
    assert LINES["engine_away"] in await say(another, "看结果")
    assert await another.answer_kept() == 1
    assert len(recovered.asked) == 1
    assert await say(another, "看结果") == "答：慢问题"
    assert await say(another, "看结果") == LINES["nothing_kept"]


async def test_a_late_turn_that_fails_is_asked_again(service: AnswerService, engine: FakeEngine) -> None:
    engine.error = EngineError("failed")
    engine.go.clear()
    assert LINES["late"] in await say_late(service, "慢问题")
    engine.go.set()
    assert LINES["engine_away"] in await say(service, "看结果", within=60)
    engine.error = None
    assert await service.answer_kept() == 1
    assert await say(service, "看结果") == "答：慢问题"


@pytest.mark.parametrize("slow", ["standing", "write"])
async def test_a_slow_machine_answers_in_time_and_loses_nothing(
    slow: str, service: AnswerService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(service, "", kind="follow")
    held, plain = threading.Event(), getattr(store.talks, slow)

    def held_up(*args: object) -> object:
        held.wait(60)
        return plain(*args)

    monkeypatch.setattr(store.talks, slow, held_up)
    shown = await say(service, "第一问", within=0.6)
    assert LINES["engine_away"] in shown, "with where to turn in danger, and without the store"
    assert START["report_missing_child"] in await say(service, "我儿子不见了找不到人", within=0.6)
    held.set()
    await settled(service)
    shown = await say(service, "看结果")
    assert START["report_missing_child"] in shown, "it is shown once more rather than not at all"
    assert "答：第一问" not in shown, "and by itself"
    assert "答：第一问" in await say(service, "看结果")


async def test_what_would_come_too_late_is_kept_at_once(
    service: AnswerService, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service._pace, "in_time", lambda seconds: False)
    assert CATALOGUE.texts.line("limits", "busy") in await say(service, "忙的时候问")
    assert engine.asked == []
    monkeypatch.undo()
    assert await service.answer_kept() == 1
    assert await say(service, "看结果") == "答：忙的时候问"


@pytest.fixture
def crowd(service: AnswerService, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """More write than can be listened to; the texts that are judged all the same."""
    heard: list[str] = []
    plain = service._turns.detect

    def listen(incoming: Incoming, talk: Talk) -> Disclosure:
        heard.append(incoming.text)
        return plain(incoming, talk)

    monkeypatch.setattr(service, "_crowded", lambda deadline: True)
    monkeypatch.setattr(service._turns, "detect", listen)
    monkeypatch.setattr(service._turns._detector, "classifier", SuspectsTears(), raising=True)
    return heard


class SuspectsTears:
    """A classifier whose n-grams see tears, and which judges one sentence to be a disclosure."""

    alone = together = (0.5, 0.3)
    heard_from = confirmed_from = urgent_from = 0.1

    def suspects(self, text: str, row: tuple[str, ...] = ()) -> bool:
        return "哭" in "".join(row)

    def judge(self, text: str) -> Judgement:
        return Judgement(0.9 if "门反锁" in text else 0.2, 0.9, "report_neglect")

    def judge_row(self, texts: list[str], *, always: bool) -> Judgement | None:
        return None

    def handed_on(self, text: str) -> dict:
        return {}

    @property
    def judged(self) -> SuspectsTears:
        return self


BUSY = CATALOGUE.texts.line("limits", "busy")


async def test_in_a_crowd_what_looks_harmless_is_heard_with_its_answer(
    service: AnswerService, engine: FakeEngine, crowd: list[str], store: Store
) -> None:
    await say(service, "", kind="follow")
    shown = await say(service, "作业太多了咋办")
    assert without_taps(shown) == BUSY, "no list: a number still means the one before"
    assert "msgmenucontent=%E7%9C%8B%E7%BB%93%E6%9E%9C" in shown
    assert (crowd, engine.asked) == ([], [])
    assert await service.answer_kept() == 1
    assert crowd == ["作业太多了咋办"]
    assert store.talks.load(P).lately(time.time()) == ("作业太多了咋办",), "the next words are heard with it"
    assert await say(service, "看结果") == "答：作业太多了咋办"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("我不想活了", "text"), ("娃天天哭", "text"), ("", "image"), ("", "follow"), ("看结果", "text"), ("菜单", "text")],
)
async def test_in_a_crowd_whatever_could_be_danger_or_costs_nothing_is_answered_now(
    text: str, kind: str, service: AnswerService, crowd: list[str], store: Store
) -> None:
    assert BUSY not in without_taps(await say(service, text, kind=kind))
    assert store.kept.waiting() == []


async def test_in_a_crowd_words_that_follow_others_are_looked_at_together(
    service: AnswerService, crowd: list[str]
) -> None:
    await say(service, "娃天天哭")
    await say(service, "我也不知道咋回事")
    assert crowd == ["娃天天哭", "我也不知道咋回事"]


@pytest.mark.parametrize("engine_error", [None, EngineNotReady("down")])
async def test_a_disclosure_that_was_kept_unheard_gets_its_protocol_before_anything_else(
    engine_error: Exception | None, service: AnswerService, engine: FakeEngine, crowd: list[str], store: Store
) -> None:
    engine.error = engine_error
    store.kept.keep_late_reply(P, Reply("早前的"))
    store.kept.keep_question("b" * 64, "平常的一句")
    assert BUSY in without_taps(await say(service, "他俩上班把门反锁娃在里头"))
    await service.answer_kept()
    await settled(service)
    shown = await say(service, "看结果")
    assert START["report_neglect"] in shown
    assert "早前的" not in shown
    assert "早前的" in await say(service, "看结果")


async def test_what_was_put_off_comes_into_the_conversation_with_its_own_time(
    service: AnswerService, crowd: list[str], store: Store
) -> None:
    store.people.remember(P, "sealed")
    await say(service, "作业太多了咋办")
    asked = store.kept.waiting()[0].unheard
    await service.answer_kept()
    (conversation,) = store.conversations.find(Wanted())
    (line,) = store.conversations.lines(conversation.id)
    assert (line.said, line.shown, line.at) == ("作业太多了咋办", None, asked)


async def test_two_that_were_put_off_are_heard_in_their_order(
    service: AnswerService, crowd: list[str], store: Store
) -> None:
    for text in ("第一句话在这里", "第二句话在这里", "第三句话在这里"):
        await say(service, text)
    assert await service.answer_kept() == 3
    assert crowd == ["第一句话在这里", "第二句话在这里", "第三句话在这里"]


async def test_a_kept_question_is_looked_through_for_danger_again(
    service: AnswerService, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.error = EngineNotReady("down")
    await say(service, "孩子不听话")
    monkeypatch.setattr(service._turns, "detect", lambda *_: Disclosure("concern", "report_neglect", 0.5))
    engine.error = None
    assert await service.answer_kept() == 1
    monkeypatch.undo()
    assert LINES["need_help"] in await say(service, "看结果")


async def test_a_question_the_engine_cannot_answer_is_given_up_kindly(
    service: AnswerService, engine: FakeEngine
) -> None:
    engine.error = EngineError("turn failed")
    await say(service, "坏问题")
    assert [await service.answer_kept() for _ in range(3)] == [0, 0, 1]
    assert LINES["out_of_scope"] in await say(service, "看结果")


async def test_a_protocol_comes_alone_and_the_kept_answer_stays(service: AnswerService, engine: FakeEngine) -> None:
    engine.delay = 0.1
    await say_late(service, "第一问")
    await asyncio.sleep(0.2)
    assert "答：第一问" not in await say(service, "我不想活了")
    assert await say(service, "看结果") == "答：第一问"


async def test_long_answers_go_on_by_word_and_by_number(service: AnswerService, engine: FakeEngine) -> None:
    engine.reply = lambda m: Reply("今晚先打个电话。" * 150, (Option("看别的", "/show_menu"),))
    shown = [await say(service, "长"), await say(service, "1"), await say(service, "继续")]
    text = "".join(re.sub(r"\n\n1\. .*", "", part) for part in shown)
    assert text == "今晚先打个电话。" * 150
    assert "看别的" in shown[-1]


async def test_deleting_empties_what_is_kept(service: AnswerService, engine: FakeEngine, store: Store) -> None:
    await say(service, "", kind="follow")
    engine.error = EngineNotReady("down")
    await say(service, "问题")
    assert await say(service, "删除我的数据") == LINES["deleted"]
    assert (store.kept.waiting(), store.talks.load(P)) == ([], Talk())


async def test_a_broken_database_is_a_friendly_sentence(
    service: AnswerService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(person: str) -> None:
        raise OSError("disk is gone")

    monkeypatch.setattr(store.talks, "standing", broken)
    assert await say(service, "孩子不听话") == LINES["engine_away"]


async def test_turns_of_one_person_come_one_at_a_time(service: AnswerService, engine: FakeEngine) -> None:
    running = most = 0

    async def send(person: str, message: str, state: dict) -> list[Reply]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        return [Reply(message)]

    engine.send = send  # type: ignore[method-assign]
    await asyncio.gather(*(say(service, f"问{n}") for n in range(5)))
    assert most == 1
    assert len(service._locks) == 0


async def test_a_quiz_is_recorded_once_and_its_long_end_too(service: AnswerService, store: Store) -> None:
    quiz = next(iter(CATALOGUE.quizzes.values()))
    await say(service, "", kind="click", key="quiz_start")
    await say(service, quiz.title)
    for question in quiz.questions:
        await say(service, str(question.right))
    assert store.talks.load(P).progress.best == {quiz.name: (len(quiz.questions), len(quiz.questions))}


@pytest.mark.parametrize(("answer", "picked"), [("1", "parent_homework"), ("3", None), ("都不是", None)])
async def test_an_unsure_message_is_kept_masked_with_what_was_picked(
    answer: str, picked: str | None, service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.reply = lambda m: respond(Turn("nlu_fallback", ranking=["parent_homework", "parent_grades"]), CATALOGUE)
    read = {"intent": "nlu_fallback", "confidence": 0.1, "ranking": ["parent_homework", "parent_grades"]}
    plain = engine.reply
    engine.reply = lambda m: replace(plain(m), understood=read)
    await say(service, "我叫王小芳，娃写字的事")
    await say(service, answer)
    with store.reviews._engine.connect() as connection:
        rows = connection.execute(sa.select(messages.c.text, messages.c.intent, messages.c.picked)).all()
    assert [tuple(row) for row in rows] == [("我叫[名字]，娃写字的事", "nlu_fallback", picked)]


async def test_the_sealed_openid_is_kept_and_forgotten(service: AnswerService, store: Store) -> None:
    await say(service, "你好", sealed="abc")
    assert store.people.sealed(P) == "abc"
    await say(service, "删除我的数据", sealed="abc")
    assert store.people.sealed(P) is None
    await say(service, "你好", sealed="def")
    assert store.people.sealed(P) == "def"


async def test_two_questions_get_both_answers(service: AnswerService, engine: FakeEngine) -> None:
    def topic(words: str) -> Reply:
        page = "parent_homework" if "作业" in words else "parent_phone_gaming"
        options = tuple(Option(f"{page[-4:]}{n}", f"/{page}") for n in range(4))
        return Reply(START[page], options, page=page, understood={"intent": page, "confidence": 0.9, "ranking": []})

    engine.reply = topic
    shown = await say(service, "娃不写作业怎么办？另外他老玩手机咋整")
    assert START["parent_homework"] in shown
    assert START["parent_phone_gaming"] in shown
    assert "4. " in shown
    assert "5. " not in shown, "two options of each"
    engine.asked.clear()
    engine.reply = lambda words: Reply(f"答：{words}")
    assert await say(service, "娃不写作业怎么办？另外他老玩手机咋整") == "答：娃不写作业怎么办？另外他老玩手机咋整"


async def test_who_says_who_they_are_and_what_troubles_them_gets_an_answer_to_that(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    def read(words: str) -> Reply:
        if words.startswith("我17"):
            return Reply("年轻人的菜单", intent="set_role", profile={"role": "young_worker"})
        page, sure = ("parent_homework", 0.9) if "失眠" in words else (None, 0.2)
        return Reply("睡不着", page=page, understood={"intent": "x", "confidence": sure, "ranking": []})

    engine.reply = read
    assert await say(service, "我17，在电子厂，晚上老失眠") == "睡不着"
    assert [message for message, _ in engine.asked] == ["我17，在电子厂，晚上老失眠", "晚上老失眠"]
    assert engine.asked[1][1]["profile"]["role"] == "young_worker", "the answer is one for her"
    assert store.talks.load(P).profile.role == "young_worker"
    assert await say(service, "我17，在电子厂，上个月来的") == "年轻人的菜单"


async def test_a_danger_beside_a_question_is_answered_first(service: AnswerService, engine: FakeEngine) -> None:
    engine.reply = lambda words: (
        respond(Turn("report_neglect", Talk()), CATALOGUE) if "锁" in words else Reply("作业", page="parent_homework")
    )
    sure = engine.reply
    engine.reply = lambda words: replace(sure(words), understood={"intent": "x", "confidence": 0.9, "ranking": []})
    shown = await say(service, "娃作业不写怎么办？另外门外头锁着三天了行吗")
    assert START["report_neglect"] in shown
    assert not shown.startswith("作业")


async def test_what_was_said_is_remembered_masked_and_forgotten_after_a_protocol(
    service: AnswerService, store: Store
) -> None:
    await say(service, "我叫王小芳，今天好累")
    await say(service, "1")
    heard = store.talks.load(P).heard
    assert [h.text for h in heard] == ["我叫[名字]，今天好累"]
    await say(service, "我不想活了")
    assert store.talks.load(P).heard == ()


async def test_practice_needs_no_engine_and_leaves_no_words_behind(
    service: AnswerService, engine: FakeEngine, store: Store
) -> None:
    engine.error = EngineNotReady("down")
    scene, lines = CATALOGUE.scenes["cannot_go_on"], CATALOGUE.texts
    assert "娃病了" in await say(service, "", kind="click", key="scene_list")
    assert scene.turns[0].says in await say(service, scene.title)
    assert lines.line("scene", "practice_or_real") in await say(service, "你是不是想死？我陪着你")
    assert scene.turns[1].says in await say(service, lines.line("scene", "is_practice"))
    assert scene.turns[2].says in await say(service, "你现在还想死吗？我不到处说，可得告诉能帮你的人")
    assert store.talks.load(P).heard == (), "words to a worker who is not there are not joined to later ones"
    assert "倾听" in await say(service, "不让你一个人，我打给你表姐，陪你去急诊")
    talk = store.talks.load(P)
    assert (talk.scene, talk.heard) == (None, ())
    assert engine.asked == []


async def test_a_disclosure_in_a_practice_is_answered_at_once(service: AnswerService) -> None:
    await say(service, CATALOGUE.scenes["leave_child_ill"].title)
    assert START["report_own_suicide"] in await say(service, "其实我自己也不想活了")
    assert LINES["are_you_safe"] in await say(service, "难为你了")


async def test_a_sticker_after_a_protocol_is_met_by_the_question(service: AnswerService) -> None:
    assert START["report_missing_child"] in await say(service, "我儿子不见了")
    assert LINES["are_you_safe"] in await say(service, "", kind="other")
    assert LINES["are_you_safe_again"] in await say(service, "", kind="other")
