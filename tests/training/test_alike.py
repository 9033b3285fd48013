"""Messages that ask the same come together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.training.alike import groups


def row(degrees: float) -> list[float]:
    return [float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))]


def test_alike_or_read_alike_and_less_alike() -> None:
    # cosines to the first: 0.99, 0.5, 0.5, 0.17
    vectors = np.array([row(0), row(8), row(60), row(-60), row(80)], dtype=np.float32)
    assert groups(vectors, ["a", "b", "a", "c", "a"]) == [[0, 1, 2], [3], [4]]


@given(st.lists(st.tuples(st.floats(0, 360), st.sampled_from("ab")), max_size=12))
def test_each_message_is_in_one_group(messages: list[tuple[float, str]]) -> None:
    vectors = np.array([row(d) for d, _ in messages], dtype=np.float32).reshape(-1, 2)
    found = groups(vectors, [read for _, read in messages])
    assert sorted(at for group in found for at in group) == list(range(len(messages)))
