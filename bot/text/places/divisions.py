"""Which division of China is meant by a stored place or by a short answer to 「哪个县」, and what it is called."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.entities.gazetteer import gazetteer
from bot.text.normalise import normalise

LONGEST_ANSWER = 30
"""Characters of an answer to 「哪个县」; anything longer is a message of its own."""
_LEAD = re.compile(
    r"(?:(?:我|俺|咱)们?(?!在|现在|人在)|嗯+|哦|噢|老家|家里?(?=在|是)|籍贯|户口|孩子|娃儿?|[他她]|就|是|在|的|那个|"
    r"[,。.:;!、 ])+"
)
_TAIL = re.compile(
    r"(?:的|人|那边|那里|这边|那儿|老家|乡下|农村|山里|下面|吧|呢|啊|哦|呀|嘛|哈|咯|嘞|谢谢|[,。.:;!~、 ])+$"
)
_BETWEEN = re.compile(r"(?:的|那边|下面|地区|[,、 ])*")
_BORDER = re.compile(r"[省市县区州旗盟](?!场|面|民|长)")
_VILLAGE = re.compile(r"[\u4e00-\u9fff\d]{1,9}(?:镇|乡|村|组|街道|社区|屯|寨|坝|湾|庄|苏木|嘎查).{0,8}")


def named(written: str, within: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The codes of the divisions that a stored place, or the whole of a short answer, may mean; none: no place.

    `within`: only those in, or around, one of these: the answer to 「哪个省的鼓楼区」.

    >>> named("贵州省毕节市织金县"), named("大方的"), named("朝阳"), named("没空")
    (('520524',), ('520521',), ('110105', '2113', '220104'), ())
    """
    clean = normalise(written)
    if clean in _paths() and not within:
        return (_paths()[clean],)
    if len(clean) > LONGEST_ANSWER:
        return ()
    lead = _LEAD.match(clean)
    clean = clean[lead.end() :] if lead else clean
    found = _chain(clean) or _chain(_TAIL.sub("", clean))  # 德令哈 ends in no 哈
    return _fitting(found, within) if within else found


def title(code: str) -> str:
    """织金县."""
    return gazetteer().title[code]


def path(code: str) -> str:
    """贵州省毕节市织金县: the form in which a place is stored."""
    return gazetteer().path(code)


def around(code: str) -> str:
    """贵州毕节: what lies around it in short, empty for a province."""
    short = gazetteer().short
    return "".join(short[code[:size]] for size in (2, 4) if size < len(code) and code[:size] in short)


def city(written: str | None) -> str | None:
    """The city of a stored place, or its province where that is all that is sure; None when it may be several.

    >>> city("贵州省毕节市织金县"), city("北京市朝阳区"), city("朝阳")
    ('贵州省毕节市', '北京市', None)
    """
    codes = named(written) if written else ()
    known = gazetteer().title
    cities = {code[:4] if code[:4] in known else code[:2] for code in codes}
    return path(cities.pop()) if len(cities) == 1 else None


def near(code: str) -> str:
    """毕节织金县: short and still clear to somebody from there."""
    short = gazetteer().short
    return (short[code[:4]] if len(code) > 4 and code[:4] in short else "") + title(code)


def brief(code: str) -> str:
    """贵州毕节织金县: short enough for an option."""
    return around(code) + title(code)


def _chain(text: str, at: int = 0, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """贵州 … 毕节 … 织金县, perhaps with a village behind; nothing when anything else is said.

    Longest names first, and back again where that leads nowhere: 济南|市中区 is no 济南市|中区.
    """
    book = gazetteer()
    if at == len(text):
        return codes
    for size in book.lengths.get(text[at : at + 2], ()):
        name = text[at : at + size]
        if name not in book.names:
            continue
        own = book.names[name].codes
        inner = tuple(c for c in own if any(_inside(c, o) for o in codes)) if codes else tuple(book.greatest(name, own))
        end = at + size
        if name not in book.title.values() and _BORDER.match(text[end:]) and inner:
            found = _after(text, end + 1, _fitting_border(inner, name + text[end]))
            if found:
                return found
        if inner and (found := _after(text, end, inner)):
            return found
    return codes if _VILLAGE.fullmatch(text, at) else ()


def _after(text: str, at: int, codes: tuple[str, ...]) -> tuple[str, ...]:
    between = _BETWEEN.match(text, at)
    return _chain(text, between.end() if between else at, _outermost(codes))


def _fitting_border(codes: tuple[str, ...], full: str) -> tuple[str, ...]:
    """吉林市 is no province: the border word narrows what a short name may be."""
    book = gazetteer()
    exact = set(book.names[full].codes if full in book.names else ())
    return tuple(c for c in codes if c in exact) or codes


def _inside(code: str, other: str) -> bool:
    return code != other and code.startswith(other)


def _outermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that lie inside another: 朝阳县 is in 朝阳市, whose name it shares."""
    return tuple(sorted(c for c in codes if not any(_inside(c, o) for o in codes)))


def _fitting(codes: tuple[str, ...], within: tuple[str, ...]) -> tuple[str, ...]:
    fits = {c for c in codes for o in within if c.startswith(o)} | {o for c in codes for o in within if _inside(o, c)}
    return _outermost(tuple(fits))


@lru_cache(maxsize=1)
def _paths() -> dict[str, str]:
    book = gazetteer()
    return {normalise(book.path(code)): code for code in book.title}
