"""The votes of the nearest training sentences."""

from __future__ import annotations

import numpy as np
import pytest

from bot.safety.near import Near

RNG = np.random.default_rng(4)
CENTRES = RNG.normal(size=(3, 384))
"""Harmless, kind 0 (now), kind 1 (concern)."""
ROWS = np.vstack([c + 0.3 * RNG.normal(size=(40, 384)) for c in CENTRES]).astype(np.float32)
KIND = np.repeat([-1, 0, 1], 40)
NEAR = Near(Near.arrays(ROWS, KIND, np.repeat([False, True, False], 40)), 2)


@pytest.mark.parametrize(
    ("place", "danger", "now", "kind"), [(0, False, None, None), (1, True, True, 0), (2, True, False, 1)]
)
def test_a_sentence_is_what_its_neighbours_are(place: int, danger: bool, now: bool | None, kind: int | None) -> None:
    dangers, nows, kinds = NEAR.votes(CENTRES[place][None].astype(np.float32))
    assert (dangers[0] > 0) is np.bool_(danger)
    if now is not None:
        assert (nows[0] > 0) is np.bool_(now)
        assert int(kinds[0].argmax()) == kind


def test_between_two_groups_the_votes_are_divided() -> None:
    middle = (CENTRES[0] + CENTRES[1])[None].astype(np.float32) / 2
    sure = NEAR.votes(CENTRES[1][None].astype(np.float32))[0][0]
    assert abs(NEAR.votes(middle)[0][0]) < sure


def test_many_at_once_are_as_one_by_one() -> None:
    asked = RNG.normal(size=(5, 384)).astype(np.float32)
    together = NEAR.votes(asked)
    for i in range(5):
        for part, alone in zip(together, NEAR.votes(asked[i : i + 1]), strict=True):
            assert np.allclose(part[i], alone[0], atol=1e-5)
