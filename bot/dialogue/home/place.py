"""Where home is, as far as that is certain, and how its numbers are dialled from far away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.directory import Channel
from bot.content.models import Texts
from bot.people.profile import SURE, Profile
from bot.text.entities.place import rate_place
from bot.text.normalise import normalise
from bot.text.places.area_codes import Area, area_of
from bot.text.places.divisions import named

LONGEST_ALONE = 24
_ALONE = re.compile(
    r"(?!@)(?:[我俺]们?|咱们?|额|娃儿?|孩子)?(?:的)?(?:老家|家里?|屋[里头企]|户口|籍贯)?[,，]?(?:就|都)?(?:是|在|喺|系|:|：)*@"
    r"(?:的|人|那边|这边|农村|乡下|下面|县城|老家)*[呢呀啊哦嘞嘛的,.!~。！]*"
)
"""@: the place."""
NOT_THEIRS = frozenset({"manager"})
"""Roles whose own home is not the child's: a manager asks for a worker, so nothing of it is kept."""


@dataclass(frozen=True)
class Home:
    """A division somebody is at home in."""

    division: str

    @property
    def area(self) -> Area:
        """Its area codes."""
        return area_of(self.division)


def home_of(profile: Profile) -> Home | None:
    """The home of somebody who said so or confirmed it, when it is one place with one area code."""
    if profile.home != SURE or not profile.place or profile.role in NOT_THEIRS:
        return None
    codes = named(profile.place)
    home = Home(codes[0]) if len(codes) == 1 else None
    return home if home is not None and home.area.code else None


def said_home(text: str) -> str | None:
    """The place a message speaks of as home (老家在…, 孩子在…), not as where somebody works."""
    rated = rate_place(normalise(text)) if text else None
    return str(rated[1].value) if rated and rated[0] > 0 else None


def home_alone(text: str, profile: Profile) -> str | None:
    """The person's home where a message says that and nothing else: 老家毕节."""
    clean = normalise(text)
    rated = rate_place(clean) if len(clean) <= LONGEST_ALONE and profile.role not in NOT_THEIRS else None
    if rated is None or rated[0] <= 0:
        return None
    alone = _ALONE.fullmatch(clean[: rated[1].start] + "@" + clean[rated[1].end :])
    return str(rated[1].value) if alone else None


def with_home(facts: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The facts of a message, with the mark that its place is home where it says so."""
    told = dict(facts)
    if told.get("place") and (place := said_home(text)) is not None:
        told |= {"place": place, "home": SURE}
    return told


def dialled(channel: Channel, home: Home | None, texts: Texts) -> str:
    """The number as it is dialled from far away: 0857110; 老家区号加110 while the code is not known."""
    if channel.dial != "home":
        return channel.number
    code = home.area.code if home is not None else None
    return f"{code}{channel.number}" if code else texts.line("home", "unknown_number", number=channel.number)
