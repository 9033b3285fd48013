"""Files as fields and back: what is not touched stays byte for byte, what is touched is read back as itself."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import DATA
from bot.content.fields import fields_of, fill, tidy
from bot.content.overlay import files, read
from bot.errors import ContentError

FILES = files()


@pytest.mark.parametrize("file", FILES)
def test_nothing_moves_while_nothing_is_changed(file: str) -> None:
    text = read(file)
    fields = fields_of(file, text)
    assert len(fields) >= 5
    assert len({field.key for field in fields}) == len(fields)
    assert fill(file, text, {field.key: field.value.replace("\n", "\r\n") for field in fields}) == text


@pytest.mark.parametrize("file", FILES)
def test_one_field_changes_its_own_lines_alone(file: str) -> None:
    text = read(file)
    field = fields_of(file, text)[0]
    changed = fill(file, text, {field.key: "换了"})
    again = {f.key: f.value for f in fields_of(file, changed)}
    assert again == {f.key: f.value for f in fields_of(file, text)} | {field.key: "换了"}
    assert sum(a != b for a, b in zip(text.splitlines(), changed.splitlines(), strict=True)) == 1


@settings(deadline=None)
@given(typed=st.text(max_size=80))
def test_whatever_is_typed_is_read_back(typed: str) -> None:
    file, text = "quizzes/body_facts.toml", read("quizzes/body_facts.toml")
    changed = fill(file, text, {"question.1.why": typed, "question.2.choices": typed})
    raw = tomllib.loads(changed)
    assert raw["question"][0]["why"] == tidy(typed, many=False)
    assert raw["question"][1]["choices"] == [x.strip() for x in tidy(typed).splitlines() if x.strip()]
    assert raw["question"][2:] == tomllib.loads(text)["question"][2:]


@settings(deadline=None)
@given(typed=st.text(max_size=80))
def test_no_section_grows_out_of_words(typed: str) -> None:
    file, text = "topics/parent_homework.md", read("topics/parent_homework.md")
    try:
        changed = fill(file, text, {"start": typed})
    except ContentError:
        return
    assert {f.group for f in fields_of(file, changed)} == {f.group for f in fields_of(file, text)}


def test_options_leads_and_lines() -> None:
    topic = read("topics/parent_homework.md")
    changed = fill("topics/parent_homework.md", topic, {"start *": "老磨蹭 => more\n* 看别的 => menu"})
    assert "* 老磨蹭 => more\n* 看别的 => menu\n\n## start@3-6" in changed
    needs = read("directory/needs.toml")
    changed = fill(
        "directory/needs.toml", needs, {"need.1.leads": "有危险 => need:danger", "need.1.lines": "=> 先坐下。"}
    )
    first = tomllib.loads(changed)["need"][0]
    assert first["leads"] == [["有危险", "need:danger"]]
    assert first["lines"] == [{"text": "先坐下。"}]


@pytest.mark.parametrize(
    ("file", "key", "typed"),
    [
        ("directory/national.toml", "channel.1.checked", "昨天"),
        ("quizzes/body_facts.toml", "question.1.right", "二"),
        ("directory/needs.toml", "need.1.leads", "没有箭头"),
        ("topics/parent_homework.md", "start", "好\n## more\n坏"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(file: str, key: str, typed: str) -> None:
    with pytest.raises(ContentError):
        fill(file, read(file), {key: typed})


def test_a_file_is_one_that_may_be_edited() -> None:
    for wrong in ("../.env", "nlu/greet.yml", "topics/../../x.md", "topics/a.py", "texts.toml", "/etc/passwd"):
        assert read(wrong) == "", wrong
    assert (DATA / FILES[0]).is_file()


def test_a_section_that_was_emptied_is_filled_again_before_the_next_heading() -> None:
    text = '+++\ntitle = "x"\n+++\n\n## text\nWords.\n\n## do\nMore.\n'
    for words in ("", "Other words.", "", "And others."):
        text = fill("lessons/x.md", text, {"text": words})
        assert [f.key for f in fields_of("lessons/x.md", text)] == ["title", "text", "do"]
    assert "And others.\n" in text
    assert "\n## do\nMore.\n" in text
