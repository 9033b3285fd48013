"""Why a sending of the weekly lesson went as it did, in words; its row keeps a short code."""

from __future__ import annotations

import re

from bot.store.mailings import NO_LESSON

WITHDRAWN = "这一课撤下了"
_WORDS = (
    (NO_LESSON, f"{WITHDRAWN}，所以没有发。换一课，再排一次"),
    ("unreachable", "微信没有连上，过一会儿再试"),
    ("one by one", "一封一封发的"),
    (r"one by one: (\d+) mass sends this month", "这个月的 {} 次群发用完了，一封一封发的"),
    (r"(-?\d+)", "微信没有收，它的错误号是 {}"),
)


def why_so(reason: str | None) -> str:
    """The sentence for a reason; empty for none, and as it stands for one of another time."""
    for pattern, words in _WORDS:
        if (found := re.fullmatch(pattern, reason or "")) is not None:
            return words.format(*found.groups())
    return reason or ""
