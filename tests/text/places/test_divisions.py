"""A stored place and a short answer to 「哪个县」 as codes: every one that may be meant, and none for anything else."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.entities.gazetteer import gazetteer
from bot.text.places import divisions
from bot.text.places.divisions import LONGEST_ANSWER, brief, named, path
from tests.text.entities.table import rows

BOOK = gazetteer()
# What is answered, and the places it may be.
ANSWERS = """
织金 = 贵州毕节织金县
大方 = 贵州毕节大方县
大方县猫场镇 = 贵州毕节大方县
我是织金的 = 贵州毕节织金县
在贵州毕节那边 = 贵州毕节市
老家是安徽阜阳临泉那边的 = 安徽阜阳临泉县
山东省市中区 = 山东济南市中区 山东枣庄市中区
吉林 = 吉林省
吉林市 = 吉林吉林市
海南 = 海南省
西安 = 陕西西安市
重庆开县 = 重庆开州区
朝阳 = 北京朝阳区 辽宁朝阳市 吉林长春朝阳区
鼓楼区 = 江苏南京鼓楼区 江苏徐州鼓楼区 福建福州鼓楼区 河南开封鼓楼区
福州的鼓楼 = 福建福州鼓楼区
永定区 = 福建龙岩永定区 湖南张家界永定区
通州 = 北京通州区 江苏南通通州区
湖南邵陽縣 = 湖南邵阳邵阳县
陕西乾县 = 陕西咸阳乾县
仙桃 = 湖北仙桃市
济源 = 河南济源市
内蒙赤峰 = 内蒙古赤峰市
石河子 = 新疆石河子市
你平和点说 =
和平一点 =
大方点说 =
我在东莞 =
我现在在东莞打工 =
不知道 =
没空 =
作业怎么办 =
安康不安康我哪知道 =
"""


@pytest.mark.parametrize(("text", "places"), rows(ANSWERS))
def test_what_an_answer_names(text: str, places: str) -> None:
    assert [brief(code) for code in named(text)] == places.split()


@pytest.mark.parametrize(
    ("answer", "asked", "place"),
    [
        ("福建的", "鼓楼区", "福建福州鼓楼区"),
        ("徐州", "鼓楼区", "江苏徐州鼓楼区"),
        ("辽宁", "朝阳", "辽宁朝阳市"),
        ("遵义凤冈", "贵州", "贵州遵义凤冈县"),
        ("贵阳", "贵州", "贵州贵阳市"),
    ],
)
def test_an_answer_narrows_what_was_asked_about(answer: str, asked: str, place: str) -> None:
    assert [brief(code) for code in named(answer, named(asked))] == [place]


def test_every_stored_place_is_read_back_as_itself() -> None:
    assert [path(code) for code in BOOK.title if named(path(code)) != (code,)] == []


def test_every_county_is_understood_below_its_city() -> None:
    counties = [code for code in BOOK.title if len(code) == 6 and code[:4] in BOOK.title]
    below = {code: BOOK.title[code[:4]] + BOOK.title[code] for code in counties}
    assert [text for code, text in below.items() if named(text) != (code,)] == []


def test_every_name_alone_is_understood() -> None:
    """None begins or ends with what is taken off an answer: 那曲 is no 那."""
    alone = {*BOOK.title.values(), *BOOK.short.values()}
    assert [name for name in sorted(alone) if not named(name)] == []


def test_names_alone_keep_every_place_they_may_be() -> None:
    """A name used twice among counties is never settled by us."""
    counties: dict[str, set[str]] = {}
    for code, name in BOOK.title.items():
        if len(code) == 6:
            counties.setdefault(name.replace("乾", "干"), set()).add(code)
    twice = {name: codes for name, codes in counties.items() if len(codes) > 1}
    assert len(twice) > 25
    assert {name: set(named(name)) for name in twice} == twice


@given(st.text(max_size=40))
def test_any_text_is_divisions_of_the_table_or_nothing(text: str) -> None:
    found = named(text)
    assert all(code in BOOK.title for code in found)
    if len(text) > LONGEST_ANSWER * 4:
        assert found == ()


def test_the_examples_hold() -> None:
    assert doctest.testmod(divisions).failed == 0
