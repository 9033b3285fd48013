"""The child's age in months: the first age of a child in a message that is meant as today's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.entities.age_context import ADVERBS, AT_WORK, Age, judged, size_of, works
from bot.text.entities.baby import find_months, find_small
from bot.text.entities.entity import Entity
from bot.text.entities.numerals import NOT_AFTER_NUMBER, NUMBER, PAIR, number
from bot.text.entities.people import CHILD

GROWN_UP = 18 * 12
_YEARS = re.compile(
    rf"{NOT_AFTER_NUMBER}(?:(?P<pair>{PAIR})|(?P<n>{NUMBER}))\s?周?岁(?![数月])(?P<half>半)?多?"
    rf"(?:[零又]?(?P<m>{NUMBER})个?(?:多)?月(?!前|后|没|不|里|来|才|见|以|的时))?"
)
_BARE = re.compile(
    rf"(?:(?P<whose>{CHILD}|(?<!我)(?:姐姐|哥哥)|(?<![\u4e00-\u9fff])[他她]|我家|"
    rf"俺家)(?:(?=[今现目已都才也刚满快虚实年差不只马周]){ADVERBS}){{0,4}}|"
    rf"(?:^|[,。!? ])(?:(?=[今现都才已虚刚年岁快马]){ADVERBS}){{1,3}})\s?"
    rf"(?:(?P<pair>{PAIR})|(?P<n>\d{{1,2}}|十[一二三四五六七八九]?|[三四五六七八九]))"
    r"(?=(?:了|啦|咯|咧|嘞|喽|哈|哦|的时候)?(?:$|[,。.!?; ~…、])|了[,。!?; ]?\S{0,3}|"
    r"[弟妹小老大]的?[弟妹二三\d一二三四五六七八九])"
)
_ALONE = re.compile(rf"(?:^|[,。!?; ])(?:(?P<pair>十?{PAIR})|(?P<n>1[0-7]|十[一二三四五六七]))了(?=$|[,。!?; ])")
_TO_GO = re.compile(
    rf"差(?:(?P<m>{NUMBER})个月|(?P<half>半岁|半年))(?:就|才)?(?:满|到|够)(?P<n>1\d|\d|十[一二三四五六七八]?|"
    rf"[三四五六七八九])(?![\d岁个十])"
)
_SAYINGS = re.compile(
    r"三岁看[大小老]|七岁看老|三岁定|[七八]岁狗|七岁八岁|三岁(?:的)?(?:小孩|娃|孩子)(?:儿)?(?:都|也)(?:知道|懂|会|"
    r"晓得)"
)


def find_age(text: str) -> list[Age]:
    """Every age of a child in a normalised text, in order."""
    found = [*_years(text), *find_small(text), *_bare(text)]
    if "月" in text:
        taken = [(a.start, a.end) for a in found]
        found += [m for m in find_months(text) if not any(s <= m.start < e for s, e in taken)]
    return sorted((a for a in found if 0 <= a.months < GROWN_UP), key=lambda a: a.start)


def pick_age(ages: list[Age], text: str) -> list[Entity]:
    """The age to keep: of several children the first; an age said to be today's before one that is not."""
    ages = sorted(ages, key=lambda a: a.start)
    if not ages:
        return []
    best = ages[0]
    if not best.now and not re.search(r"大的|小的|老[大二三]|[大二小]宝|姐|哥|弟|妹|两个|俩|仨|三个", text):
        best = next((a for a in ages if a.now), best)
    return [Entity("child_age_months", int(best.months), best.start, best.end)]


def _years(text: str) -> Iterator[Age]:
    for found in _YEARS.finditer(text):
        years = size_of(found)
        if years >= 19 or _SAYINGS.search(text[max(0, found.start() - 3) : found.end() + 6]):
            continue
        months = years * 12 + (6 if found["half"] else 0) + (number(found["m"]) if found["m"] else 0)
        yield from judged(text, found.start(), found.end(), months, years)


def _bare(text: str) -> Iterator[Age]:
    """Ages without 岁: 儿子今年9, 老大14小的8, 13了."""
    for found in (*_BARE.finditer(text), *_ALONE.finditer(text)):
        years = size_of(found)
        left = text[max(0, found.start() - 2) : found.start()]
        whose = found.groupdict().get("whose")
        if years >= 18 or years < 1 or (not whose and re.search(r"[我俺额]|工", text[: found.start()][-3:])):
            continue
        if whose and (AT_WORK.search(text[max(0, found.start() - 6) : found.start()]) or re.search(r"[第有]$", left)):
            continue
        if not whose and years > 13 and works(text):
            continue
        said = found[0]
        start = found.start() + (said[0] in ",。!? ")
        months = (
            years * 12.0 - (12 if "虚" in said or "毛岁" in said else 0) - (2 if "快" in said or "马上" in said else 0)
        )
        yield Age(start, found.end(), months, "今年" in said or "现在" in said)
    for found in _TO_GO.finditer(text):
        months = number(found["n"]) * 12 - (6 if found["half"] else number(found["m"]))
        yield Age(found.start(), found.end(), months, True)
