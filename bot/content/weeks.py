"""Which lesson is the lesson of a week, for ever: new ones as they come out, and between them all in turn."""

from __future__ import annotations

import datetime
from functools import lru_cache

_WEEK = datetime.timedelta(days=7)


@lru_cache(maxsize=64)
def lesson_of_week(lessons: tuple[tuple[str, str], ...], monday: datetime.date) -> str | None:
    """The name of the lesson in the week that begins on `monday`, of lessons as (day of publication, name).

    What came out since the Monday before, else what was shown longest ago: of two that never were, the older one.
    None before the first is out. The weeks are gone through from the first on, so that nobody has to remember them.
    """
    ordered = sorted(lessons)
    if not ordered:
        return None
    week = _first_monday(ordered[0][0])
    shown: dict[str, datetime.date] = {}
    name = None
    while week <= monday:
        out = [(day, one) for day, one in ordered if day <= week.isoformat()]
        fresh = [one for day, one in out if day > (week - _WEEK).isoformat()]
        name = fresh[-1] if fresh else min((one for _, one in out), key=lambda x: shown.get(x, datetime.date.min))
        shown[name] = week
        week += _WEEK
    return name


def _first_monday(day: str) -> datetime.date:
    """The Monday on which what is published on a day (ISO) is out."""
    first = datetime.date.fromisoformat(day)
    return first + datetime.timedelta(days=-first.weekday() % 7)
