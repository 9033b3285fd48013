"""Flows: interruption and resumption, the question 「您现在安全吗」, the profile; and nothing ends in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.dialogue.duty import Duty
from bot.dialogue.front import Ask, Fetch, before_engine, settle
from bot.dialogue.menus import welcome
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from bot.text.entities import facts

CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts
QUIZ = next(iter(CATALOGUE.quizzes.values()))


class Person:
    """Writes to the dialogue; the engine is a table of what it would understand."""

    def __init__(self, **understood: str) -> None:
        self.talk, self.understood, self.asked = Talk(), understood, []
        self.attempts: list[tuple[str, tuple[int, ...], int]] = []

    def says(self, text: str, danger: str | None = None) -> Reply:
        outcome = before_engine(self.talk, text, danger, facts(text), CATALOGUE, 0.0)
        if isinstance(outcome, Ask):
            self.asked.append(outcome.text)
            outcome = respond(Turn(self.understood.get(outcome.text, "nlu_fallback"), self.talk), CATALOGUE)
        if isinstance(outcome, Fetch):
            outcome = Reply(LINES.line("talk", "nothing_kept"))
        reply = settle(self.talk, outcome, CATALOGUE)
        self.talk = self.talk.after(reply, 0.0)
        if reply.attempt:
            self.attempts.append(reply.attempt)
        return reply


def in_a_quiz(**understood: str) -> Person:
    person = Person(小测="quiz_start", **understood)
    person.talk = person.talk.after(respond(Turn("quiz_start", entities={"quiz": QUIZ.name}), CATALOGUE), 0.0)
    return person


def test_a_quiz_goes_to_its_end_with_one_score() -> None:
    person = in_a_quiz()
    for question in QUIZ.questions:
        reply = person.says(str(question.right))
        assert question.why in reply.text
    assert [(quiz, right) for quiz, _, right in person.attempts] == [(QUIZ.name, len(QUIZ.questions))]
    assert person.talk.quiz is None


def test_a_disclosure_interrupts_a_quiz_and_it_goes_on_after() -> None:
    person = in_a_quiz()
    person.says("1")
    protocol = person.says("他爸把娃打得满头是血", danger="report_physical_abuse")
    assert protocol.urgent
    assert not any("小测" in o.label for o in protocol.options)
    asked = person.says("好的知道了")
    assert asked.text == LINES.line("talk", "are_you_safe")
    back = person.says(LINES.line("talk", "am_safe"))
    assert person.asked == ["好的知道了"]
    assert back.options[-1].label == LINES.line("quiz", "back")
    again = person.says(LINES.line("quiz", "back"))
    assert QUIZ.questions[1].text in again.text


def test_leaving_a_protocol_by_its_exit_brings_the_quiz_back() -> None:
    person = in_a_quiz()
    person.says("1")
    reply = person.says("我不想活了", danger="report_own_suicide")
    while not any(o.payload == "/show_menu" for o in reply.options):
        reply = person.says("1")
    reply = person.says(next(o.label for o in reply.options if o.payload == "/show_menu"))
    assert QUIZ.questions[1].text in reply.text
    assert reply.text.startswith(LINES.line("talk", "good_safe"))


def test_not_safe_shows_the_protocol_again() -> None:
    person = Person()
    start = person.says("我儿子不见了", danger="report_missing_child")
    person.says("作业怎么办")
    assert person.says(LINES.line("talk", "not_safe")).text == start.text


def test_safe_without_a_question_shows_the_menu() -> None:
    person = Person(作业怎么办="parent_homework")
    person.says("我儿子不见了", danger="report_missing_child")
    person.says("作业怎么办")
    assert person.says("1").page == "parent_homework"


def test_another_disclosure_is_answered_at_once() -> None:
    person = Person()
    person.says("我儿子不见了", danger="report_missing_child")
    assert person.says("我不想活了", danger="report_own_suicide").page == "report_own_suicide"


def test_a_question_in_a_quiz_is_answered_with_a_way_back() -> None:
    person = in_a_quiz(作业怎么办="parent_homework")
    reply = person.says("作业怎么办")
    assert reply.page == "parent_homework"
    assert reply.options[-1].label == LINES.line("quiz", "back")
    assert "接着" in person.says(LINES.line("quiz", "back")).text


@pytest.mark.parametrize("word", ["退出", "停", "不做了"])
def test_a_quiz_can_be_left(word: str) -> None:
    person = in_a_quiz()
    assert person.says(word).text == LINES.line("quiz", "stopped")
    assert person.talk.quiz is None


def test_a_stale_choice_changes_nothing() -> None:
    person = in_a_quiz()
    old = person.talk
    person.says("1")
    run = person.talk.quiz
    reply = respond(Turn("quiz_answer", person.talk, {"quiz": QUIZ.name, "question": 0, "choice": 1}), CATALOGUE)
    assert reply.text.startswith(LINES.line("quiz", "elsewhere"))
    assert reply.quiz == run
    assert old.quiz != run


def test_out_of_range_says_how_many_there_are() -> None:
    person = in_a_quiz()
    n = len(person.talk.options)
    assert person.says("9").text == LINES.line("talk", "picked_wrong", n=n)
    assert len(person.talk.options) == n


def test_the_profile_is_asked_for_step_by_step() -> None:
    person = Person()
    person.talk = Talk().after(respond(Turn("set_role", entities={"role": "parent"}), CATALOGUE), 0.0)
    assert person.says(LINES.line("account", "tell")).text == LINES.line("account", "ask_age")
    assert LINES.line("account", "ask_carer") in person.says("三岁半").text
    assert "爷爷奶奶带" in person.says("奶奶带").text
    assert person.asked == []
    assert person.talk.profile.child_age_months == 42
    assert person.talk.profile.caregiver == "grandparents_paternal"


def test_a_question_instead_of_the_age_is_answered() -> None:
    person = Person(作业怎么办="parent_homework")
    person.talk = Talk().after(respond(Turn("tell_child"), CATALOGUE), 0.0)
    assert person.says("作业怎么办").page == "parent_homework"


INTENTS = sorted(
    {*CATALOGUE.pages, "greet", "more_detail", "repeat", "stop", "quiz_start", "quiz_explain", "quiz_progress",
     "lesson_next", "lesson_list", "tell_child", "set_role", "show_profile", "nlu_fallback", "out_of_scope",
     "report_neglect"}
)  # fmt: skip
_step = st.one_of(
    st.tuples(st.just("words"), st.sampled_from(INTENTS)),
    st.tuples(st.just("number"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 11)),
    st.tuples(st.just("danger"), st.sampled_from(["report_own_suicide", "report_missing_child", "report_labour"])),
    st.tuples(st.just("text"), st.text(max_size=12).filter(str.strip)),
    st.tuples(
        st.just("text"),
        st.sampled_from(["退出", "菜单", "看结果", "三岁", "奶奶带", "安全了，接着说", "还不安全", "最后一个"]),
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_step, max_size=14))
def test_no_sequence_ends_in_silence_a_dead_end_or_a_lost_disclosure(steps: list[tuple[str, object]]) -> None:
    person = Person()
    person.talk = person.talk.after(welcome(CATALOGUE), 0.0)
    for kind, value in steps:
        before = person.talk
        if kind == "words":
            person.understood["话"] = str(value)
            reply = person.says("话")
        elif kind == "tap":
            reply = person.says(before.options[int(value) % len(before.options)].label)
        elif kind == "danger":
            reply = person.says("救命的话说不清", danger=str(value))
            assert reply.urgent
            assert reply.duty == Duty(str(value), "detector")
        else:
            reply = person.says(str(value))
        assert reply.text.strip()
        assert person.talk.options, "there is always something to choose"
        if reply.urgent:
            assert person.talk.check
        assert reply.duty is None or reply.urgent, "only a protocol is a duty"
        if kind == "number" and reply.text.startswith("上面只有"):
            assert person.talk == before, "a number that is not on the list moves nothing"
        if before.check and kind == "words" and not reply.urgent:
            assert reply.hold == "话", "after a protocol the next words are met by the question"
        if before.quiz and not reply.quiz_over and not reply.forget:
            assert person.talk.quiz is not None, "a quiz is never lost"


@pytest.mark.parametrize(
    ("answer", "safe"),
    [("安全了", True), ("没事了", True), ("嗯", True), ("平安到家了", True), ("不好了", None), ("哪里安全", None),
     ("没事吧", None), ("不一定安全", None), ("还没有，还不安全", False), ("不安全", False), ("我好害怕", False),
     ("没有", False), ("我娃作业写到十一点怎么办才好呢", None)],
)  # fmt: skip
def test_are_you_safe_is_answered_in_own_words(answer: str, safe: bool | None) -> None:
    person = Person(作业怎么办="parent_homework")
    person.says("我儿子不见了", danger="report_missing_child")
    person.says("作业怎么办")
    reply = person.says(answer)
    if safe is None:
        assert reply.text == LINES.line("talk", "are_you_safe_again")
    else:
        assert reply.page == ("parent_homework" if safe else "report_missing_child")


def test_facts_told_in_passing_are_kept() -> None:
    entities = {"child_age_months": 60, "caregiver": "grandparents_paternal", "role": "parent"}
    reply = respond(Turn("parent_homework", Talk(), entities), CATALOGUE)
    assert Talk().after(reply, 0.0).profile.child_age_months == 60
    manager = Talk(profile=Profile(role="manager"))
    assert manager.after(respond(Turn("parent_homework", manager, entities), CATALOGUE), 0.0).profile.role == "manager"


@pytest.mark.parametrize(
    "text",
    [
        "他不听",
        "说了他还是不听咋办",
        "还是不行",
        "试了，还是不行",
        "照你说的做了，没用",
        "照您讲的试了几天，不管用",
        "说了他还是不听",
        "讲过了，冇用",
    ],
)
def test_in_vain_is_said_of_the_page_on_screen(text: str) -> None:
    talk = Talk(page="parent_phone_gaming", section="start")
    reply = before_engine(talk, text, None, {}, CATALOGUE, 0.0)
    assert isinstance(reply, Reply)
    assert (reply.page, reply.section) == ("parent_phone_gaming", "still")
    assert isinstance(before_engine(Talk(), text, None, {}, CATALOGUE, 0.0), Ask), "of no page: the engine is asked"


@pytest.mark.parametrize(
    "text", ["他不听老师的话怎么办", "娃不听话就打他行不行", "我男人不听劝天天喝酒", "成绩还是不行想退学"]
)
def test_something_new_is_the_engines(text: str) -> None:
    assert isinstance(before_engine(Talk(page="parent_phone_gaming"), text, None, {}, CATALOGUE, 0.0), Ask)
