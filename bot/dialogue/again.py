"""A topic asked about once more in the same talk: said so in one line, and answered with what was not said yet."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from bot.content.catalogue import Catalogue
from bot.content.models import START, Page
from bot.dialogue.home.fit import HOTLINES, SERVICES
from bot.dialogue.pages import page_reply
from bot.dialogue.reply import Reply
from bot.dialogue.turn import Turn
from bot.text.near import bare

MORE, STILL = "more", "still"
IN_VAIN = re.compile(r"不听|没用|没得用|没有用|冇用|不管用|不行|不中|没效果|还是(?:那样|老样子|不|没)|试(?:过|了)")
"""「他还是不听」 after an answer wants another way, not the next small step."""
AS_OFTEN_AS_ASKED = frozenset({HOTLINES, SERVICES})
"""What to dial is said again in the same words: it must be at hand."""
SPEAKS_OF = 4.5
"""From how much shared a section speaks of the very thing asked: one pair of characters found in few sections."""
_MARKS = re.compile(r"\W+")


def again(turn: Turn, page: Page, catalogue: Catalogue) -> Reply | None:
    """The answer to words that ask what was answered lately; None when the page is new, or new for this child.

    Never the same words again: the section that speaks of what is asked, else `more` and `still`; when these were
    read too, the question where it sticks.
    """
    seen = turn.talk.seen_of(page.name, turn.now)
    if not turn.text or page.name in AS_OFTEN_AS_ASKED or page.section(START, turn.tags).name not in seen:
        return None
    in_vain = IN_VAIN.search(turn.text) is not None
    order = (STILL, MORE) if in_vain else (_speaks_of(turn.text, page, catalogue), MORE, STILL)
    for section in order:
        if section is not None and page.has(section) and page.section(section, turn.tags).name not in seen:
            shown = page_reply(page, section, turn.tags)
            line = catalogue.texts.line("talk", "again_still" if section == STILL else "again")
            return replace(shown, text=f"{line}\n\n{shown.text}")
    start = page_reply(page, START, turn.tags)
    return replace(start, text=catalogue.texts.line("talk", "again_all"))


def _speaks_of(text: str, page: Page, catalogue: Catalogue) -> str | None:
    """The section that shares most rare pairs of characters with the question, beyond what the start says."""
    rarity = _rarity(catalogue)
    asked = _pairs(bare(text)) - _pairs(page.sections[START].text)
    worth = {
        name: sum(rarity.get(pair, 0.0) for pair in asked & _pairs(_with_labels(page, name)))
        for name in page.sections
        if "@" not in name and name != START
    }
    best = max(worth, key=worth.__getitem__, default=None)
    return best if best is not None and worth[best] >= SPEAKS_OF else None


def _with_labels(page: Page, name: str) -> str:
    """A section with what the options that lead to it call it."""
    labels = {link.label for section in page.sections.values() for link in section.links if link.target == name}
    return "\n".join([page.sections[name].text, *sorted(labels)])


def _pairs(text: str) -> set[str]:
    return {"".join(pair) for part in _MARKS.split(text) for pair in pairwise(part)}


@lru_cache(maxsize=2)
def _rarity(catalogue: Catalogue) -> dict[str, float]:
    """How much a pair of characters says: the logarithm of sections over those that hold it."""
    texts = [_pairs(_with_labels(page, name)) for page in catalogue.pages.values() for name in page.sections]
    found = Counter(pair for pairs in texts for pair in pairs)
    return {pair: math.log(len(texts) / count) for pair, count in found.items()}
