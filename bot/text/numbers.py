"""A number somebody answers a list with: digits, Chinese numerals, letters, circled figures."""

from __future__ import annotations

import re

from bot.text.normalise import normalise

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
ENDS = r"(?:那|这)?(?:个|项|条|号|样)?(?:吧|呀|啊|哈|咯|嘛|呗|了|的|嘞)*[\s。.!,?~、]*"
_NUMBER = re.compile(
    r"(?:我|俺)?(?:就|要|想|选|点|按|回|回复|看|答案是|是|问的是|来|那)*\s*(?:第)?\s*"
    r"([0-9]{1,3}|[一二两三四五六七八九十]|[a-h])" + ENDS
)


def choice_number(text: str) -> int | None:
    """The 1-based number a whole message names, or None: 「2」「第二个」「选B」「②」「两」 are all 2.

    >>> choice_number("就第二个吧"), choice_number("3岁"), choice_number("选b")
    (2, None, 2)
    """
    found = _NUMBER.fullmatch(normalise(text))
    if found is None:
        return None
    token = found[1]
    if token.isdigit():
        return int(token)
    return _DIGITS.get(token) or ord(token) - ord("a") + 1
