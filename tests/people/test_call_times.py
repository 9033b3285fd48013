"""When to call: shift against school day and bedtime, week and weekend."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.models import AGES
from bot.people.call_times import (
    BEIJING,
    FREE,
    MOST,
    SHIFTS,
    call_times,
    check_at,
    child_windows,
    day_of,
    is_clock,
    is_weekend,
    moment_of,
    planning_day,
    reaches,
    spoken,
)

WEEK, END = False, True
every = pytest.mark.parametrize(
    ("shift", "band", "weekend"), [(s, b, w) for s in SHIFTS for b in AGES for w in (WEEK, END)]
)


@pytest.mark.parametrize(
    ("shift", "band", "weekend", "clocks"),
    [
        # a day shift: on the way home, after overtime, in the dinner break; at weekends the noon break reaches children
        ("day", "6-12", WEEK, ("18:30", "20:30", "17:30")),
        ("day", "6-12", END, ("18:30", "20:30", "12:30")),
        ("day", "12-18", WEEK, ("18:30", "20:30", "17:30")),
        ("day", "3-6", WEEK, ("18:30", "17:30", "19:30")),  # nothing after overtime: they are in bed
        ("day", "0-3", WEEK, ("18:30", "12:10", "17:30")),  # at home at noon on every day
        # a night shift: after getting up, when school is out; the way home reaches who needs not go to school
        ("night", "6-12", WEEK, ("17:00", "18:00", "19:00")),
        ("night", "6-12", END, ("16:00", "17:00", "18:00")),
        ("night", "3-6", END, ("16:00", "09:00", "17:00")),
        ("night", "0-3", WEEK, ("16:00", "08:30", "17:00")),
        ("night", "12-18", WEEK, ("17:30", "18:30")),
        # both weeks alike: the one meal that falls after school and before work
        ("rotating", "6-12", WEEK, ("17:30",)),
        ("rotating", "12-18", END, ("17:30",)),
    ],
)
def test_the_clocks_offered(shift: str, band: str, weekend: bool, clocks: tuple[str, ...]) -> None:
    assert call_times(shift, band, weekend) == clocks


@every
def test_one_to_three_clocks_at_which_both_are_free(shift: str, band: str, weekend: bool) -> None:
    clocks = call_times(shift, band, weekend)
    assert 1 <= len(clocks) <= MOST
    assert len(set(clocks)) == len(clocks)
    for clock in clocks:
        assert is_clock(clock)
        assert reaches(clock, band, weekend)
        assert any(begin <= clock < end for begin, end in FREE[shift]), "the parent is off work"


@every
def test_a_clock_of_the_school_week_holds_at_weekends_too(shift: str, band: str, weekend: bool) -> None:
    assert all(reaches(clock, band, END) for clock in call_times(shift, band, WEEK))


@pytest.mark.parametrize(
    ("band", "weekend", "clock", "free"),
    [
        ("6-12", WEEK, "10:00", False),  # at school
        ("6-12", END, "10:00", True),
        ("6-12", WEEK, "16:20", False),  # on the way home
        ("6-12", WEEK, "20:30", True),
        ("6-12", WEEK, "21:10", False),  # primary pupils are in bed by 21:20
        ("12-18", WEEK, "21:10", True),
        ("3-6", WEEK, "20:10", False),
        ("0-3", WEEK, "09:00", True),
        ("0-3", WEEK, "13:30", False),  # asleep
    ],
)
def test_when_a_child_can_be_reached(band: str, weekend: bool, clock: str, free: bool) -> None:
    assert reaches(clock, band, weekend) is free


def test_older_children_stay_up_longer() -> None:
    ends = [child_windows(band, WEEK)[-1][1] for band in AGES]
    assert ends == sorted(ends)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING).timestamp()


@pytest.mark.parametrize(
    ("now", "day", "weekend"),
    [
        ("2026-03-06T11:00", date(2026, 3, 6), WEEK),  # Friday morning: today
        ("2026-03-06T13:00", date(2026, 3, 7), END),  # Friday afternoon: Saturday
        ("2026-03-08T09:00", date(2026, 3, 8), END),
        ("2026-03-08T20:00", date(2026, 3, 9), WEEK),  # Sunday evening: Monday
    ],
)
def test_suggestions_are_for_today_or_tomorrow(now: str, day: date, weekend: bool) -> None:
    assert planning_day(at(now)) == day
    assert is_weekend(day) is weekend


@pytest.mark.parametrize(
    ("shift", "call", "check"),
    [
        ("day", "2026-03-06T18:30", "2026-03-07T07:00"),
        ("night", "2026-03-06T17:00", "2026-03-07T15:00"),  # not while they sleep
        ("rotating", "2026-03-06T17:30", "2026-03-07T12:00"),
        ("", "2026-03-06T17:30", "2026-03-07T12:00"),
    ],
)
def test_it_is_asked_about_the_next_day(shift: str, call: str, check: str) -> None:
    assert check_at(at(call), shift) == at(check)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times())
def test_a_clock_on_a_day_is_on_that_day(day: date, time: object) -> None:
    clock = f"{time:%H:%M}"
    moment = moment_of(day, clock)
    assert day_of(moment) == day
    assert day_of(moment + timedelta(days=1).total_seconds()) == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("clock", "words"),
    [("18:30", "晚上6:30"), ("17:00", "下午5:00"), ("12:10", "中午12:10"), ("08:30", "早上8:30"),
     ("10:00", "上午10:00"), ("00:10", "半夜0:10")],
)  # fmt: skip
def test_a_clock_in_words(clock: str, words: str) -> None:
    assert spoken(clock) == words
