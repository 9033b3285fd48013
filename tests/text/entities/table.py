"""Cases as people write them, one a line: the message, then ` = ` and what it tells; nothing after it: a trap."""

from __future__ import annotations

import datetime

from bot.text.entities import extract

NOW = datetime.date(2026, 9, 1)


def rows(block: str) -> list[tuple[str, str]]:
    """Message and value of every line of a table."""
    lines = [line for line in block.strip("\n").splitlines() if line]
    return [(text, value.strip()) for text, _, value in (line.rpartition(" =") for line in lines)]


def told(name: str, text: str) -> str:
    """The value of one entity as text, empty when there is none."""
    return next((str(e.value) for e in extract(text, NOW) if e.name == name), "")
