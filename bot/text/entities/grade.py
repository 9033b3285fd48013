"""The school grade a message tells: k1–k3, p1–p6, m1–m3, h1–h3."""

from __future__ import annotations

import re

from bot.text.entities.entity import Entity
from bot.text.entities.numerals import number
from bot.text.entities.people import clause_start
from bot.text.entities.school_year import is_kindergarten, is_middle, is_primary

_N = r"[一二三1-3]"
_GRADES = re.compile(
    rf"(?P<kinder>幼儿园|幼儿班|幼稚园|幼儿)?(?:的|上|读|在|,)*(?P<k>[小中大])班(?!车|长|制|教学|额|课|台|化|次|组|"
    rf"人|主任)|(?P<pre>学前班)|"
    rf"(?P<school>小学|初中|中学|高中|职高|职中|中专|技校|大专|大学|卫校|职校)?(?:的|上|"
    rf"读)?(?<![一二三四五六七八九十\d][到至\-~])(?<![一二三四五六七八九十\d])(?P<g>[一二三四五六七八九1-9]) "
    rf"?年(?:级|纪|记|及|极|段)(?!组|主任|[到至]|长)|"
    rf"(?P<lower>小升初)|(?P<middle>初升高|(?:今年|马上|快)(?:就|要|就要)?(?:参加)?中考)|(?P<high>(?:今年|马上|"
    rf"快)(?:就|要|"
    rf"就要)?(?:参加)?高考)|"
    rf"(?<!最)(?<!当)(?<!从)(?<![一二三][到至])(?:初中?|"
    rf"中学|(?<=[升读念紧])中)(?P<m>{_N})(?:年级)?(?![年十\d、到至岁个次四五六七八九回句声步天号])|"
    rf"(?<![身提增最抬长垫拔更很太比个调])(?:职高|"
    rf"高中?)(?P<h>{_N})(?:年级)?(?![年十\d点些级头米截倍层厘公寸尺分档块万千百等度筹家岁个号步声次样楼]|下(?!学))|"
    rf"小(?P<p>[一二三四五六])(?![十点岁号些圈码个半轮阵子川时百姨叔哥弟姐妹金样步件部会月米层楼毛爷奶朵黑])|"
    rf"(?<![\d一二三四五六七八九十])(?P<y>[一二三四五六1-6])年(?:\(?[一二三四五六七八九十\d]{{1,2}}\)?)班"
)
_KINDER = {"小": "k1", "中": "k2", "大": "k3"}
_VOCATIONAL = frozenset(("职高", "职中", "中专", "技校", "卫校", "职校", "高中"))
_ONCE_LEFT = re.compile(
    r"(?:从|自从|(?<!才)能|可以|能不能|可不可以|要不要|该不该|几岁|多大|什么时候|啥时候|几时|去年|前年|以前|之前|"
    r"当年|那年|小时候|原来|等[他她娃]?|等到|[我俺额](?:当年|那时候?|以前|只|才|就|"
    r"是)?(?:读|念|上|读到|念到)?(?:了|完)?)(?:上|读|念|到|了)*$"
)
_ONCE_RIGHT = re.compile(r"(?:那年|的时候|时候|时(?!常)|以前|之前|开始|起(?!床)|就(?:辍学|没读|没念|出来))")
_ASKED = re.compile(r"(?:几|哪个|什么)年级")


def find_grade(text: str) -> list[Entity]:
    """The first `grade` of a child in a normalised text."""
    for found in _GRADES.finditer(text):
        value = _value(text, found)
        if value is None:
            continue
        left = text[max(clause_start(text, found.start()), found.start() - 10) : found.start()]
        if _ONCE_RIGHT.match(text, found.end()) or (_ONCE_LEFT.search(left) and not _now(text, found)):
            continue
        return [Entity("grade", value, found.start(), found.end())]
    return []


def _now(text: str, found: re.Match[str]) -> bool:
    """我上初二 is a pupil who writes; 我读到初二就出来了 is a worker's past."""
    return bool(re.search(r"[我俺额](?:今年|现在|才|还|刚|在|上|读|念)*$", text[: found.start()])) and not re.match(
        r".{0,6}(?:就|辍|没读|没念|毕业|出来|打工|进厂|不[念读])", text[found.end() :]
    )


def _value(text: str, found: re.Match[str]) -> str | None:
    if found["k"]:
        return _KINDER[found["k"]] if is_kindergarten(text, found) else None
    if found["pre"]:
        return "k3"
    if found["lower"] or found["middle"]:
        return "p6" if found["lower"] else "m3"
    if found["high"]:
        return "h3"
    if found["g"]:
        return _year_of(found["school"], int(number(found["g"])))
    if found["y"]:
        return f"p{int(number(found['y']))}"
    if found["m"]:
        return f"m{int(number(found['m']))}" if is_middle(text, found) else None
    if found["h"]:
        return f"h{int(number(found['h']))}"
    return f"p{int(number(found['p']))}" if is_primary(text, found) else None


def _year_of(school: str | None, year: int) -> str | None:
    if school in ("大专", "大学"):
        return None
    if school in _VOCATIONAL:
        return f"h{year}" if year <= 3 else None
    if school in ("初中", "中学") and year <= 3:
        return f"m{year}"
    return f"p{year}" if year <= 6 else f"m{year - 6}"
