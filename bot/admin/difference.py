"""Two texts beside each other, line by line. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

AROUND = 2
"""Lines shown around a change."""


@dataclass(frozen=True)
class Line:
    """A line and what became of it: `gone`, `come`, `same`, or `skip` for those left out."""

    what: str
    text: str


def difference(old: str, new: str) -> list[Line]:
    """What changed, with a little around it; empty when nothing did."""
    found: list[Line] = []
    matcher = difflib.SequenceMatcher(None, a := old.splitlines(), b := new.splitlines(), autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            found.append(Line("skip", "……"))
        for what, a1, a2, b1, b2 in group:
            if what == "equal":
                found += [Line("same", line) for line in a[a1:a2]]
                continue
            found += [Line("gone", line) for line in a[a1:a2]]
            found += [Line("come", line) for line in b[b1:b2]]
    return found
