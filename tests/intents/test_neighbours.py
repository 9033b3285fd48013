"""Neighbours vote for their intents, near ones more; what is stored votes the same."""

from __future__ import annotations

import numpy as np

from bot.intents.neighbours import Neighbours

RNG = np.random.default_rng(3)
CENTRES = RNG.normal(size=(3, 16))
LABELS = np.repeat(np.arange(3), 20)
VECTORS = (CENTRES[LABELS] + 0.2 * RNG.normal(size=(60, 16))).astype(np.float32)


def test_the_nearest_intent_wins_and_rows_are_probabilities() -> None:
    neighbours = Neighbours.fit(VECTORS, LABELS)
    rows = neighbours.log_probabilities(CENTRES.astype(np.float32), 4, 5, 12.0)
    assert rows.argmax(axis=1).tolist() == [0, 1, 2]
    assert np.allclose(np.exp(rows).sum(axis=1), 1)
    assert (rows[:, 3] < -10).all(), "an intent without examples gets next to nothing"


def test_fewer_examples_than_neighbours_wanted() -> None:
    neighbours = Neighbours.fit(VECTORS[:3], LABELS[[0, 20, 40]])
    assert neighbours.log_probabilities(VECTORS[:1], 3, 12, 12.0).shape == (1, 3)


def test_what_is_stored_votes_the_same() -> None:
    fitted = Neighbours.fit(VECTORS, LABELS)
    stored = Neighbours(fitted.vectors.astype(np.float16).astype(np.float32), fitted.intents, fitted.mean)
    asked = VECTORS[::7]
    assert np.array_equal(fitted.log_probabilities(asked, 3, 5, 9.0), stored.log_probabilities(asked, 3, 5, 9.0))
