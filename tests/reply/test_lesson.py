"""A weekly lesson that waits: one line under the next answer, and never beside danger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Option, QuizRun, Reply
from bot.dialogue.talk import Talk
from bot.people.profile import Profile
from bot.reply.lesson import MOST_OPTIONS, split_lessons, with_lesson
from bot.store.kept import LESSON

CATALOGUE = load_catalogue()
NAME = "parent_call_that_works"
WAITING = [Reply("young_not_alone", intent=LESSON), Reply(NAME, intent=LESSON)]
TALK = Talk(profile=Profile(role="parent", weekly=True))
ANSWER = Reply("答", (Option("一", "/a"),))


def shown(talk: Talk, reply: Reply) -> bool:
    added = with_lesson(talk, reply, WAITING, CATALOGUE).options[len(reply.options) :]
    assert [o.label for o in added] in ([], [CATALOGUE.lessons[NAME].title])
    return bool(added)


def test_it_is_the_last_line() -> None:
    assert shown(TALK, ANSWER)
    assert with_lesson(TALK, ANSWER, [], CATALOGUE) is ANSWER


@pytest.mark.parametrize(
    "changes",
    [
        {"urgent": True},
        {"quiet": True},
        {"hold": "x"},
        {"aside": True},
        {"quiz": QuizRun("q")},
        {"options": tuple(Option(str(n), f"/{n}") for n in range(MOST_OPTIONS))},
    ],
    ids=lambda c: next(iter(c)),
)
def test_not_beside(changes: dict) -> None:
    assert not shown(TALK, replace(ANSWER, **changes))


@pytest.mark.parametrize("changes", [{"quiet": True}, {"check": True}, {"profile": Profile(weekly=False)}])
def test_not_for(changes: dict) -> None:
    assert not shown(replace(TALK, **changes), ANSWER)


def test_a_lesson_that_is_gone_is_no_fault() -> None:
    assert with_lesson(TALK, ANSWER, [Reply("gone", intent=LESSON)], CATALOGUE) is ANSWER


def test_lessons_and_answers_are_told_apart() -> None:
    assert split_lessons([*WAITING, ANSWER]) == (WAITING, [ANSWER])
