"""Sparse rows: of length one, blind to what was never seen, the same once stored."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents.grams import Grams, Shape
from bot.text.normalise import normalise

SHAPE = Shape("characters", 1, 3)
GRAMS = Grams.fit(SHAPE, ["孩子不听话", "孩子不写作业", "孩子玩手机", "我不知道说什么"])


@given(st.text(alphabet="孩子不听话手机作业x ", max_size=30))
def test_a_row_has_length_one_or_nothing(text: str) -> None:
    row = GRAMS.row(normalise(text))
    assert row.shape == (1, len(GRAMS.places))
    assert row.data.dtype == np.float32
    length = float(np.linalg.norm(row.data))
    assert row.nnz == 0 or length == pytest.approx(1, abs=1e-5)
    assert row.has_sorted_indices


def test_what_stands_in_one_sentence_alone_does_not_count() -> None:
    assert "孩子" in GRAMS.places
    assert "手机" not in GRAMS.places


def test_rare_grams_weigh_more() -> None:
    rarity = {gram: GRAMS.rarity[place] for gram, place in GRAMS.places.items()}
    assert rarity["不"] < rarity["孩子不"]


def test_stored_and_read_it_is_the_same() -> None:
    again = Grams.from_arrays(SHAPE, GRAMS.arrays())
    row, other = GRAMS.row("孩子不听话"), again.row("孩子不听话")
    assert (row != other).nnz == 0


@pytest.mark.parametrize(
    ("view", "same"), [("sounds", ("孩子在学校", "孩子再学校")), ("characters", ("孩 子", "孩子"))]
)
def test_views_are_blind_to_what_they_should_be(view: str, same: tuple[str, str]) -> None:
    shape = Shape(view, 1, 3)
    assert shape.grams(same[0]) == shape.grams(same[1])
