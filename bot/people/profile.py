"""What a person has told of themself and of the child, and what follows from it for an answer.

Values are the contract's: `role`, `child_age_months`, `grade`, `caregiver`, `child_sex`, `place`; `shift` is one of
`call_times.SHIFTS`, asked for once. An age grows: it is kept with the day on which it was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

SECONDS_A_MONTH = 30.44 * 86400
SURE, UNTOLD = "sure", "untold"
FIELDS = ("role", "child_age_months", "grade", "caregiver", "child_sex", "place", "home", "shift")
_BANDS = ((36, "0-3"), (72, "3-6"), (144, "6-12"), (216, "12-18"))
_CARERS = {
    "grandparents_paternal": "grandparents",
    "grandparents_maternal": "grandparents",
    "mother": "one_parent",
    "father": "one_parent",
    "relative": "relative",
    "school": "school",
    "nobody": "nobody",
}
# The usual age in years in the first term of each grade: children start school at six (义务教育法 11).
_GRADE_YEARS = {"k": 3, "p": 6, "m": 12, "h": 15}


@dataclass(frozen=True)
class Profile:
    """What is known of a person; None: not told."""

    role: str | None = None
    child_age_months: int | None = None
    grade: str | None = None
    caregiver: str | None = None
    child_sex: str | None = None
    place: str | None = None
    home: str | None = None
    """`sure`: `place` was said to be home, or confirmed. `untold`: asked for and not given. None: never asked."""
    shift: str | None = None
    told: float = 0.0
    """When age or grade was told, in seconds since 1970."""
    weekly: bool = False
    """Whether the person asked for the weekly lesson."""

    def months(self, now: float) -> int | None:
        """The child's age in months today: as told and grown since, or what the grade lets expect."""
        grown = int(max(0.0, now - self.told) / SECONDS_A_MONTH)
        if self.child_age_months is not None:
            return self.child_age_months + grown
        if self.grade and self.grade[0] in _GRADE_YEARS and self.grade[1:].isdigit():
            return (_GRADE_YEARS[self.grade[0]] + int(self.grade[1:]) - 1) * 12 + 6 + grown
        return None

    def age_band(self, now: float) -> str | None:
        """`0-3`, `3-6`, `6-12` or `12-18`; None when unknown or grown up."""
        months = self.months(now)
        return None if months is None else next((band for most, band in _BANDS if months < most), None)

    def call_band(self, now: float) -> str | None:
        """The age band a call is fitted to; who has grown up is talked to like the oldest. None when unknown."""
        band = self.age_band(now)
        return band if band is not None or self.months(now) is None else _BANDS[-1][1]

    def tags(self, now: float) -> frozenset[str]:
        """What content may be fitted to: role, age band, carer."""
        found = (self.role, self.age_band(now), _CARERS.get(self.caregiver or ""))
        return frozenset(tag for tag in found if tag)

    def told_more(self, facts: Mapping[str, Any], now: float) -> Profile:
        """The profile with new facts over the old; unknown keys and empty values change nothing.

        A new grade without an age outdates the age, and the other way round. A home that is sure is not changed by a
        place named in passing: it may be where the factory is.
        """
        news = {name: facts[name] for name in FIELDS if facts.get(name) not in (None, "")}
        if self.home == SURE and news.get("home") != SURE:
            news.pop("place", None)
            news.pop("home", None)
        if not news:
            return self
        if "grade" in news and "child_age_months" not in news:
            news["child_age_months"] = None
        if "child_age_months" in news and "grade" not in news:
            news["grade"] = None
        aged = bool({"grade", "child_age_months"} & news.keys())
        return replace(self, **news, told=now if aged else self.told)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Profile:
        """Read `as_dict`'s form; unknown keys are ignored so that releases may differ by one."""
        return cls(**{k: v for k, v in (data or {}).items() if k in cls.__dataclass_fields__})
