"""「您现在安全吗」: asked of whoever writes on after a protocol, and how it is answered in somebody's own words."""

from __future__ import annotations

import re

from bot.content.catalogue import Catalogue
from bot.dialogue.labels import SAFE, UNSAFE
from bot.dialogue.reply import Option, Reply
from bot.text.normalise import normalise

LONGEST_ANSWER = 16
"""Characters of an answer to 「您现在安全吗」; anything longer is a message of its own."""
_UNSAFE = re.compile(
    r"(?:不|没|没有|唔|冇|未)(?:太|怎么|是很|得)?(?:安全|平安|脱险)|还没|不安全|危险|害怕|没有$|^不$|^没$"
)
_SAFE = re.compile(
    r"(?:我|俺|孩子|娃|他|她|人|我们|已经|现在|都|是的?|嗯|对|目前|暂时|挺|很)*"
    r"(?:(?:安全|平安|没事|冇事|脱险|找到)(?:了|啦|的|哒|哈|到家)*|嗯+|是的?|对的?)(?:,?(?:谢谢|多谢).{0,4})?[。.!~]*"
)


def are_you_safe(text: str, catalogue: Catalogue, *, again: bool = False) -> Reply:
    """Silence after a protocol: whatever comes next is first met by this question; `text` waits (empty: no words).

    `again`: it was asked already, and is asked in fewer words.
    """
    lines = catalogue.texts
    return Reply(
        lines.line("talk", "are_you_safe_again" if again else "are_you_safe"),
        (Option(lines.line("talk", "am_safe"), SAFE), Option(lines.line("talk", "not_safe"), UNSAFE)),
        hold=text,
    )


def is_safe(text: str) -> bool | None:
    """How 「您现在安全吗」 is answered in somebody's own words; None when it is not."""
    clean = normalise(text)
    if len(clean) > LONGEST_ANSWER:
        return None
    if _UNSAFE.search(clean):
        return False
    return True if _SAFE.fullmatch(clean) else None
