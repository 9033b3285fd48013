"""What is due comes up with the answer to a message, where there is room for it and it is safe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.due import PLAN_CHECK, Due
from bot.dialogue.front import worried
from bot.dialogue.offer import LATEST, offer, question
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from tests.dialogue.planner import CATALOGUE, DAY, HOUR, line, settled

RUN = PlanRun("praise", "step", weekday="18:30", call_at=DAY, paused=True)
DUE = Due(PLAN_CHECK, 2 * DAY, {"plan": "praise", "n": 0})
TALK = Talk(plan=RUN, profile=Profile(role="parent", shift="day", child_age_months=100))
ANSWER = Reply("答", (Option("看别的", "/show_menu"),), intent="parent_homework")
LINE = Option(line("plan", "tell"), "/plan_check")
NOW = 2 * DAY + HOUR


def test_under_an_answer_it_is_one_more_line() -> None:
    shown = offer(TALK, ANSWER, [DUE], CATALOGUE, NOW)
    assert shown == replace(ANSWER, options=(*ANSWER.options, LINE))
    assert offer(TALK, shown, [DUE], CATALOGUE, NOW) == shown


@pytest.mark.parametrize("intent", ["greet", "thanks", "affirm"])
def test_where_nothing_is_asked_the_question_itself_comes(intent: str) -> None:
    shown = offer(TALK, Reply("您好", intent=intent, profile={"role": "parent"}), [DUE], CATALOGUE, NOW)
    assert shown.text == line("plan", "check_yesterday")
    assert [o.label for o in shown.options] == ["打得好", "一般", "没打成", "打得不好"]
    assert (shown.intent, shown.profile, shown.due_over) == (intent, {"role": "parent"}, PLAN_CHECK)


@pytest.mark.parametrize(
    "talk",
    [
        replace(TALK, plan=None),
        replace(TALK, quiet=True),
        replace(TALK, check=True),  # danger has just been spoken of
        replace(TALK, plan=replace(RUN, stopped=True)),
        replace(TALK, plan=replace(RUN, plan="homework")),
        replace(TALK, plan=replace(RUN, results=("good",))),  # told already
        replace(TALK, plan=replace(RUN, stage="other")),
        replace(TALK, plan=replace(RUN, plan="of_yesterday")),
    ],
)
def test_what_no_longer_stands_or_is_unsafe_does_not_come_up(talk: Talk) -> None:
    assert question(talk, DUE, CATALOGUE, NOW) is None
    assert offer(talk, ANSWER, [DUE], CATALOGUE, NOW) == ANSWER


@pytest.mark.parametrize(
    "due",
    [
        replace(DUE, at=NOW + 1),
        replace(DUE, at=NOW - LATEST - 1),
        replace(DUE, kind="of_tomorrow"),
        replace(DUE, payload={}),
    ],
)
def test_what_is_not_due(due: Due) -> None:
    assert offer(TALK, ANSWER, [due], CATALOGUE, NOW) == ANSWER


@pytest.mark.parametrize(
    "reply",
    [
        replace(ANSWER, urgent=True),
        replace(ANSWER, hold="等着的话"),
        replace(ANSWER, forget=True),
        replace(ANSWER, aside=True),
        replace(ANSWER, quiet=True),
        replace(ANSWER, plan=RUN),
        replace(ANSWER, plan_over=True),
        respond(Turn("quiz_start", TALK, {"quiz": next(iter(CATALOGUE.quizzes))}), CATALOGUE),
        worried(ANSWER, "report_neglect", CATALOGUE),
    ],
)
def test_replies_under_which_nothing_else_is_put(reply: Reply) -> None:
    assert offer(TALK, reply, [DUE], CATALOGUE, NOW) == reply


def test_the_question_for_help_stays_the_last_line() -> None:
    parent = settled(caregiver="mother")
    parent.later(DAY).says("我的计划")
    shown = parent.sees(worried(ANSWER, "report_neglect", CATALOGUE))
    assert [o.label for o in shown.options[-2:]] == [line("plan", "tell"), line("talk", "need_help")]


def test_a_day_later_the_question_comes_with_the_next_message() -> None:
    parent = settled()
    parent.understood = {"作业怎么办": "parent_homework", "在吗": "greet"}
    assert LINE not in parent.says("作业怎么办").options
    assert line("talk", "greet") in parent.later(9 * HOUR).says("在吗").text
    assert parent.later(13 * HOUR).says("作业怎么办").options[-1] == LINE
    assert parent.says(line("plan", "tell")).text == line("plan", "check_yesterday")
    assert parent.due == {}
    assert "第2天" in parent.says("1").text
    assert parent.later(DAY).says("在吗").text == line("plan", "check_yesterday")


def test_due_survives_json() -> None:
    assert Due.from_dict({**DUE.__dict__}) == DUE
    assert Due.from_dict(None) is None
