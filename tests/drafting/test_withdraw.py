"""What was published in the console goes out of force again: by two people, past no check, and never for good."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.content.catalogue import Shelf, load_catalogue
from bot.content.overlay import read
from bot.dialogue.reply import QuizRun
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.drafting.drafting import BUSY, FAULTY, FILED, GONE, MOVED, OWN, Drafting
from bot.drafting.export import export, waiting
from bot.drafting.follow import Follow
from bot.drafting.withdraw import gone, restore, why_not, withdraw
from bot.store.drafts import DROPPED, REVIEW, WITHDRAWAL, WITHDRAWN, Draft
from bot.store.store import Store
from tests.drafting.test_begin import LESSON, NAME_OF_IT, QUIZ, WORDS, again, filled, handed_in, topic
from tests.drafting.test_begin import TOPIC as NEW
from tests.drafting.test_begin import lesson as lesson_and_quiz
from tests.drafting.test_drafting import PROTOCOL, TOPIC, edited, refused


def published(drafting: Drafting, file: str, title: str = "作业在家没人管", officer: str = "bea") -> Draft:
    draft = handed_in(drafting, drafting.save(file, edited(drafting, file, title), "ann", 0))
    drafting.approve(draft, officer, None)
    return again(drafting, draft)


def published_new(drafting: Drafting) -> Draft:
    """A topic that only stands in the console."""
    draft = handed_in(drafting, filled(drafting, topic(drafting), WORDS))
    drafting.approve(draft, "bea", None)
    return again(drafting, draft)


def test_back_to_the_file(drafting: Drafting, store: Store, data: Path) -> None:
    first, second = published(drafting, TOPIC), published(drafting, TOPIC, "作业怎么管")
    asked = withdraw(drafting, TOPIC, "cy", "写错了")
    assert (asked.state, asked.authors, asked.note, asked.text) == (REVIEW, ("cy",), "写错了", read(TOPIC, data))
    assert drafting.text(TOPIC) == second.text, "until somebody else has read it"
    refused(OWN, drafting.approve, asked, "cy", None)
    assert drafting.approve(asked, "bea", None)
    assert drafting.overlay() == {}
    assert drafting.text(TOPIC) == read(TOPIC, data)
    assert waiting(drafting.drafts) == {}, "nothing is left to be exported"
    assert [again(drafting, d).state for d in (asked, first, second)] == [WITHDRAWAL, WITHDRAWN, WITHDRAWN]
    assert [d.id for d in drafting.drafts.versions(TOPIC)] == [asked.id, second.id, first.id]
    deeds = [(d.who, d.action) for d in store.audit.entries(limit=3)]
    assert deeds == [("bea", "content_withdrawn"), ("bea", "content_approve"), ("cy", "content_withdraw")]
    refused(FILED, withdraw, drafting, TOPIC, "cy", "noch einmal")
    restore(drafting, second, second.text, "ann")
    assert drafting.drafts.under_way(TOPIC)[0].text == second.text


def test_a_protocol_needs_a_second_person_an_administrators_topic_does_not(drafting: Drafting) -> None:
    published(drafting, PROTOCOL, "没人照看孩子")
    published(drafting, TOPIC)
    refused(OWN, drafting.approve, withdraw(drafting, PROTOCOL, "boss", "x"), "boss", None, alone=True)
    assert drafting.approve(withdraw(drafting, TOPIC, "boss", "x"), "boss", None, alone=True)
    assert drafting.overlay().keys() == {PROTOCOL}


async def test_what_only_stands_in_the_console_is_hidden_and_can_come_back(
    drafting: Drafting, data: Path, tmp_path: Path
) -> None:
    draft = published_new(drafting)
    shelf = Shelf(load_catalogue(data))
    follow = Follow(drafting, shelf, data, tmp_path / "copies")
    follow.begin()
    assert NAME_OF_IT in shelf.present.pages
    asked = withdraw(drafting, NEW, "cy", "没查实")
    assert asked.text == ""
    drafting.approve(asked, "bea", None)
    assert await follow.look()
    assert NAME_OF_IT not in shelf.present.pages
    assert not drafting.there(NEW)
    assert NEW not in drafting.texts()
    assert gone(drafting) == [NEW]
    assert export(drafting.drafts, data).written == ()
    assert not (data / NEW).exists()
    back = restore(drafting, draft, draft.text, "ann")
    assert gone(drafting) == [], "it is under way again"
    drafting.approve(handed_in(drafting, back), "bea", None)
    assert await follow.look()
    assert shelf.present.pages[NAME_OF_IT].title == draft.text.partition('title = "')[2].partition('"')[0]


def test_not_while_another_page_leads_there(drafting: Drafting) -> None:
    published_new(drafting)
    text = drafting.text(TOPIC).replace("* 看别的 => menu", f"* 夜班怎么带娃 => {NAME_OF_IT}\n* 看别的 => menu", 1)
    assert NAME_OF_IT in text
    other = handed_in(drafting, drafting.save(TOPIC, text, "ann", 0))
    asked = withdraw(drafting, NEW, "cy", "x")
    drafting.approve(other, "bea", None)
    refused(FAULTY, drafting.approve, asked, "bea", None)
    assert drafting.there(NEW)
    drafting.back(asked, "bea", "别的页还指过来")
    refused(FAULTY, withdraw, drafting, NEW, "cy", "x")
    assert drafting.drafts.under_way(NEW) == []


def test_a_withdrawal_that_is_refused_leads_nowhere(drafting: Drafting) -> None:
    published_new(drafting)
    asked = withdraw(drafting, NEW, "cy", "x")
    refused(BUSY, withdraw, drafting, NEW, "dee", "y")
    drafting.back(asked, "bea", "还有人用")
    assert again(drafting, asked).state == DROPPED
    assert why_not(drafting, NEW) == "还有人用"
    assert drafting.there(NEW)
    assert drafting.drafts.under_way(NEW) == []


def test_what_was_exported_meanwhile_stays(drafting: Drafting, data: Path) -> None:
    """The file is the truth then, and it may say something by now that nobody has read."""
    published_new(drafting)
    asked = withdraw(drafting, NEW, "cy", "x")
    export(drafting.drafts, data)
    refused(MOVED, drafting.approve, asked, "bea", None)
    drafting.back(asked, "bea", "导出了")
    refused(FILED, withdraw, drafting, NEW, "cy", "x")
    assert drafting.text(NEW) == read(NEW, data)


def test_at_a_moment(drafting: Drafting) -> None:
    published(drafting, TOPIC)
    asked = withdraw(drafting, TOPIC, "cy", "x")
    assert not drafting.approve(asked, "bea", time.time() + 100)
    assert drafting.publish_due(time.time()) == 0
    assert drafting.overlay()
    assert drafting.publish_due(time.time() + 101) == 1
    assert drafting.overlay() == {}


def test_a_lesson_goes_and_comes_back_with_its_quiz(drafting: Drafting) -> None:
    lesson, quiz = lesson_and_quiz(drafting)
    for draft in (lesson, quiz):
        drafting.approve(handed_in(drafting, draft), "bea", None)
    assert drafting.overlay().keys() == {LESSON, QUIZ}
    asked = withdraw(drafting, QUIZ, "cy", "x")
    assert {d.file: d.state for d in drafting.drafts.under_way()} == {LESSON: REVIEW, QUIZ: REVIEW}
    drafting.back(asked, "bea", "不撤")
    assert drafting.drafts.under_way() == []
    asked = withdraw(drafting, LESSON, "cy", "x")
    assert drafting.approve(asked, "bea", None), "once is enough"
    assert drafting.overlay() == {}
    assert {d.state for d in (*drafting.drafts.versions(LESSON), *drafting.drafts.versions(QUIZ))} == {
        WITHDRAWAL, WITHDRAWN,
    }  # fmt: skip
    restore(drafting, lesson, drafting.drafts.versions(LESSON)[1].text, "ann")
    assert {d.file for d in drafting.drafts.under_way()} == {LESSON, QUIZ}
    for file in (LESSON, QUIZ):
        drafting.approve(handed_in(drafting, drafting.drafts.under_way(file)[0]), "bea", None)
    assert drafting.overlay().keys() == {LESSON, QUIZ}


def test_two_at_once(drafting: Drafting) -> None:
    published(drafting, TOPIC)
    asked = withdraw(drafting, TOPIC, "cy", "x")
    drafting.approve(asked, "bea", None)
    refused(GONE, drafting.back, asked, "dee", "x")
    done = again(drafting, asked)
    assert not drafting.drafts.withdraw(asked), "it is no longer as it was read"
    assert done.state == WITHDRAWAL


@pytest.mark.parametrize(
    "intent", ["repeat", "more_detail", "feedback_bad", "quiz_explain", "stop", "parent_gone", "greet"]
)
def test_who_stands_on_a_page_that_is_gone_is_answered(intent: str) -> None:
    """A talk remembers page and quiz by name; the bot changes its catalogue between two turns."""
    catalogue = load_catalogue()
    for run in (None, QuizRun("parent_gone", (1,)), QuizRun("parent_gone", (1,), paused=True)):
        talk = Talk(page="parent_gone", section="more", quiz=run)
        assert respond(Turn(intent=intent, text="再说一遍", talk=talk), catalogue).text
