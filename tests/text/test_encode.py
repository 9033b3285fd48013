"""Sentence vectors and their cache."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.text.encode import DIMENSION, Encoder


def test_vectors_have_length_one_and_meaning() -> None:
    rows = Encoder().encode(["孩子不见了", "娃走丢了", "红烧肉怎么做", ""])
    assert rows.shape == (4, DIMENSION)
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1, atol=1e-4)
    assert not rows[3].any()
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_nul_and_ten_thousand_characters_are_survived() -> None:
    rows = Encoder().encode(["你\x00好", "啊哦" * 5000])
    assert np.isfinite(rows).all()


def test_the_cache_is_kept_and_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vectors.npz"
    first = Encoder(path).encode(["孩子不听话", "孩子不听话"])
    again = Encoder(path)
    assert len(again._cache) == 1
    assert np.array_equal(again.encode(["孩子不听话"])[0], first[0])
