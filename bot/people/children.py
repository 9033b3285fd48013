"""Several children of one person: what is known of each, by the name the person agreed to.

Pure. The profile's own fields are those of the child the talk is about; the others wait in `Profile.others`. So
whatever is fitted to a child follows the one who is meant, and nothing else needs to know that there are several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHILD = ("child_age_months", "grade", "caregiver", "child_sex")
"""Facts of a child, not of the person."""
MOST_CHILDREN = 6
SAME = 12
"""Months by which two ages may differ and still be one child's."""
SECONDS_A_MONTH = 30.44 * 86400
# The usual age in years in the first term of each grade: children start school at six (义务教育法 11).
_GRADE_YEARS = {"k": 3, "p": 6, "m": 12, "h": 15}


@dataclass(frozen=True)
class Child:
    """What is known of one child. `name`: what the person and we call it; empty for one without."""

    name: str = ""
    child_age_months: int | None = None
    grade: str | None = None
    caregiver: str | None = None
    child_sex: str | None = None
    told: float = 0.0
    """When age or grade was told, in seconds since 1970."""

    def months(self, now: float) -> int | None:
        """The age in months today."""
        return months_of(self.child_age_months, self.grade, self.told, now)

    @property
    def empty(self) -> bool:
        """Whether nothing is known."""
        return not self.name and all(getattr(self, key) is None for key in CHILD)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Child:
        """Read JSON's form; unknown keys are ignored."""
        return cls(**{k: v for k, v in data.items() if k in cls.__dataclass_fields__})


def months_of(age: int | None, grade: str | None, told: float, now: float) -> int | None:
    """An age in months today: as told and grown since, or what the grade lets expect."""
    grown = int(max(0.0, now - told) / SECONDS_A_MONTH)
    if age is not None:
        return age + grown
    if grade and grade[0] in _GRADE_YEARS and grade[1:].isdigit():
        return (_GRADE_YEARS[grade[0]] + int(grade[1:]) - 1) * 12 + 6 + grown
    return None


def could_be(child: Child, facts: Mapping[str, Any], now: float) -> bool:
    """Whether facts told may be this child's: no other sex, and no age that is another's."""
    sex, age = facts.get("child_sex"), months_of(facts.get("child_age_months"), facts.get("grade"), now, now)
    here = child.months(now)
    if sex and child.child_sex and sex != child.child_sex:
        return False
    return age is None or here is None or abs(age - here) < SAME + SAME * (facts.get("grade") is not None)
