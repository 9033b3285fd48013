"""Quizzes in the chat: every way to answer, to stop, to go on and to do it again; scores, certificate, topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.models import START
from bot.dialogue.reply import Answered, QuizRun, Reply
from bot.dialogue.respond import respond
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from bot.people.progress import Progress
from tests.dialogue.planner import CATALOGUE, Parent, line

QUIZ = CATALOGUE.quizzes["home_dangers"]
FIRST = QUIZ.questions[0]
LETTERS = "ABCD"
CHINESE = "一二三四"


def in_a_quiz(name: str = QUIZ.name, **understood: str) -> Parent:
    parent = Parent(作业怎么办="parent_homework", 为什么="quiz_explain", 成绩咋样="quiz_progress", **understood)
    parent.sees(respond(Turn("quiz_start", parent.talk, {"quiz": name}, now=parent.now), CATALOGUE))
    return parent


def passed(*names: str, role: str = "parent") -> Parent:
    parent = Parent(Profile(role=role))
    best = dict.fromkeys(names, (5, 5))
    parent.talk = replace(parent.talk, progress=Progress(best=best))
    return parent


ANSWERS = [
    ("letter", LETTERS[FIRST.right - 1]),
    ("small letter", LETTERS[FIRST.right - 1].lower()),
    ("chosen letter", f"选{LETTERS[FIRST.right - 1]}"),
    ("figure", str(FIRST.right)),
    ("circled", "①②③④"[FIRST.right - 1]),
    ("Chinese figure", CHINESE[FIRST.right - 1]),
    ("ordinal", f"第{CHINESE[FIRST.right - 1]}个"),
    ("words", FIRST.choices[FIRST.right - 1]),
    ("nearly the words", FIRST.choices[FIRST.right - 1].replace("，", "") + "吧"),
]


@pytest.mark.parametrize(("how", "text"), ANSWERS)
def test_a_question_is_answered_by_letter_number_word_or_tap(how: str, text: str) -> None:
    reply = in_a_quiz().says(text)
    assert line("quiz", "right", answer=FIRST.choices[FIRST.right - 1]) in reply.text, how
    assert reply.answered == Answered(QUIZ.name, FIRST.key, True)


@pytest.mark.parametrize("text", ["退出", "停", "不做了", line("quiz", "leave"), "4", "D", "最后一个"])
def test_it_is_stopped_by_word_number_letter_or_tap(text: str) -> None:
    parent = in_a_quiz()
    assert parent.says(text).text == line("quiz", "stopped")
    assert parent.talk.quiz is None


@pytest.mark.parametrize("text", ["继续", line("quiz", "back"), "小测", "做个小测"])
def test_an_interrupted_one_goes_on_where_it_stood(text: str) -> None:
    parent = in_a_quiz(小测="quiz_start")
    parent.says(str(FIRST.right))
    parent.says("作业怎么办")
    reply = parent.says(text)
    assert QUIZ.questions[1].text in reply.text
    assert reply.quiz == QuizRun(QUIZ.name, (FIRST.right,))


def test_a_choice_typed_while_it_waits_answers_it() -> None:
    parent = in_a_quiz()
    parent.says("作业怎么办")
    reply = parent.says(FIRST.choices[FIRST.right - 1])
    assert reply.answered == Answered(QUIZ.name, FIRST.key, True)


def test_a_short_word_while_it_waits_is_no_choice() -> None:
    parent = in_a_quiz("under_18_facts", 体检="parent_illness")
    for asked in CATALOGUE.quizzes["under_18_facts"].questions[:4]:
        parent.says(str(asked.right))
    parent.says("作业怎么办")
    assert parent.says("体检").page == "parent_illness"


def test_a_choice_of_an_older_question_changes_nothing() -> None:
    parent = in_a_quiz()
    parent.says(str(FIRST.right))
    reply = parent.says(FIRST.choices[0])
    assert reply.text.startswith(line("quiz", "elsewhere"))
    assert reply.answered is None


@pytest.mark.parametrize("text", ["0", "5", "9", "选H", "第八个", "99"])
def test_a_number_off_the_list_says_how_many_there_are(text: str) -> None:
    parent = in_a_quiz()
    before = parent.talk
    assert parent.says(text).text == line("talk", "picked_wrong", n=len(FIRST.choices) + 1)
    assert parent.talk == before


def to_the_end(parent: Parent, wrong: int) -> Reply:
    reply = Reply("")
    for number, asked in enumerate(QUIZ.questions):
        reply = parent.says(str(asked.right if number >= wrong else asked.right % 3 + 1))
    return reply


def test_the_result_says_what_comes_back_and_offers_it_again() -> None:
    reply = to_the_end(in_a_quiz(), wrong=1)
    assert line("quiz", "passed", right=4, total=5) in reply.text
    assert line("quiz", "comes_back", n=1) in reply.text
    assert reply.attempt is not None
    assert reply.attempt[2] == 4
    labels = [o.label for o in reply.options]
    assert labels == [CATALOGUE.pages["parent_home_safety"].title, line("quiz", "progress"), line("quiz", "again")]


def test_not_passed_it_is_done_again_first() -> None:
    parent = in_a_quiz()
    reply = to_the_end(parent, wrong=4)
    assert reply.options[0].label == line("quiz", "again")
    assert FIRST.text in parent.says("再做一遍").text


def test_the_best_score_is_shown_and_what_is_left_for_the_certificate() -> None:
    course = CATALOGUE.course("parent")
    parent = passed(QUIZ.name)
    reply = respond(Turn("quiz_progress", parent.talk), CATALOGUE)
    assert f"{QUIZ.title}：5/5" in reply.text
    assert line("quiz", "some_left", n=len(course)) in reply.text
    assert line("quiz", "certificate") not in [o.label for o in reply.options]


@pytest.mark.parametrize("how", ["1", "A", line("quiz", "certificate"), "证书", "我的证书呢", "领证书"])
def test_the_certificate_is_had_by_number_letter_word_or_tap(how: str) -> None:
    parent = passed(QUIZ.name, *(q.name for q in CATALOGUE.course("parent")))
    parent.understood = {"成绩": "quiz_progress"}
    parent.says("成绩")
    reply = parent.says(how)
    assert "【学习证书】" in reply.text
    assert all(f"《{q.title}》" in reply.text for q in (*CATALOGUE.course("parent"), QUIZ))
    assert [link.path for link in reply.links] == ["/certificate"]


def test_without_the_course_there_is_no_certificate_but_the_way_to_it() -> None:
    reply = passed(QUIZ.name).says("证书")
    course = CATALOGUE.course("parent")
    assert reply.text == line("quiz", "not_earned", n=len(course))
    assert [o.label for o in reply.options] == [*(q.title for q in course[:4]), line("menu", "back")]


def test_all_quizzes_of_a_role_are_in_reach_of_the_list() -> None:
    for role in ("parent", "manager", "young_worker"):
        parent = Parent(Profile(role=role), 小测="quiz_start")
        found: set[str] = set()
        reply = parent.says("小测")
        for _ in range(12):
            found |= {o.label for o in reply.options}
            if line("quiz", "more") not in [o.label for o in reply.options]:
                break
            reply = parent.says(line("quiz", "more"))
        assert {q.title for q in CATALOGUE.quizzes_for(role)} <= found


def test_a_quiz_is_opened_by_its_title_from_an_older_message() -> None:
    assert FIRST.text in Parent().says(QUIZ.title).text


TOPICS = sorted({t for quiz in CATALOGUE.quizzes.values() for t in quiz.topics})


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_offers_its_quiz_until_it_is_passed(topic: str) -> None:
    role = CATALOGUE.pages[topic].audience[0]
    quizzes = CATALOGUE.quizzes_on(topic, role)
    person = Parent(Profile(role=role))
    shown = respond(Turn(topic, person.talk), CATALOGUE)
    assert shown.section == START
    option = next(o for o in shown.options if o.label == line("quiz", "on_topic"))
    person.sees(shown)
    assert quizzes[0].questions[0].text in person.says(option.label).text
    done = passed(*(q.name for q in quizzes), role=role)
    assert line("quiz", "on_topic") not in [o.label for o in respond(Turn(topic, done.talk), CATALOGUE).options]


def test_a_topic_offers_no_quiz_in_or_after_danger_nor_beside_another_one() -> None:
    for talk in (
        replace(Parent().talk, quiet=True),
        replace(Parent().talk, check=True),
        replace(Parent().talk, danger=0.0),
        replace(Parent().talk, quiz=QuizRun("water_and_road_facts")),
    ):
        shown = respond(Turn("parent_home_safety", talk), CATALOGUE)
        assert line("quiz", "on_topic") not in [o.label for o in shown.options]


def test_a_running_quiz_survives_json() -> None:
    run = QuizRun("missed", (1, 2), True, (("a", "k"), ("b", "l")))
    talk = replace(Parent().talk, quiz=run)
    assert type(talk).from_dict(talk.as_dict(), talk.profile, talk.progress) == talk
    assert type(talk).from_dict(talk.metadata()).quiz == run


def test_a_run_whose_file_or_question_is_gone_is_over() -> None:
    for run in (QuizRun("of_old"), QuizRun("missed", (), False, ((QUIZ.name, "gone"),)), QuizRun(QUIZ.name, (1,) * 5)):
        parent = Parent(作业怎么办="parent_homework")
        parent.talk = replace(parent.talk, quiz=run)
        assert line("quiz", "back") not in [o.label for o in parent.says("作业怎么办").options]
        assert parent.says("接着做小测").text
