"""What somebody means who answers a numbered list: a digit, a letter, 第二个, ②, or the label, about as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.reply import Option
from bot.text.entities.choice import find_choice
from bot.text.near import bare
from bot.text.normalise import normalise
from bot.text.numbers import ENDS

ALIKE = 0.6
"""Share of character pairs from which a sentence counts as the label in somebody's own words."""
MOST = 99
"""Numbers above are no line of a list: 886 is goodbye, 12355 a telephone, 500 a sum."""
LONGER = 6
"""How many characters a sentence may have around a label it contains."""
_LAST = re.compile(r"(?:我|就|要|选|看)*(?:最后|最下面|末)(?:面|头|边)?(?:那|这|一)?(?:个|项|条)?" + ENDS)
_NOT = re.compile(r"不|没|冇|唔|莫|别|未")


@dataclass(frozen=True)
class OffList:
    """A number was meant, but the list has no such line."""

    number: int


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _likeness(said: str, label: str) -> float:
    """How far a sentence is the label, 0 to 1: containing it with little around, or made of the same pairs.

    A 不 or 没 that stands in one alone makes them different: 没找到 is not 找到了.
    """
    if len(label) < 3 or len(_NOT.findall(said)) != len(_NOT.findall(label)):
        return 0.0
    if label in said and len(said) <= len(label) + LONGER:
        return 1.0
    ours, theirs = _pairs(said), _pairs(label)
    return len(ours & theirs) / max(1, len(ours | theirs))


def choose(text: str, options: Sequence[Option]) -> Option | OffList | None:
    """The option a message picks from the list on screen.

    None when it does not answer the list at all: then it is an ordinary message. OffList when
    it names a line that is not there.
    """
    if not options:
        return None
    said = bare(text)
    for option in options:
        if said and said == bare(option.label):
            return option
    if _LAST.fullmatch(normalise(text)):
        return options[-1]
    number = find_choice(normalise(text))
    if number is not None and number <= MOST:
        return options[number - 1] if 1 <= number <= len(options) else OffList(number)
    alike = sorted(((_likeness(said, bare(o.label)), -n) for n, o in enumerate(options)), reverse=True)
    clear = len(alike) == 1 or alike[0][0] > alike[1][0]
    return options[-alike[0][1]] if alike[0][0] >= ALIKE and clear else None
