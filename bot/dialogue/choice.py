"""What somebody means who answers a numbered list: a digit, a letter, 第二个, ②, or the label itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.reply import Option
from bot.text.normalise import normalise
from bot.text.numbers import ENDS, choice_number

_LAST = re.compile(r"(?:我|就|要|选|看)*(?:最后|最下面|末)(?:面|头|边)?(?:那|这|一)?(?:个|项|条)?" + ENDS)
_PUNCTUATION = re.compile(r"[\s\W_]+")


@dataclass(frozen=True)
class OffList:
    """A number was meant, but the list has no such line."""

    number: int


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", normalise(text))


def choose(text: str, options: Sequence[Option]) -> Option | OffList | None:
    """The option a message picks from the list on screen.

    None when it does not answer the list at all: then it is an ordinary message. OffList when
    it names a line that is not there.
    """
    if not options:
        return None
    bare = _bare(text)
    for option in options:
        if bare and bare == _bare(option.label):
            return option
    if _LAST.fullmatch(normalise(text)):
        return options[-1]
    number = choice_number(text)
    if number is None:
        return None
    return options[number - 1] if 1 <= number <= len(options) else OffList(number)
