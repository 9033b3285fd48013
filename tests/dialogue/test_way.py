"""A comic with choices in the chat: one list, numbers, the pictures when asked for, and finished at an end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.lessons import CHOICES, MADE_UP, STORY, Lesson
from bot.dialogue.menus import menu_options
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, read_payload
from bot.reply.render import fits, render
from bot.safety.detector import load_detector
from tests.content.ways import every_way

OURS = load_catalogue()
WITH_CHOICES = [x for x in OURS.lessons.values() if x.form == CHOICES]
ONE = WITH_CHOICES[0]
WAYS = [(lesson, way) for lesson in WITH_CHOICES for way in every_way(lesson)]


def tap(reply: Reply, option: Option, talk: Talk) -> tuple[Reply, Talk]:
    talk = talk.after(reply, 0.0)
    assert option in talk.options, "what is chosen stands in the list"
    return respond(read_payload(option.payload, talk), OURS), talk


@pytest.mark.parametrize(("lesson", "way"), WAYS, ids=lambda x: getattr(x, "name", x))
def test_every_way_is_walked_by_numbers_and_fits_into_a_message(lesson: Lesson, way: str) -> None:
    talk = Talk()
    shown = respond(Turn("lesson_find", talk, {"lesson": lesson.name}), OURS)
    shown, talk = tap(shown, shown.options[0], talk)
    for digit in way:
        assert shown.finished is None
        assert fits(render(shown)[1])
        assert render(shown)[2] is None, "one message each"
        option = shown.options[int(digit) - 1]
        shown, talk = tap(shown, option, talk)
        assert OURS.texts.line("learn", "chosen", label=option.label) in shown.text
        assert shown.page == lesson.name
    assert shown.finished == lesson.name
    assert lesson.sections.do[0] in shown.text
    assert shown.links[0].path == f"/lessons/{lesson.name}/{way}"
    again, talk = tap(shown, shown.options[0], talk)
    assert again.section == "way", "from the beginning"


def test_the_card_leads_to_the_first_panels_and_has_no_quiz() -> None:
    card = respond(Turn("lesson_find", entities={"lesson": ONE.name}), OURS)
    assert card.options[0].label == OURS.texts.line("learn", "begin")
    assert not any("quiz" in o.payload for o in card.options)
    assert json.loads(card.options[0].payload.partition("lesson_find")[2]) == {"lesson": ONE.name, "way": ""}


def test_the_pictures_come_on_request_and_the_list_stays() -> None:
    here = respond(Turn("lesson_find", entities={"lesson": ONE.name, "way": "3"}), OURS)
    assert here.links == ()
    asked = respond(Turn("lesson_comic", Talk().after(here, 0.0)), OURS)
    assert asked.links[0].path == f"/lessons/{ONE.name}/3"
    assert asked.options == here.options
    assert OURS.texts.line("learn", "way_shown") in asked.text


def test_again_says_the_same_panels() -> None:
    here = respond(Turn("lesson_find", entities={"lesson": ONE.name, "way": "31"}), OURS)
    again = respond(Turn("repeat", Talk().after(here, 0.0)), OURS)
    assert (again.text, again.options) == (here.text, here.options)


@given(st.text(st.sampled_from("0123456789x-"), max_size=8))
def test_a_way_that_is_none_shows_the_card(way: str) -> None:
    shown = respond(Turn("lesson_find", entities={"lesson": ONE.name, "way": way}), OURS)
    assert shown.page == ONE.name
    if ONE.walk(way) is None:
        assert shown.section is None


@pytest.mark.parametrize("lesson", WITH_CHOICES, ids=lambda x: x.name)
def test_no_choice_is_a_cry_for_help_or_another_options_label(lesson: Lesson) -> None:
    assert lesson.branches is not None
    labels = [c.label for follow in lesson.branches.follows.values() for c in follow.choices]
    detector = load_detector()
    assert [label for label in labels if detector.detect(label).tier != "none"] == []
    assert not set(labels) & {o.label for role in (None, "parent") for o in menu_options(OURS, role)}


@pytest.mark.parametrize("lesson", [x for x in OURS.lessons.values() if x.form == STORY], ids=lambda x: x.name)
def test_a_story_is_said_to_be_made_up(lesson: Lesson) -> None:
    assert MADE_UP in respond(Turn("lesson_find", entities={"lesson": lesson.name}), OURS).text
