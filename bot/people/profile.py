"""What a person has told of themself and of the child, and what follows from it for an answer.

Values are the contract's: `role`, `child_age_months`, `grade`, `caregiver`, `child_sex`, `place`; `shift` is one of
`call_times.SHIFTS`, asked for once. An age grows: it is kept with the day on which it was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.people.children import CHILD, MOST_CHILDREN, SECONDS_A_MONTH, Child, could_be, months_of

__all__ = ["FIELDS", "SECONDS_A_MONTH", "SURE", "UNTOLD", "Profile"]
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
    name: str | None = None
    """What the child of these facts is called, where the person has agreed to it."""
    others: tuple[Child, ...] = ()
    """The person's other children."""

    def months(self, now: float) -> int | None:
        """The child's age in months today: as told and grown since, or what the grade lets expect."""
        return months_of(self.child_age_months, self.grade, self.told, now)

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
        place named in passing: it may be where the factory is. `child` names the child the facts are of, `children`
        are children whose names were agreed to, `nameless` drops all names.
        """
        if facts.get("nameless"):
            return replace(self, name=None, others=())
        if facts.get("children"):
            profile = self
            for told in facts["children"]:
                profile = profile.with_child(told, now)
            return profile.told_more({k: v for k, v in facts.items() if k not in ("children", *CHILD)}, now)
        if "child" in facts:
            about = self.about(facts["child"])
            return about.told_more({k: v for k, v in facts.items() if k != "child"}, now)
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

    @property
    def child(self) -> Child:
        """The child the talk is about."""
        known = {key: getattr(self, key) for key in CHILD}
        return Child(name=self.name or "", told=self.told, **known)

    @property
    def children(self) -> tuple[Child, ...]:
        """All children of whom anything is known, the one the talk is about first."""
        return tuple(c for c in (self.child, *self.others) if not c.empty)

    @property
    def names(self) -> tuple[str, ...]:
        """What the children are called, as far as agreed."""
        return tuple(c.name for c in self.children if c.name)

    def about(self, name: object) -> Profile:
        """The same person, the talk about the child of that name (empty: the one without); unknown: as it is."""
        found = next((c for c in self.others if c.name == name), None)
        if found is None or (self.name or "") == name:
            return self
        others = tuple(c for c in self.others if c is not found)
        return self._of(found, others if self.child.empty else (*others, self.child))

    def about_nobody(self) -> Profile:
        """The same person, of no child in particular: where several are known and none of them is meant."""
        return self._of(Child(), self.children)

    def with_child(self, told: Mapping[str, Any], now: float) -> Profile:
        """The person with a child of an agreed name; facts told of it go to it. Names the one without a name where
        it can be this one.
        """
        name = str(told.get("name") or "")
        facts = {key: told[key] for key in CHILD if told.get(key) not in (None, "")}
        if name in self.names:
            return self.about(name).told_more(facts, now)
        if not name or len(self.children) >= MOST_CHILDREN:
            return self
        for nameless in (c for c in self.children if not c.name):
            if could_be(nameless, facts, now):
                return replace(self.about(""), name=name).told_more(facts, now)
        others = self.others if self.child.empty else (*self.others, self.child)
        return self._of(Child(name), others).told_more(facts, now)

    def _of(self, child: Child, others: tuple[Child, ...]) -> Profile:
        facts = {key: getattr(child, key) for key in CHILD}
        return replace(self, name=child.name or None, told=child.told, others=others, **facts)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Profile:
        """Read `as_dict`'s form; unknown keys are ignored so that releases may differ by one."""
        known = {k: v for k, v in (data or {}).items() if k in cls.__dataclass_fields__}
        return cls(**{**known, "others": tuple(Child.from_dict(c) for c in known.get("others") or ())})
