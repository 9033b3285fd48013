"""What new content may be called: families of topics, the form of a name, titles. Pure but for the names of files."""

from __future__ import annotations

import re
from pathlib import Path

from bot.content.models import ROLES

FAMILIES: dict[str, tuple[str, ...]] = {
    "parent": ("parent",),
    "guardian": tuple(ROLES),
    "manager": ("manager",),
    "young": ("young_worker",),
}
"""With what the name of a topic begins, and for whom such a topic is written at first."""
LONGEST_NAME = 40
TITLE = (2, 14)
"""Characters of a title: it is an option of a list."""
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")
_TITLE = re.compile(r"^title = \"([^\"\\]*)\"[ \t]*$", re.M)


def is_name(word: str) -> bool:
    """Whether a word may be a name: what an option can lead to, and nothing that could be a path.

    >>> [is_name(word) for word in ("night_shift", "Night", "../x", "x_", "七", "")]
    [True, False, False, False, False, False]
    """
    return len(word) <= LONGEST_NAME and _WORD.fullmatch(word) is not None


def title_in(text: str) -> str:
    """The title that the text of a page, lesson or quiz gives itself; empty when it has none."""
    found = _TITLE.search(text)
    return found[1] if found else ""


def taught(data: Path) -> frozenset[str]:
    """Every intent there are training sentences for. What is not among them is understood from nobody's words."""
    return frozenset(path.stem for path in (data / "nlu").glob("*.yml"))
