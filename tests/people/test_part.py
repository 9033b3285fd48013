"""A part of a whole, and rounded numbers: what subtraction can give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.wall import LEAST, coarse, part

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("some", "whole", "shown"),
    [(0, 0, 0), (0, 9, 0), (9, 9, 9), (4, 20, None), (5, 20, 5), (16, 20, None), (15, 20, 15), (1, 1, None)],
)
def test_part(some: int, whole: int, shown: int | None) -> None:
    assert part(some, whole) == shown


@given(COUNTS, COUNTS)
def test_no_small_group_can_be_had_from_a_part(some: int, rest: int) -> None:
    shown = part(some, some + rest)
    assert shown is None or not (0 < shown < LEAST or 0 < some + rest - shown < LEAST)


@given(COUNTS, COUNTS)
def test_a_difference_of_rounded_numbers_is_no_small_group(one: int, other: int) -> None:
    difference = (coarse(one) or 0) - (coarse(other) or 0)
    assert difference % LEAST == 0
    assert coarse(one) is None or coarse(one) >= LEAST
