"""No group under five is shown, and none can be computed from those that are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.wall import LEAST, cell, wall


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"a": 10, "b": 7}, {"a": 10, "b": 7}),
        ({"a": 10, "b": 4, "c": 7}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 3, "c": 3}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 1, "c": 1, "d": 6}, {"a": 10, "b": None, "c": None, "d": None}),
        ({"a": 4}, {"a": None}),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}),
        ({}, {}),
    ],
)
def test_the_wall(groups: dict[str, int], shown: dict[str, int | None]) -> None:
    assert wall(groups) == shown


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30)))
def test_nothing_small_is_shown_nor_left_over(groups: dict[str, int]) -> None:
    shown = wall(groups)
    assert all(count is None or count == 0 or count >= LEAST for count in shown.values())
    assert all(count is None or count == groups[name] for name, count in shown.items())
    hidden = [groups[name] for name, count in shown.items() if count is None]
    if hidden and any(count for count in shown.values() if count):
        assert len(hidden) >= 2
        assert sum(hidden) >= LEAST


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_formula_in_a_cell(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell("作业=难") == "作业=难"
    assert cell(None) == ""
