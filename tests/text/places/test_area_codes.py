"""Area codes: of every province and city, shared ones named, unsure ones not guessed."""

from __future__ import annotations

import doctest
import re

import pytest

from bot.text.entities.gazetteer import gazetteer
from bot.text.places import area_codes
from bot.text.places.area_codes import TABLE, area_of
from bot.text.places.divisions import named

BOOK = gazetteer()
OUTSIDE = ("71", "81", "82")
"""台湾, 香港, 澳门 have country codes of their own."""
# One place a province, and what is dialled there; facts.md names 0851 and 0857.
KNOWN = {
    "北京市": "010", "天津市": "022", "河北衡水": "0318", "山西吕梁": "0358", "内蒙古赤峰": "0476",
    "辽宁铁岭": "024", "吉林四平": "0434", "黑龙江绥化": "0455", "上海市": "021", "江苏宿迁": "0527",
    "浙江舟山": "0580", "安徽阜阳临泉": "0558", "福建三明": "0598", "江西鹰潭": "0701", "山东菏泽": "0530",
    "河南信阳固始": "0376", "湖北恩施": "0718", "湖南邵阳隆回": "0739", "广东东莞": "0769", "广西来宾": "0772",
    "海南文昌": "0898", "重庆万州": "023", "四川凉山": "0834", "贵州毕节织金": "0857", "云南昭通镇雄": "0870",
    "西藏那曲": "0896", "陕西安康": "0915", "甘肃嘉峪关": "0937", "青海格尔木": "0979", "宁夏固原": "0954",
    "新疆喀什": "0998",
}  # fmt: skip


@pytest.mark.parametrize(("place", "code"), KNOWN.items())
def test_an_area_code_in_every_province(place: str, code: str) -> None:
    (division,) = named(place)
    assert area_of(division).code == code


def test_the_table_of_places_has_all_provinces() -> None:
    told = {named(place)[0][:2] for place in KNOWN}
    assert told == {c for c in BOOK.title if len(c) == 2} - set(OUTSIDE)


def test_every_city_has_exactly_one_code() -> None:
    cities = [c for c in BOOK.title if len(c) == 4 and c[:2] not in OUTSIDE]
    assert len(cities) > 330
    assert [BOOK.title[c] for c in cities if area_of(c).code is None] == []


def test_a_code_is_a_zero_and_two_or_three_digits() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    assert [line for line in lines if not re.fullmatch(r"\d{2,6}\t(0(10|2\d|[3-9]\d\d)(,0\d{3})*)?\t\S+", line)] == []
    assert [line for line in lines if BOOK.title[line.split("\t")[0]] != line.split("\t")[2]] == []


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        ("贵州遵义凤冈", "贵阳市 遵义市 安顺市"),
        ("辽宁抚顺", "沈阳市 抚顺市 本溪市 铁岭市"),
        ("湖北仙桃", "仙桃市 潜江市 天门市"),
        ("河南开封兰考", "郑州市 开封市"),
        ("贵州毕节", ""),
        ("海南三亚", ""),
    ],
)
def test_a_code_of_several_cities_names_them(place: str, shared: str) -> None:
    assert area_of(named(place)[0]).shared == tuple(shared.split())


@pytest.mark.parametrize("place", ["贵州", "新疆", "内蒙古", "广东"])
def test_a_province_of_many_codes_has_none(place: str) -> None:
    area = area_of(named(place)[0])
    assert area.code is None
    assert len(area.codes) > 5


@pytest.mark.parametrize("place", ["新疆乌苏", "新疆沙湾", "克拉玛依独山子", "长春公主岭", "新疆阿拉尔", "香港"])
def test_what_is_not_sure_is_not_guessed(place: str) -> None:
    assert area_of(named(place)[0]).codes == ()


def test_counties_with_a_code_of_their_own_are_named() -> None:
    assert area_of(named("青海海西")[0]).apart == ("格尔木市",)
    assert area_of(named("新疆塔城地区")[0]).apart == ("乌苏市", "沙湾市")
    assert area_of(named("新疆塔城市")[0]).apart == ()


def test_the_examples_hold() -> None:
    assert doctest.testmod(area_codes).failed == 0
