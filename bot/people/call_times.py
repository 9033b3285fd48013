"""When to call: the hours a shift leaves to a parent, laid over those school and bed leave to a child.

Pure. Clocks are texts such as `19:30`; moments are seconds since 1970; everybody concerned lives by
Beijing time, which has no summer time. The hours are a starting point, not a fact about one factory: the
person picks or names another.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

SHIFTS = ("day", "night", "rotating")
"""白班, 夜班, 两班倒."""
BEIJING = timezone(timedelta(hours=8))
"""China has one clock and no summer time."""
MOST = 3
SHORTEST = 15
"""Minutes that must be left of a window for a call to begin in it."""
WIND_DOWN = 30
"""Minutes before bedtime in which nothing exciting should ring."""
_NOON = 12
_SPACING = 60

Windows = tuple[tuple[str, str], ...]

# Bedtimes of pupils are the ministry's latest ones (教基厅函〔2021〕11号: primary 21:20, junior 22:00).
BEDTIME = {"0-3": "20:00", "3-6": "20:30", "6-12": "21:20", "12-18": "22:00"}
# From when a child is at home and has eaten something: kindergarten and school end between 16 and 17 h.
HOME_FROM = {"3-6": "17:00", "6-12": "17:00", "12-18": "17:30"}
_MORNING = {
    "0-3": ("08:30", "12:30"),
    "3-6": ("09:00", "12:30"),
    "6-12": ("09:30", "12:50"),
    "12-18": ("10:00", "12:50"),
}
_AFTERNOON = "15:00"

# A day shift leaves dinner time free where there is no overtime, and what comes after overtime; its noon break
# reaches children who are at home. A night shift leaves the way home and the time from getting up to going to work.
FREE: dict[str, Windows] = {
    "day": (("18:30", "20:00"), ("20:10", "22:00"), ("12:10", "12:50"), ("17:20", "18:00")),
    "night": (("16:00", "19:20"), ("08:20", "09:30")),
    # Both weeks alike: the meal before overtime on day weeks, before work on night weeks.
    "rotating": (("17:20", "18:00"),),
}
# The hour at which a check-in may come up the next day without waking anybody after a night at work.
_CHECK_HOUR = {"day": 7, "night": 15, "rotating": 12}


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def is_clock(value: object) -> bool:
    """Whether it is a clock as we keep it: 19:30."""
    return isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None


def child_windows(band: str, weekend: bool) -> Windows:
    """When a child of this age is awake, at home and not being put to bed."""
    end = _clock(_minutes(BEDTIME[band]) - WIND_DOWN)
    if weekend or band not in HOME_FROM:  # the smallest have no school day
        return (_MORNING[band], (_AFTERNOON, end))
    return ((HOME_FROM[band], end),)


def call_times(shift: str, band: str, weekend: bool) -> tuple[str, ...]:
    """One to three clocks at which the parent is off work and the child can be reached, best first."""
    starts = []
    for free_from, free_to in FREE[shift]:
        for home_from, home_to in child_windows(band, weekend):
            begin = max(_minutes(free_from), _minutes(home_from))
            end = min(_minutes(free_to), _minutes(home_to))
            starts.append([*range(_half_hour(begin, end), end - SHORTEST + 1, _SPACING)])
    # First one from each window, so that somebody on overtime finds a time too; then the second ones.
    found = [window[n] for n in range(max(map(len, starts))) for window in starts if len(window) > n]
    return tuple(_clock(start) for start in found[:MOST])


def _half_hour(begin: int, end: int) -> int:
    """A round time is easier to keep, where the window is long enough for one."""
    round_one = -(-begin // 30) * 30
    return round_one if round_one + SHORTEST <= end else begin


def reaches(clock: str, band: str, weekend: bool) -> bool:
    """Whether a child of this age can be reached at this clock."""
    at = _minutes(clock)
    return any(_minutes(a) <= at <= _minutes(b) - SHORTEST for a, b in child_windows(band, weekend))


def day_of(moment: float) -> date:
    """The day in China."""
    return datetime.fromtimestamp(moment, UTC).astimezone(BEIJING).date()


def is_weekend(day: date) -> bool:
    """Saturday or Sunday; days moved by a public holiday are not known here."""
    return day.weekday() >= 5


def moment_of(day: date, clock: str) -> float:
    """A clock on a day as a moment."""
    at = _minutes(clock)
    return datetime(day.year, day.month, day.day, at // 60, at % 60, tzinfo=BEIJING).timestamp()


def planning_day(now: float) -> date:
    """The day suggestions are made for: today in the morning, from noon on tomorrow."""
    today = day_of(now)
    hour = datetime.fromtimestamp(now, UTC).astimezone(BEIJING).hour
    return today if hour < _NOON else today + timedelta(days=1)


def check_at(call_at: float, shift: str) -> float:
    """From when on the next day we may ask how the call went."""
    return moment_of(day_of(call_at) + timedelta(days=1), f"{_CHECK_HOUR.get(shift, _NOON):02d}:00")


def spoken(clock: str) -> str:
    """A clock as people say it: 晚上7:30."""
    at = _minutes(clock)
    part = next(name for until, name in _PARTS if at < until)
    hours = at // 60
    return f"{part}{hours - 12 if hours > 12 else hours}:{at % 60:02d}"


_PARTS = (
    (5 * 60, "半夜"),
    (9 * 60, "早上"),
    (11 * 60 + 30, "上午"),
    (13 * 60 + 30, "中午"),
    (18 * 60, "下午"),
    (24 * 60, "晚上"),
)
