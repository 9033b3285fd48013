"""When a question comes back: whatever is answered in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.spacing import STEPS, Missed, answered, due

DAY0 = 739000
_event = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["1", "2"]), st.booleans(), st.integers(0, 9))
"""Quiz, question, whether right, days that go by before."""


def after(events: list[tuple[str, str, bool, int]]) -> tuple[tuple[Missed, ...], int]:
    missed: tuple[Missed, ...] = ()
    today = DAY0
    for quiz, question, right, days in events:
        today += days
        missed = answered(missed, quiz, question, right, today)
    return missed, today


def test_a_mistake_comes_back_after_one_three_and_seven_days_and_is_learnt() -> None:
    missed = answered((), "q", "k", False, DAY0)
    waits, today = [], DAY0
    while missed:
        waits.append(missed[0].day - today)
        today = missed[0].day
        assert due(missed, today - 1) == ()
        assert due(missed, today) == missed
        missed = answered(missed, "q", "k", True, today)
    assert tuple(waits) == STEPS == (1, 3, 7)


def test_right_before_it_is_due_is_only_reading() -> None:
    missed = answered((), "q", "k", False, DAY0)
    assert answered(missed, "q", "k", True, DAY0) == missed


def test_a_right_answer_to_something_never_missed_is_nothing_to_learn() -> None:
    assert answered((), "q", "k", True, DAY0) == ()


@settings(deadline=None)
@given(st.lists(_event, max_size=30))
def test_there_is_one_entry_a_question_and_it_is_never_due_today(events: list[tuple[str, str, bool, int]]) -> None:
    missed, today = after(events)
    assert len({(m.quiz, m.question) for m in missed}) == len(missed)
    for m in missed:
        assert 0 <= m.step < len(STEPS)
        assert m.day <= today + STEPS[m.step]
    if events:
        quiz, question, right, _ = events[-1]
        here = [m for m in missed if (m.quiz, m.question) == (quiz, question)]
        if not right:
            assert here == [Missed(quiz, question, 0, today + 1)], "a mistake begins anew, whenever it is made"
        else:
            assert all(m.day > today for m in here), "what was just answered is not asked again today"


@settings(deadline=None)
@given(st.lists(_event, max_size=20), _event)
def test_a_question_moves_no_other(events: list[tuple[str, str, bool, int]], last: tuple[str, str, bool, int]) -> None:
    before, today = after(events)
    quiz, question, right, days = last
    moved = answered(before, quiz, question, right, today + days)

    def others(missed: tuple[Missed, ...]) -> set[Missed]:
        return {m for m in missed if (m.quiz, m.question) != (quiz, question)}

    assert others(before) == others(moved)


@settings(deadline=None)
@given(st.lists(_event, max_size=20), st.integers(0, 30))
def test_three_times_right_when_asked_empties_the_list(events: list[tuple[str, str, bool, int]], late: int) -> None:
    missed, today = after(events)
    asked = 0
    while missed:
        today = max(today, min(m.day for m in missed)) + late
        for m in due(missed, today):
            missed = answered(missed, m.quiz, m.question, True, today)
            asked += 1
    assert asked <= 4 * len(STEPS)


@settings(deadline=None)
@given(st.lists(_event, max_size=30), st.integers(0, 40))
def test_what_is_due_is_sorted_by_how_long_it_waits(events: list[tuple[str, str, bool, int]], later: int) -> None:
    missed, today = after(events)
    found = due(missed, today + later)
    assert [m.day for m in found] == sorted(m.day for m in found)
    assert set(found) == {m for m in missed if m.day <= today + later}


@pytest.mark.parametrize("right", [True, False])
def test_long_overdue_counts_as_due(right: bool) -> None:
    missed = answered(answered((), "q", "k", False, DAY0), "q", "k", right, DAY0 + 400)
    assert missed[0].day == DAY0 + 400 + (3 if right else 1)
