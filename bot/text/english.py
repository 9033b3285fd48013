"""English among what people write: told from pinyin, which looks like it and may be a cry for help."""

from __future__ import annotations

import re

from bot.text.normalise import normalise

# Two of these make a sentence English.
_ENGLISH = frozenset(
    "the my your his her is are am was not don't doesn't dont what how why who where when can could should would will "
    "please help child children kid kids son daughter baby father mother grandma grandpa school homework phone of and "
    "with for this that i i'm you he's she's they we it to do does have has want need feel sad kill die hurt".split()
)
_SYLLABLES = frozenset({"you", "can"})
"""Pinyin too (有, 惨): these alone say nothing."""
_WORD = re.compile(r"[a-z']+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def is_english(text: str) -> bool:
    """Whether it is an English sentence, and no pinyin."""
    clean = normalise(text)
    found = [word for word in _WORD.findall(clean) if word in _ENGLISH]
    return not _HAN.search(clean) and len(found) >= 2 and not _SYLLABLES.issuperset(found)
