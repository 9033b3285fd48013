"""The lesson of the week: new ones when they come out, then all of them in turn, years ahead."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.models import ROLES
from bot.content.weeks import lesson_of_week

OURS = load_catalogue()
MONDAY = date(2026, 1, 5)
WEEK = timedelta(days=7)


def weeks(first: date, count: int) -> list[date]:
    return [first + n * WEEK for n in range(count)]


@pytest.mark.parametrize("role", [*ROLES, None])
def test_ours_go_on_for_years_and_never_twice_in_a_row(role: str | None) -> None:
    mine = OURS.lessons_for(role)
    shown = [OURS.lesson_of_week(role, day) for day in weeks(date(2027, 1, 4), 520)]
    assert None not in shown
    assert all(a is not b for a, b in pairwise(shown))
    assert {x.name for x in shown if x} == {x.name for x in mine}
    often = Counter(x.name for x in shown if x)
    assert max(often.values()) - min(often.values()) <= 1, "each as often as every other"


@pytest.mark.parametrize("role", [*ROLES, None])
def test_one_is_of_the_week_from_monday_to_sunday(role: str | None) -> None:
    for monday in weeks(date(2026, 12, 14), 60):
        assert len({id(OURS.lesson_of_week(role, monday + timedelta(days=n))) for n in range(7)}) == 1


def test_what_comes_out_is_shown_in_its_week() -> None:
    for lesson in OURS.lessons.values():
        for role in lesson.audience:
            assert OURS.lesson_of_week(role, date.fromisoformat(lesson.published)) is lesson
    assert OURS.lesson_of_week("parent", date(2026, 1, 1)) is None


@given(
    st.lists(st.integers(0, 70).map(lambda n: (MONDAY + timedelta(days=n)).isoformat()), min_size=1, max_size=8),
    st.integers(0, 60),
)
def test_any_course(days: list[str], number: int) -> None:
    lessons = tuple((day, f"l{n}") for n, day in enumerate(days))
    seen = [lesson_of_week(lessons, monday) for monday in weeks(MONDAY, number)]
    for monday, name in zip(weeks(MONDAY, number), seen, strict=True):
        out = {one for day, one in lessons if day <= monday.isoformat()}
        fresh = {one for day, one in lessons if (monday - WEEK).isoformat() < day <= monday.isoformat()}
        assert (name in (fresh or out)) if out else name is None
    for a, b, monday in zip(seen, seen[1:], weeks(MONDAY, number), strict=False):
        if a == b is not None:
            assert sum(day <= (monday + WEEK).isoformat() for day, _ in lessons) == 1
    for day in range(len(seen) - 2 * len(lessons)):  # once all are out, none is forgotten
        if weeks(MONDAY, number)[day].isoformat() > max(days):
            assert {*seen[day : day + 2 * len(lessons)]} == {one for _, one in lessons}


def test_none_where_there_is_none() -> None:
    assert lesson_of_week((), MONDAY) is None
