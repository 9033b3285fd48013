"""Breaking lines: nothing too wide, nothing lost, no line begins or ends with the wrong mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.studio.lines import NOT_FIRST, NOT_LAST, break_lines, clean, measure
from tests.studio.panels import CHINESE, words

WIDTHS = st.integers(min_value=6, max_value=40).map(lambda halves: halves / 2)


@given(words(44), WIDTHS)
def test_no_line_is_wider_than_asked(text: str, width: float) -> None:
    assert all(measure(line) <= width for line in break_lines(text, width))


@given(words(44), WIDTHS)
def test_nothing_is_lost(text: str, width: float) -> None:
    assert "".join(break_lines(text, width)).replace(" ", "") == clean(text).replace(" ", "")


@given(
    st.lists(st.sampled_from([*CHINESE, "好。", "吗？", "，走", "（是）", "“嗯”", "……", "《书》"]), max_size=30), WIDTHS
)
def test_kinsoku(pieces: list[str], width: float) -> None:
    text = "家" + "".join(pieces).replace("，，", "，")
    lines = break_lines(text, max(width, 7))
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_even_lines_rather_than_a_lonely_character() -> None:
    assert [len(line) for line in break_lines("妈妈五月一号就回来了", 9)] == [6, 4]


@pytest.mark.parametrize(("text", "kept"), [("孩子三天没有接电话了", "没有"), ("我该怎么办才好呢你说", "怎么")])
def test_common_words_stay_whole(text: str, kept: str) -> None:
    for width in (6, 7, 8):
        assert any(kept in line for line in break_lines(text, width))


def test_numbers_and_latin_words_stay_whole() -> None:
    assert any("12345" in line for line in break_lines("打这个电话号码12345就行了", 6))


def test_spaces_do_not_hide_a_mark_that_may_not_begin_a_line() -> None:
    for width in range(3, 8):
        assert not any(line.startswith("。") for line in break_lines("妈妈我想你 。你好吗", width))
