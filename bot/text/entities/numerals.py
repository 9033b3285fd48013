"""Small numbers as people write them: 3, 十二, 两, 1.5, and pairs that mean "about" (五六, 十二三, 7-8)."""

from __future__ import annotations

import re

_ONES = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN = "一二两三四五六七八九"
_SEP = r"[、\-~到至或]"
NOT_AFTER_NUMBER = rf"(?<![\d.:/{_HAN}零〇十百千几第])"
"""Stands before a number: not the tail of a longer one, nor 第三."""
NUMBER = rf"(?:\d{{1,2}}(?:\.5)?|[{_HAN}]?十[{_HAN}]?|[{_HAN}俩仨])"
PAIR = (
    rf"(?:十?[{_HAN}][、,\-~]?[{_HAN}]|十[{_HAN}]{_SEP}十[{_HAN}]|[{_HAN}]{_SEP}[{_HAN}]|"
    rf"\d{{1,2}}{_SEP}\d{{1,2}}|\d,\d(?=\s?岁))"
)


def number(text: str) -> float:
    """A number up to 99 in digits or Chinese characters. Raises ValueError for anything else.

    >>> number("十二"), number("两"), number("1.5")
    (12, 2, 1.5)
    """
    if text[0] in "0123456789":
        return float(text) if "." in text else int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_ONES[tens] if tens else 1) * 10 + (_ONES[ones] if ones else 0)
    try:
        return _ONES[text]
    except KeyError as err:
        raise ValueError(text) from err


def pair(text: str) -> float | None:
    """The mean of two neighbouring numbers, None when they are a range and no guess: 五六 5.5, 3-6 None.

    >>> pair("五六"), pair("十二三"), pair("7-8"), pair("3到6")
    (5.5, 12.5, 7.5, None)
    """
    if len(text) < 4 and text.strip("十、,-~" + _HAN) == "":
        high = 10 if text[0] == "十" else 0
        first, second = (_ONES[c] for c in text if c in _ONES)
        low, top = high + first, high + second
    else:
        parts = [p for p in re.split(r"[^\d十一二两三四五六七八九]+", text) if p]
        low, top = int(number(parts[0])), int(number(parts[1]))
    return (low + top) / 2 if 0 < top - low <= 2 and (top - low == 1 or len(text) == 2) else None


def year(text: str) -> int | None:
    """The digits of a year, two or four, in either script: 15, 零七, 二零一五."""
    digits = "".join(str(_ONES.get(c, 0 if c == "〇" else c)) for c in text)
    return int(digits) if digits.isdigit() and len(digits) in (2, 4) else None
