"""What is not there yet is begun as a draft, goes the way of all drafts, and is reached when it is published."""

from __future__ import annotations

import datetime
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import Catalogue, Shelf, load_catalogue
from bot.content.fields import fields_of, fill
from bot.content.names import is_name
from bot.content.overlay import is_file, read
from bot.dialogue.labels import resolve
from bot.dialogue.menus import more_topics
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.drafting import blank
from bot.drafting.begin import (
    CHOICE,
    NAME,
    TITLE_LENGTH,
    TITLE_TAKEN,
    NewLesson,
    begin_lesson,
    begin_topic,
    free_monday,
)  # fmt: skip
from bot.drafting.drafting import BUSY, FAULTY, OWN, TAKEN, Drafting
from bot.drafting.entry import NUMBER, PLACE, begin_entry
from bot.drafting.export import export
from bot.drafting.follow import Follow
from bot.store.drafts import DRAFT, DROPPED, LIVE, REVIEW, WAITING, Draft
from bot.store.store import Store
from tests.drafting.test_drafting import refused

TOPIC, NAME_OF_IT = "topics/parent_night_shift.md", "parent_night_shift"
LESSON, QUIZ = "lessons/parent_small_praise.md", "quizzes/parent_small_praise.toml"
TODAY = datetime.date(2026, 11, 26)
WORDS = {
    "sources": "facts:5.2 S-81 表扬", "keywords": "夜班带娃\n倒班",
    "start": "夜里上班，白天补觉，娃那头正好放学。先定一个您醒着的点，天天一样。",
    "more": "醒来头一件事，给娃发一句语音：妈睡醒了，你那边放学没有？",
    "still": "还是凑不上，就请奶奶录一段娃说的话，您下了班听，再录一段回去。",
}  # fmt: skip
NEW = NewLesson("parent", "small_praise", "小处夸娃", "talk", "parent_confidence_praise")


def again(drafting: Drafting, draft: Draft) -> Draft:
    found = drafting.drafts.get(draft.id)
    assert found is not None
    return found


def filled(drafting: Drafting, draft: Draft, words: dict[str, str]) -> Draft:
    """The draft with its fields filled in by its author."""
    return drafting.save(draft.file, fill(draft.file, draft.text, words), "ann", draft.edits)


def topic(drafting: Drafting) -> Draft:
    return begin_topic(drafting, "parent", "night_shift", "夜班怎么带娃", "ann")


def handed_in(drafting: Drafting, draft: Draft) -> Draft:
    drafting.hand_in(draft, "ann")
    return again(drafting, draft)


def of_an_old_one(kind: str) -> dict[str, str]:
    """The words of the lesson parent_praise, by field."""
    file = f"{kind}/parent_praise.{'md' if kind == 'lessons' else 'toml'}"
    kept = {"title", "quiz", "topics", "published"}
    return {f.key: f.value for f in fields_of(file, read(file)) if f.key not in kept}


def lesson(drafting: Drafting) -> tuple[Draft, Draft]:
    """A lesson and its quiz, filled in."""
    begun = begin_lesson(drafting, NEW, "ann", TODAY)
    twin = drafting.twin(begun.file)
    assert twin is not None
    return filled(drafting, begun, of_an_old_one("lessons")), filled(drafting, twin, of_an_old_one("quizzes"))


async def test_a_topic_from_its_name_to_people(drafting: Drafting, store: Store, data: Path, tmp_path: Path) -> None:
    draft = topic(drafting)
    assert (draft.file, draft.base, draft.state) == (TOPIC, "", DRAFT)
    refused(FAULTY, drafting.hand_in, draft, "ann")
    assert {f.parts[:1] for f in drafting.faults(TOPIC, draft.text)} >= {("[sources]",), ("[## start]",)}
    draft = handed_in(drafting, filled(drafting, draft, WORDS))
    refused(OWN, drafting.approve, draft, "ann", None)
    shelf = Shelf(load_catalogue(data))
    follow = Follow(drafting, shelf, data, tmp_path / "copies")
    assert drafting.approve(draft, "bea", time.time() + 60) is False
    assert drafting.publish_due(time.time() + 61) == 1
    assert await follow.look()
    reached(shelf.present)
    assert [d.action for d in reversed(store.audit.entries())][:2] == ["content_begin", "content_hand_in"]


