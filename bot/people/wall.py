"""The wall between people and statistics: no group under five is shown, nor can be computed from what is. Pure."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5


def wall(groups: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """Numbers of people by group; None where nothing may be said.

    Where a sum is known, one hidden group could be had by subtraction: then the smallest of the others is hidden too,
    until what is hidden together is `least` or more. Empty groups say nothing of anybody and may be shown.
    """
    hidden = {name for name, count in groups.items() if 0 < count < least}
    others = sorted((count, name) for name, count in groups.items() if count >= least)
    while hidden and others and (len(hidden) < 2 or sum(groups[name] for name in hidden) < least):
        hidden.add(others.pop(0)[1])
    return {name: None if name in hidden else count for name, count in groups.items()}


def part(some: int, whole: int, least: int = LEAST) -> int | None:
    """So many of a whole that is shown; None where they, or the rest that subtraction would give, are a small group."""
    return None if 0 < some < least or 0 < whole - some < least else some


def coarse(count: int, least: int = LEAST) -> int | None:
    """For somebody who may know the people: a number rounded down to a multiple of `least`, None below.

    Of two such numbers no difference names one person: not between pages, nor between yesterday and today.
    """
    return count - count % least or None


def cell(value: object) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
