"""Cheap fingerprints must still tell contents apart, and be equal for equal contents."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix

from bot.nlu.parts import Row, Word

SHORT = st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=4, max_size=4)


def row(numbers: list[float], view: str = "characters", *, sparse: bool = True) -> Row:
    dense = np.array([numbers], dtype=np.float32)
    return Row(csr_matrix(dense) if sparse else dense, FEATURE_TYPE_SENTENCE, TEXT, view)


@given(SHORT, SHORT, st.booleans())
def test_rows_are_equal_exactly_when_their_numbers_are(one: list[float], other: list[float], sparse: bool) -> None:
    first, second = row(one, sparse=sparse).fingerprint(), row(other, sparse=sparse).fingerprint()
    assert (first == second) == (one == other)


def test_a_row_of_another_view_or_width_is_another_row() -> None:
    assert row([1.0, 0, 0, 0]).fingerprint() != row([1.0, 0, 0, 0], "sounds").fingerprint()
    assert row([1.0, 0, 0, 0]).fingerprint() != row([1.0, 0, 0, 0, 0]).fingerprint()


def test_words_are_told_apart_by_text_and_place() -> None:
    prints = {Word(*w).fingerprint() for w in (("娃", 0), ("娃", 1), ("儿", 0))}
    assert len(prints) == 3
    assert Word("娃", 0).fingerprint() == Word("娃", 0).fingerprint()


def test_rasa_tells_messages_apart_by_them() -> None:
    def message(numbers: list[float], word: str) -> str:
        made = Message(data={TEXT: "x", "text_tokens": [Word(word, 0)]}, features=[row(numbers)])
        return str(made.fingerprint())

    same = message([1.0, 0, 0, 0], "娃")
    assert same == message([1.0, 0, 0, 0], "娃")
    assert len({same, message([0, 1.0, 0, 0], "娃"), message([1.0, 0, 0, 0], "儿")}) == 3