def reached(now: Catalogue) -> None:
    """By lists, by its title, by a keyword; its page says what was written."""
    assert now.untaught == {NAME_OF_IT}
    first = more_topics(now, "parent", 1).options[0]
    assert (first.label, first.payload) == ("夜班怎么带娃", payload(NAME_OF_IT))
    assert resolve("夜班怎么带娃", Talk(), now) == payload(NAME_OF_IT)
    assert respond(Turn(NAME_OF_IT), now).text == WORDS["start"]
    for intent in ("nlu_fallback", "out_of_scope"):
        asked = respond(Turn(intent, ranking=["parent_sleep"], text="我倒班，跟娃的钟点老对不上"), now)
        assert asked.options[0].payload == payload(NAME_OF_IT)
        assert asked.text == now.texts.line("talk", "unsure")
    other = respond(Turn("out_of_scope", text="股票怎么买"), now)
    assert other.text == now.texts.line("talk", "out_of_scope")


def test_what_is_taught_is_not_looked_for_by_words() -> None:
    now = load_catalogue()
    assert now.untaught == frozenset()
    asked = respond(Turn("nlu_fallback", ranking=["parent_sleep"], text="零花钱"), now)
    assert asked.options[0].payload == payload("parent_sleep")


def test_a_new_file_has_versions_and_is_exported_as_one_new_file(drafting: Drafting, data: Path) -> None:
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    draft = handed_in(drafting, filled(drafting, topic(drafting), WORDS))
    assert drafting.approve(draft, "bea", None) is True
    second = drafting.save(TOPIC, fill(TOPIC, drafting.text(TOPIC), {"title": "倒班怎么带娃"}), "ann", 0)
    assert drafting.approve(handed_in(drafting, second), "bea", None)
    first, _ = reversed(drafting.drafts.versions(TOPIC))
    restored = drafting.save(TOPIC, first.text, "ann", 0)
    assert restored.text == draft.text
    drafting.drop(restored, "ann")
    assert export(drafting.drafts, data).written == (TOPIC,)
    after = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    assert after.keys() - before.keys() == {data / TOPIC}
    assert all(after[path] == was for path, was in before.items())
    assert drafting.text(TOPIC) == read(TOPIC, data) == second.text
    refused(TAKEN, topic, drafting)


def test_a_file_of_that_name_came_meanwhile(drafting: Drafting, data: Path) -> None:
    draft = handed_in(drafting, filled(drafting, topic(drafting), WORDS))
    drafting.approve(draft, "bea", None)
    (data / TOPIC).write_text(draft.text.replace("夜里", "晚上"), encoding="utf-8")
    done = export(drafting.drafts, data)
    assert (done.written, done.other) == ((), (TOPIC,))


@pytest.mark.parametrize(
    "word",
    [
        "",
        "Night",
        "night shift",
        "夜班",
        "../../etc/passwd",
        "a/b",
        "night.md",
        "_x",
        "x_",
        "x__y",
        "x" * 41,
        "a\n",
        "ａｂ",
    ],
)
def test_names_that_cannot_be(word: str, drafting: Drafting) -> None:
    refused(NAME, begin_topic, drafting, "parent", word, "夜班怎么带娃", "ann")
    refused(NAME, begin_lesson, drafting, NewLesson(**{**vars(NEW), "word": word}), "ann", TODAY)
    assert drafting.drafts.under_way() == []


@given(st.text(max_size=50))
def test_a_name_is_a_file_and_an_option_can_lead_to_it(word: str) -> None:
    if is_name(word):
        assert is_file(f"topics/{word}.md")
        text = blank.topic(word, "标题", ("parent",))
        assert [f.key for f in fields_of(f"topics/{word}.md", text)][:1] == ["title"]


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_whatever_is_typed_is_written_as_toml(name: str, number: str) -> None:
    values = {"id": "x", "name": name, "number": number}
    (row,) = tomllib.loads(blank.entry("channel", values, TODAY))["channel"]
    assert (row["name"], row["number"], row["checked"]) == (name, number, TODAY)


