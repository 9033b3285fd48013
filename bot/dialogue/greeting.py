"""A greeting by the time of day in China, and by who is greeted."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.content.catalogue import Catalogue
from bot.content.models import ROLES
from bot.people.call_times import BEIJING

_HOURS = ((5, "night"), (9, "early"), (11, "morning"), (13, "noon"), (18, "afternoon"), (22, "evening"), (24, "night"))
_PARTS = {"early": "day", "morning": "day", "noon": "day", "afternoon": "day"}


def part_of_day(now: float) -> str:
    """`early`, `morning`, `noon`, `afternoon`, `evening` or `night` by Beijing's clock."""
    hour = datetime.fromtimestamp(now, UTC).astimezone(BEIJING).hour
    return next(part for until, part in _HOURS if hour < until)


def greeting(role: str | None, now: float, catalogue: Catalogue) -> str:
    """The words: 晚上好，我在呢, and what fits this hour of somebody's day."""
    part, lines = part_of_day(now), catalogue.texts
    who = role if role in ROLES else "anybody"
    hello = lines.line("greet", part) + lines.line("talk", "greet")
    return hello + lines.line("greet", f"{who}_{_PARTS.get(part, part)}")
