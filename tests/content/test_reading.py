"""What cannot be read with six years of school is named with its place; what people say every day is not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import DATA
from bot.content.reading.check import LONGEST_SENTENCE, length, passage_faults, reading_faults
from bot.content.reading.make_known import derive
from bot.content.reading.passages import Passage
from bot.content.reading.vocabulary import KNOWN, cutter, is_han, load_vocabulary
from bot.errors import ContentError

VOCABULARY = load_vocabulary(DATA)


def faults_of(text: str, kind: str = "topic", options: str = "") -> list[str]:
    return list(passage_faults(Passage(kind, "topics/x.md", "[## start]", text, options), VOCABULARY))


def test_our_texts_can_be_read() -> None:
    assert reading_faults(DATA) == []


@pytest.mark.parametrize(
    "text",
    [
        "娃不肯接电话，先讲您自己今天的一件小事。",
        "把碗洗干净，掰开馒头，攒够钱就回。",
        "咋办？打110，说清你在哪里。",
        "他在派出所，监护人是法律上管孩子的人。",
        "（未成年人保护法18条）",
        "",
    ],
)
def test_what_people_say_is_no_fault(text: str) -> None:
    assert faults_of(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("爸妈要履行责任。", "bookish word 履行; say 做到"),
        ("请尽快回家。", "bookish word 尽快"),
        ("他心里很踌躇。", "rare character 踌躇"),
        ("他觉得怅惘。", "rare character"),
        ("办理羁押手续。", "rare character 羁"),
        ("他们缔约了。", "rare word: 缔约"),
    ],
)
def test_a_hard_word_is_named(text: str, fault: str) -> None:
    assert any(f.startswith("topics/x.md [## start] ") and fault in f for f in faults_of(text))


def test_options_are_read_too() -> None:
    assert any("尽快" in fault for fault in faults_of("好。", options="尽快回家"))


CLAUSE = "先讲您自己的事，"


@pytest.mark.parametrize("kind", sorted(LONGEST_SENTENCE))
def test_a_sentence_may_be_as_long_as_the_limit_and_no_longer(kind: str) -> None:
    limit = LONGEST_SENTENCE[kind]
    fits = CLAUSE * 9
    while length(fits) > limit:
        fits = fits[:-1]
    assert length(fits) == limit
    assert not faults_of(fits + "。", kind)
    assert any(f"{limit + 1} characters between stops" in f for f in faults_of(fits + "好。", kind))


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("周日和节假日晚上八点到九点给孩子玩", True),
        ("周日和节假日，晚上八点到九点给孩子玩", False),
        ("他打来12345678901234567890了", False),
    ],
)
def test_a_stretch_without_a_comma_is_named(text: str, long: bool) -> None:
    assert any("without a comma" in fault for fault in faults_of(text)) is long


@given(st.text(alphabet="娃好吃，。！（）“” 0123abc①\n", max_size=60))
def test_length_counts_what_is_read(text: str) -> None:
    han = sum(is_han(c) for c in text)
    runs = len(re.findall(r"[0-9A-Za-z.%]+", text))
    assert han <= length(text) <= han + runs + text.count("①")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "rules"))
    return tmp_path / "data"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "place", "old"),
    [
        ("topics/parent_phone_gaming.md", "[## start]", "离得远，"),
        ("protocols/report_neglect.md", "[## start]", "① "),
        ("plans/phone_games.toml", "[day 3]", "找一件"),
        ("scenes/night_shift_call.toml", "[turn 2]", "夜班前"),
        ("lessons/manager_first_talk.md", "[## 1]", "老陈！"),
        ("quizzes/young_not_alone.toml", "[question 4]", "你十七岁"),
    ],
)
def test_every_kind_of_file_is_read(copy: Path, file: str, place: str, old: str) -> None:
    change(copy / file, old, "履行，" + old)
    assert any(f.startswith(f"{file} {place} bookish word 履行") for f in reading_faults(copy))


def test_a_term_must_be_explained_on_its_page(copy: Path) -> None:
    page = copy / "topics" / "guardian_revoke.md"
    change(page, "是法律上管孩子的人", "大家都懂")
    assert any(f.startswith("topics/guardian_revoke.md 监护人 is explained nowhere") for f in reading_faults(copy))


def test_an_option_that_leads_to_the_explanation_needs_none(copy: Path) -> None:
    page = copy / "topics" / "parent_phone_gaming.md"
    change(page, "* 看别的 => menu", "* 谁是监护人 => guardian_who\n* 看别的 => menu")
    assert reading_faults(copy) == []


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("[everyday]\n[plain]\n", "[terms] is missing"),
        ('[everyday]\n[terms]\n"监护人" = "管娃的"\n[plain]\n', "[terms.监护人] a list"),
        ("[everyday]\nhome = 3\n[terms]\n[plain]\n", "[everyday.home] a text"),
        ('[everyday]\n[terms]\n[plain]\n"履行" = ""\n', "[plain.履行] a text"),
        ("[everyday]\n[terms]\n[plain]\n[rare]\n", "[rare] unknown table"),
        ("everyday = 3\nterms = 3\nplain = 3\n", "[everyday] a table"),
        ("[everyday\n", "reading.toml: "),
    ],
)
def test_a_broken_hand_list_is_refused(copy: Path, written: str, fault: str) -> None:
    (copy / "reading.toml").write_text(written, encoding="utf-8")
    with pytest.raises(ContentError, match=r"reading\.toml") as refused:
        load_vocabulary(copy)
    assert fault in str(refused.value)
    assert fault in "\n".join(reading_faults(copy))


def test_the_hand_list_says_nothing_twice() -> None:
    everyday = set(VOCABULARY.words) - set(KNOWN.read_text(encoding="utf-8").splitlines())
    assert not everyday & VOCABULARY.plain.keys()
    assert not VOCABULARY.terms.keys() & VOCABULARY.plain.keys()


def test_a_bookish_word_is_found_in_a_sentence() -> None:
    """A word that the cutter does not know whole would never be found."""
    assert [w for w in VOCABULARY.plain if list(cutter().cut(w, HMM=False)) != [w]] == []


def test_what_we_say_instead_is_plain() -> None:
    told = "\n".join(VOCABULARY.plain.values())
    assert faults_of(told) == []
    explained = "\n".join(words for told in VOCABULARY.terms.values() for words in told)
    assert faults_of(explained) == []


def test_the_written_list_is_the_derived_one() -> None:
    _, characters, alone, *words = KNOWN.read_text(encoding="utf-8").splitlines()
    found = derive(DATA)
    assert 3000 <= len(characters) < 4000
    # New training sentences may teach a word or two; a list far from its sources is to be written anew.
    for written, derived in ((characters, found.characters), (alone, found.alone), (words, found.words)):
        assert len(set(written) ^ derived) <= 0.1 * len(derived)