@pytest.mark.parametrize("word", ["homework", "parent_homework", "praise", "call_that_works"])
def test_names_that_are_taken(word: str, drafting: Drafting) -> None:
    refused(TAKEN, begin_topic, drafting, "parent", word, "夜班怎么带娃", "ann")
    refused(TAKEN, begin_lesson, drafting, NewLesson(**{**vars(NEW), "word": word}), "ann", TODAY)


def test_somebody_has_begun_it_already(drafting: Drafting) -> None:
    topic(drafting)
    refused(TAKEN, begin_topic, drafting, "parent", "night_shift", "别的标题", "bea")
    refused(TITLE_TAKEN, begin_topic, drafting, "parent", "other", "夜班怎么带娃", "bea")
    refused(TAKEN, begin_lesson, drafting, NewLesson(**{**vars(NEW), "word": "night_shift"}), "bea", TODAY)


@pytest.mark.parametrize(
    ("title", "reason"),
    [("夜", TITLE_LENGTH), ("夜" * 15, TITLE_LENGTH), ('夜"班', TITLE_LENGTH), ("夜\n班", TITLE_LENGTH),
     ("零花钱怎么给", TITLE_TAKEN), ("夸到点子上", TITLE_TAKEN), ("想找真人说话", TITLE_TAKEN)],
)  # fmt: skip
def test_titles_that_cannot_be(title: str, reason: str, drafting: Drafting) -> None:
    refused(reason, begin_topic, drafting, "parent", "night_shift", title, "ann")


def test_what_is_not_on_a_list(drafting: Drafting) -> None:
    refused(CHOICE, begin_topic, drafting, "report", "new_danger", "一种新的危险", "ann")
    for changed in ({"who": "guardian"}, {"need": "fun"}, {"about": "parent_x"}, {"form": "choices"}):
        refused(CHOICE, begin_lesson, drafting, NewLesson(**{**vars(NEW), **changed}), "ann", TODAY)


def test_a_lesson_and_its_quiz_go_into_force_together(drafting: Drafting, data: Path, tmp_path: Path) -> None:
    made, quiz = (handed_in(drafting, draft) for draft in lesson(drafting))
    assert drafting.approve(made, "bea", None) is False
    assert again(drafting, made).state == WAITING
    assert drafting.publish_due(time.time()) == 0, "the quiz is with its reader"
    assert drafting.overlay() == {}
    assert drafting.approve(quiz, "bea", None) is True
    assert drafting.overlay().keys() == {LESSON, QUIZ}
    assert drafting.publish_due(time.time()) == 0
    shelf = Shelf(load_catalogue(data))
    follow = Follow(drafting, shelf, data, tmp_path / "copies")
    follow.begin()
    assert follow.left_out == ()
    assert shelf.present.lessons["parent_small_praise"].quiz in shelf.present.quizzes
    assert set(export(drafting.drafts, data).written) == {LESSON, QUIZ}


def test_of_two_moments_the_later_counts(drafting: Drafting) -> None:
    made, quiz = (handed_in(drafting, draft) for draft in lesson(drafting))
    drafting.approve(made, "bea", time.time() - 1)
    drafting.approve(quiz, "bea", time.time() + 1000)
    assert drafting.publish_due(time.time()) == 0
    assert drafting.drafts.move(again(drafting, quiz), WAITING, due=time.time() - 1)
    assert drafting.publish_due(time.time()) == 1, "both at once"
    assert {again(drafting, d).state for d in (made, quiz)} == {LIVE}


def test_neither_goes_on_while_the_other_has_faults(drafting: Drafting) -> None:
    made, quiz = lesson(drafting)
    quiz = filled(drafting, quiz, {"question.2.why": ""})
    refused(FAULTY, drafting.hand_in, made, "ann")
    quiz = filled(drafting, quiz, {"question.2.why": "夸他做到的那一处，他听得进去。"})
    made = handed_in(drafting, made)
    assert drafting.approve(made, "bea", None) is False
    broken = filled(drafting, quiz, {"sources": ""})
    assert drafting.drafts.move(broken, REVIEW)
    refused(FAULTY, drafting.approve, again(drafting, broken), "bea", None)
    assert drafting.overlay() == {}


