"""Answering a numbered list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.choice import OffList, choose
from bot.dialogue.reply import Option
from bot.dialogue.words import as_words

LIST = (Option("我是孩子爸妈", "/a"), Option("我是线长、管理", "/b"), Option("看别的", "/c"))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "/a"),
        ("②", "/b"),
        ("选C", "/c"),
        ("我是线长、管理", "/b"),
        ("我是线长管理", "/b"),
        ("我是線長、管理 ", "/b"),
        ("看别的。", "/c"),
        ("最后一个", "/c"),
    ],
)
def test_a_choice(text: str, payload: str) -> None:
    picked = choose(text, LIST)
    assert isinstance(picked, Option)
    assert picked.payload == payload


@pytest.mark.parametrize("text", ["4", "0", "第九个", "选H"])
def test_off_the_list(text: str) -> None:
    assert isinstance(choose(text, LIST), OffList)


@pytest.mark.parametrize("text", ["孩子不见了", "3岁", "我是线长，组里有人哭", "", "。"])
def test_no_choice_at_all(text: str) -> None:
    assert choose(text, LIST) is None


def test_without_a_list_nothing_is_chosen() -> None:
    assert choose("1", ()) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("你好", "你好"),
        ("/restart", "／restart"),
        ("  /a ", "／a"),
        ("1/2", "1/2"),
        ("/:rose谢谢", "谢谢"),
        ("/:rose[微笑]", ""),
    ],
)
def test_words_are_never_a_command(text: str, words: str) -> None:
    assert as_words(text) == words


@given(st.text(max_size=40))
def test_any_text_is_settled(text: str) -> None:
    picked = choose(text, LIST)
    assert picked is None or isinstance(picked, OffList) or picked in LIST


STEPS = [
    Option("已经报警了", "/a"),
    Option("电话打不通", "/b"),
    Option("有人打电话要钱", "/c"),
    Option("孩子找到了", "/d"),
]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("我已经报警了", "/a"),
        ("已经报警了啊", "/a"),
        ("有人打电话来要钱", "/c"),
        ("孩子找到了！", "/d"),
        ("谢谢 孩子找到了", "/d"),
        ("还没报警", None),
        ("孩子还没找到", None),
        ("孩子老玩手机怎么管", None),
        ("电话打得通", None),
        ("已经报警了可是他又回来打孩子了怎么办", None),
    ],
)
def test_a_label_in_own_words(text: str, payload: str | None) -> None:
    found = choose(text, STEPS)
    assert (found.payload if isinstance(found, Option) else found) == payload
