"""The same topic asked again in other words: said so, and never answered with the same words."""

from __future__ import annotations

import pytest

from bot.dialogue.talk import PAGES
from bot.people.profile import Profile
from tests.dialogue.planner import CATALOGUE, HOUR, Parent, line

TOPICS = [p.name for p in CATALOGUE.pages.values() if p.kind == "topic"]
NUMBERS = {"guardian_hotlines", "guardian_services"}


def asking(topic: str, role: str | None = None) -> Parent:
    words = ("这事怎么办", "这个该怎么弄", "到底怎么办才好", "你再讲讲这个", "这可怎么好")
    role = role or CATALOGUE.pages[topic].audience[0]
    return Parent(Profile(role=role), **dict.fromkeys(words, topic), 还有呢="more_detail")


@pytest.mark.parametrize("topic", [t for t in TOPICS if t not in NUMBERS])
def test_no_answer_is_given_twice(topic: str) -> None:
    person = asking(topic)
    texts = [person.says(words).text for words in list(person.understood)[:3]]
    first = texts[0]
    assert all(first not in text for text in texts[1:])
    assert texts[1] != texts[2] or texts[1] == line("talk", "again_all"), "there was nothing more to read"
    openings = tuple(line("talk", key) for key in ("again", "again_still", "again_all"))
    assert all(text.startswith(openings) for text in texts[1:])
    assert person.talk.options, "there is always something to choose"


def test_more_comes_first_and_what_was_read_is_left_out() -> None:
    page = CATALOGUE.pages["parent_homework"]
    person = asking("parent_homework")
    person.says("这事怎么办")
    assert page.sections["more"].text in person.says("这个该怎么弄").text
    assert page.sections["still"].text in person.says("到底怎么办才好").text
    assert person.says("你再讲讲这个").text == line("talk", "again_all")


def test_after_the_more_was_tapped_the_still_is_next() -> None:
    page = CATALOGUE.pages["parent_homework"]
    person = asking("parent_homework")
    person.says("这事怎么办")
    person.says("还有呢")
    assert page.sections["still"].text in person.says("这个该怎么弄").text


def test_tried_in_vain_the_other_way_is_first() -> None:
    person = asking("parent_homework")
    person.understood["试了，作业还是不写"] = "parent_homework"
    person.says("这事怎么办")
    reply = person.says("试了，作业还是不写")
    assert reply.text.startswith(line("talk", "again_still"))
    assert reply.section == "still"


@pytest.mark.parametrize(
    ("topic", "words", "section"),
    [
        ("parent_illness", "孩子近视了，要不要配眼镜", "checks"),
        ("parent_illness", "娃怕打针怎么哄", "scared"),
        ("parent_phone_gaming", "娃偷偷充钱了", "spending"),
        ("young_money", "网贷还不起了", "loan"),
        ("parent_nutrition", "他天天吃辣条", "snack"),
    ],
)
def test_another_question_of_the_same_topic_gets_the_section_that_speaks_of_it(
    topic: str, words: str, section: str
) -> None:
    person = asking(topic)
    person.understood[words] = topic
    person.says("这事怎么办")
    assert person.says(words).section == section


def test_a_fact_that_changes_the_answer_is_no_repetition() -> None:
    person = asking("parent_call_topics")
    person.understood["五岁的娃聊什么"] = "parent_call_topics"
    person.says("这事怎么办")
    assert person.says("五岁的娃聊什么").text.startswith(
        CATALOGUE.pages["parent_call_topics"].sections["start@3-6"].text
    )


def test_another_day_it_is_answered_anew() -> None:
    person = asking("parent_homework")
    first = person.says("这事怎么办").text
    assert person.later(7 * HOUR).says("这个该怎么弄").text == first


@pytest.mark.parametrize("topic", sorted(NUMBERS))
def test_what_to_dial_is_said_as_often_as_it_is_asked(topic: str) -> None:
    person = asking(topic)
    first = person.says("这事怎么办").text
    assert person.says("这个该怎么弄").text == first


def test_a_tap_shows_what_it_says() -> None:
    person = asking("parent_homework")
    first = person.says("这事怎么办").text
    assert person.says(CATALOGUE.pages["parent_homework"].title).text == first


def test_only_some_answers_are_remembered() -> None:
    person = Parent(**{name: name for name in TOPICS})
    for name in TOPICS:
        person.says(name)
    assert len(person.talk.seen) == PAGES
