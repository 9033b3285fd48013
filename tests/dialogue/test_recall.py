"""Questions that were answered wrongly come back: when, where they are offered, and where never."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.reply import ALL_MISSED, RECALL, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.call_times import day_of
from bot.people.profile import Profile
from tests.dialogue.planner import CATALOGUE, DAY, HOUR, MONDAY_NOON, Parent, line

QUIZ = CATALOGUE.quizzes["home_dangers"]
ASKS = {"作业怎么办": "parent_homework", "在吗": "greet", "谢谢": "thanks", "听不懂": "nlu_fallback"}


def learner(wrong: int = 2) -> Parent:
    """Somebody who got so many questions of a quiz wrong."""
    parent = Parent(**ASKS)
    parent.sees(respond(Turn("quiz_start", parent.talk, {"quiz": QUIZ.name}, now=parent.now), CATALOGUE))
    for number, asked in enumerate(QUIZ.questions):
        parent.says(str(asked.right if number >= wrong else asked.right % 3 + 1))
    assert parent.talk.quiz is None
    assert len(parent.talk.progress.missed) == wrong
    return parent


def offers(reply: Reply) -> bool:
    return any(o.payload == RECALL for o in reply.options)


def test_not_the_same_day() -> None:
    assert not offers(learner().later(HOUR).says("作业怎么办"))


def test_the_next_day_it_is_one_line_under_an_answer_once() -> None:
    parent = learner().later(DAY)
    first = parent.says("作业怎么办")
    assert first.page == "parent_homework"
    assert first.options[-1].payload == RECALL
    assert not offers(parent.says("在吗")), "once a day"
    assert offers(parent.later(DAY).says("在吗")), "what was left alone is offered another day"


def test_the_run_asks_the_due_questions_alone_and_keeps_no_score() -> None:
    parent = learner().later(DAY)
    parent.says("作业怎么办")
    reply = parent.says(line("quiz", "recall"))
    assert reply.text.startswith(line("quiz", "begin_recall", n=2))
    texts = [reply.text]
    for _ in range(2):
        run = parent.talk.quiz
        assert run is not None
        key = run.asked[len(run.answers)][1]
        right = next(q.right for q in QUIZ.questions if q.key == key)
        reply = parent.says(str(right))
        texts.append(reply.text)
    assert all(any(q.text in text for text in texts) for q in QUIZ.questions[:2])
    assert not any(q.text in text for q in QUIZ.questions[2:] for text in texts)
    assert line("quiz", "all_again", right=2, total=2) in reply.text
    assert reply.attempt is None
    assert parent.talk.quiz is None
    assert not offers(parent.later(2 * DAY).says("在吗")), "three days later, not two"
    assert offers(parent.later(DAY).says("在吗"))


def test_three_times_right_and_it_is_learnt() -> None:
    parent = learner(wrong=1)
    for days in (1, 3, 7):
        parent.later(days * DAY)
        parent.says("练错题")
        parent.says(str(QUIZ.questions[0].right))
    assert parent.talk.progress.missed == ()
    assert parent.says("练错题").text == line("quiz", "nothing_due")


def test_wrong_again_comes_back_the_next_day() -> None:
    parent = learner(wrong=1).later(DAY)
    parent.says("练错题")
    reply = parent.says(str(QUIZ.questions[0].right % 3 + 1))
    assert line("quiz", "some_again", right=0, total=1) in reply.text
    assert parent.talk.progress.missed[0].day == day_of(parent.now).toordinal() + 1


def test_nothing_due_yet_is_said_with_the_day() -> None:
    parent = learner()
    assert parent.says("练错题").text == line("quiz", "due_later", n=1)


@pytest.mark.parametrize("words", ["练错题", "我想练练错题", "错题", "复习", "再做错的题", "温一温"])
def test_it_is_asked_for_in_words(words: str) -> None:
    assert learner().later(DAY).says(words).quiz is not None


def test_an_interrupted_run_goes_on_and_a_stopped_one_loses_nothing() -> None:
    parent = learner().later(DAY)
    parent.says("练错题")
    assert parent.says("作业怎么办").options[-1].label == line("quiz", "back")
    assert parent.says("继续").text.startswith(line("quiz", "go_on_recall"))
    assert parent.says(line("quiz", "leave")).text == line("quiz", "stopped")
    assert len(parent.talk.progress.missed) == 2


def test_never_in_or_after_a_protocol() -> None:
    parent = learner().later(DAY)
    assert not offers(parent.says("我儿子不见了", danger="report_missing_child"))
    assert not offers(parent.says("作业怎么办"))
    assert not offers(parent.says(line("talk", "am_safe")))
    assert not offers(parent.later(DAY).says("在吗"))
    assert offers(parent.later(3 * DAY).says("在吗"))


def test_never_on_a_quiet_talk() -> None:
    parent = learner()
    parent.says("他把我打了", danger="report_domestic_violence")
    parent.says(line("talk", "am_safe"))
    assert parent.talk.quiet
    for days in (1, 5, 10):
        assert not offers(parent.later(days * DAY).says("在吗"))
    assert parent.says("练错题").quiz is not None, "who asks for it gets it"


def test_not_under_a_question_of_ours_nor_beside_a_flow() -> None:
    parent = learner().later(DAY)
    assert not offers(parent.says("作业怎么办", concern="report_neglect")), "beside 我需要帮助"
    assert not offers(parent.says("听不懂"))
    assert not offers(parent.says(line("account", "tell"))), "we ask the age"
    parent.says("小测")
    parent.says("还有别的小测")
    assert not offers(parent.says("谢谢")), "a reply without a list leaves the list on screen"


def test_a_question_that_is_gone_is_not_asked() -> None:
    parent = learner(wrong=1).later(DAY)
    gone = parent.talk.progress.answered("of_old", "0", False, 1)
    alone = parent.talk.progress.answered(QUIZ.name, "rewritten", False, 1)
    for progress in (gone, alone):
        talk = Talk(profile=Profile(role="parent"), progress=progress)
        run = respond(Turn("quiz_recall", talk, now=parent.now), CATALOGUE).quiz
        assert run is not None
        assert run.asked == ((QUIZ.name, QUIZ.questions[0].key),)


def test_a_run_is_short() -> None:
    progress = Talk().progress
    for quiz in CATALOGUE.quizzes.values():
        for asked in quiz.questions:
            progress = progress.answered(quiz.name, asked.key, False, 1)
    run = respond(Turn("quiz_recall", Talk(progress=progress), now=MONDAY_NOON), CATALOGUE).quiz
    assert run is not None
    assert (run.quiz, len(run.asked)) == (ALL_MISSED, 5)


_step = st.one_of(
    st.tuples(st.just("says"), st.sampled_from([*ASKS, "练错题", "小测", "菜单", "继续", "不做了", "成绩"])),
    st.tuples(st.just("number"), st.integers(1, 7)),
    st.tuples(st.just("danger"), st.sampled_from(["report_missing_child", "report_domestic_violence"])),
    st.tuples(st.just("concern"), st.just("report_neglect")),
    st.tuples(st.just("later"), st.integers(0, 100)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_step, max_size=16))
def test_whatever_is_said_it_is_offered_once_a_day_and_never_near_danger(steps: list[tuple[str, object]]) -> None:
    parent = learner()
    offered: list[int] = []
    for kind, value in steps:
        if kind == "later":
            parent.later(int(str(value)) * HOUR)
            continue
        before = parent.talk
        danger = str(value) if kind == "danger" else None
        words = {"danger": "出事了", "concern": "作业怎么办"}.get(kind, str(value))
        reply = parent.says(words, danger=danger, concern=str(value) if kind == "concern" else None)
        asked_for = reply.intent in ("quiz_start", "quiz_progress", "quiz_recall")
        if offers(reply) and not asked_for and not reply.aside:
            today = day_of(parent.now).toordinal()
            assert today not in offered
            assert not reply.urgent
            assert not before.check
            assert not before.quiet
            assert before.calm_for(parent.now) >= 3 * DAY
            offered.append(today)
