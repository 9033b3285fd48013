"""Whose danger it is, where the words leave it open and the talk does not.

「她说不想活了」 reads like a mother's words of her child. From a line manager who has spoken of nobody but workers it
is a worker's, and the child's protocol would first ask whose child it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.safety.detector import Disclosure
from bot.text.normalise import normalise

CHILDS, GROWN_UPS = "report_child_self_harm", "report_own_suicide"
_CHILD = re.compile(
    r"孩|娃|崽|儿子|女儿|闺女|丫头|宝宝|宝贝|孙|侄|外甥|弟弟|妹妹|老大|老二|老三|学生|上学|放学|学校|老师|同学"
    r"|(?:小|中|高|大)学|初[一二三中]|高[一二三中]|[一二三四五六七八九]年级|幼儿园|未成年|(?<![\d一二三四五六七八九十])(?:\d|1[0-5]|十[一二三四五]?)岁"
)


def whose(found: Disclosure, text: str, before: Sequence[str], role: str | None) -> Disclosure:
    """The disclosure with the kind that fits who writes: of a manager who has said nothing of a child, a grown-up's."""
    if role != "manager" or found.kind != CHILDS:
        return found
    if any(_CHILD.search(normalise(said)) for said in (*before, text)):
        return found
    return replace(found, kind=GROWN_UPS)
