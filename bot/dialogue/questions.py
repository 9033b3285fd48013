"""Two questions in one message: where it may be cut, and which two answers are worth giving together. Pure."""

from __future__ import annotations

import re

from bot.content.catalogue import Catalogue
from bot.dialogue.reply import Reply

SHORTEST = 5
"""Characters of a question that can stand alone."""
LONGEST = 220
"""A longer message tells a story; cut, it loses what it is about."""
SURE = 0.5
"""Confidence from which each of the two readings must be."""
OFFERED = 2
"""Options of each answer that stay in the common list."""
_ALSO = re.compile(
    r"[,，。.!！?？;；\s]*(?:还有(?!点|些|一点)|另外|再问(?:一下|个)?|还想问|顺便|对了|第二个?(?:问题|是)?[,，:：])"
    r"[,，:：\s]*"
)
_END = re.compile(r"[?？]+\s*")
_ASKS = re.compile(
    r"[?？]|怎么|咋|怎样|吗|嘛|呢|啥|什么|多少|能不能|要不要|可不可以|该不该|行不行|如何|哪|几|点(?:样|算)|为什么|办"
)


def two_questions(text: str) -> tuple[str, str] | None:
    """The two questions of a message, or None: cut at a word that adds one (还有, 另外 …), or between two that ask.

    >>> two_questions("娃不写作业怎么办？另外他老玩手机咋整")
    ('娃不写作业怎么办', '他老玩手机咋整')
    >>> two_questions("娃三岁了，还有点咳嗽，怎么办")
    """
    if len(text) > LONGEST:
        return None
    for cut, both_ask in ((_ALSO, False), (_END, True)):
        parts = [part.strip(" ,，。;；") for part in cut.split(text)]
        parts = [part for part in parts if len(part) >= SHORTEST]
        if len(parts) == 2 and all(_ASKS.search(part) for part in parts[0 if both_ask else 1 :]):
            return parts[0], parts[1]
    return None


def worth_both(first: Reply, second: Reply, catalogue: Catalogue) -> bool:
    """Whether both readings are sure, of pages, and of different ones."""
    pages = {reply.page for reply in (first, second) if reply.page in catalogue.pages}
    sure = all(reply.confidence >= SURE for reply in (first, second))
    return sure and len(pages) == 2 and not (first.ask or second.ask)