def test_both_are_dropped_together(drafting: Drafting) -> None:
    made, quiz = lesson(drafting)
    drafting.drop(quiz, "ann")
    assert {again(drafting, d).state for d in (made, quiz)} == {DROPPED}
    begin_lesson(drafting, NEW, "bea", TODAY)


def test_a_story_has_a_teller_and_its_monday_is_free(drafting: Drafting) -> None:
    made = begin_lesson(drafting, NewLesson(**{**vars(NEW), "form": "story"}), "ann", TODAY)
    assert 'form = "story"\nteller = ""' in made.text
    days = {line for text in drafting.texts().values() for line in text.splitlines() if "published = " in line}
    own = next(line for line in made.text.splitlines() if line.startswith("published"))
    assert own in days
    assert free_monday(days, TODAY).isoformat() not in own
    assert free_monday((), TODAY) == datetime.date(2026, 11, 30)
    assert free_monday((), datetime.date(2026, 11, 30)) == datetime.date(2026, 12, 7)


@pytest.mark.parametrize(
    ("table", "given_"),
    [
        ("channel", {"id": "legal_help", "name": "县里的法律援助", "number": "0851-12345678"}),
        ("entry", {"name": "毕节市", "channel": "psych_12356"}),
        ("need", {"id": "night_school", "name": "夜校在哪里报名"}),
        ("withheld", {"id": "old_line", "name": "一个老号码", "number": "16888"}),
    ],
)
def test_an_entry_is_written_behind_the_last_and_cannot_be_published_as_it_is(
    table: str, given_: dict[str, str], drafting: Drafting
) -> None:
    draft = begin_entry(drafting, table, given_, "ann", TODAY)
    was = drafting.text(draft.file)
    assert draft.text.startswith(was.rstrip())
    added = tomllib.loads(draft.text)[table][-1]
    assert given_.items() <= {**added, "name": added.get("name") or added["title"]}.items()
    assert len(fields_of(draft.file, draft.text)) > len(fields_of(draft.file, was))
    assert "[sources]" in {f.parts[-1] for f in drafting.faults(draft.file, draft.text)}
    refused(FAULTY, drafting.hand_in, draft, "ann")
    refused(TAKEN, begin_entry, drafting, table, given_, "bea", TODAY)


def test_entries_join_one_draft_and_none_that_is_with_its_reader(drafting: Drafting) -> None:
    begin_entry(drafting, "need", {"id": "one", "name": "头一样"}, "ann", TODAY)
    draft = begin_entry(drafting, "need", {"id": "two", "name": "第二样"}, "bea", TODAY)
    assert draft.authors == ("ann", "bea")
    assert [row["id"] for row in tomllib.loads(draft.text)["need"]][-2:] == ["one", "two"]
    assert drafting.drafts.move(draft, REVIEW)
    refused(BUSY, begin_entry, drafting, "need", {"id": "three", "name": "第三样"}, "cy", TODAY)


@pytest.mark.parametrize(
    ("table", "given_", "reason"),
    [
        ("channel", {"id": "../x", "name": "号码"}, NAME),
        ("channel", {"id": "Police", "name": "号码"}, NAME),
        ("channel", {"id": "police_110", "name": "号码"}, TAKEN),
        ("channel", {"id": "x", "name": "报警"}, TITLE_TAKEN),
        ("channel", {"id": "x", "name": "号"}, TITLE_LENGTH),
        ("channel", {"id": "x", "name": "号码", "number": "call me"}, NUMBER),
        ("withheld", {"id": "x", "name": "号码"}, NUMBER),
        ("entry", {"name": "没有这个地方", "channel": "psych_12356"}, PLACE),
        ("entry", {"name": "鼓楼区", "channel": "psych_12356"}, PLACE),
        ("entry", {"name": "毕节市", "channel": "nothing"}, CHOICE),
        ("entry", {"name": "广东省", "channel": "youth_12355"}, TAKEN),
        ("protocol", {"id": "x", "name": "号码"}, CHOICE),
    ],
)
def test_entries_that_cannot_be(table: str, given_: dict[str, str], reason: str, drafting: Drafting) -> None:
    refused(reason, begin_entry, drafting, table, given_, "ann", TODAY)
    assert drafting.drafts.under_way() == []
