"""The coarse search finds what the exact one finds."""

from __future__ import annotations

import numpy as np
import pytest

from bot.text.nearest import BLOCK, CANDIDATES, FEW, Nearest, seen_from

RANDOM = np.random.default_rng(5)


CENTRES = RANDOM.normal(size=(200, 384)) / (1 + np.arange(384) / 25)


def rows(count: int) -> np.ndarray:
    """Directions of which some hold most of what differs, in heaps about the same things, as sentences are."""
    noise = RANDOM.normal(size=(count, 384)) / (1 + np.arange(384) / 25)
    made = CENTRES[RANDOM.integers(0, len(CENTRES), count)] + 0.7 * noise
    return seen_from(made.mean(0), made.astype(np.float32))


@pytest.mark.parametrize("count", [1, 12, 30])
def test_one_query_finds_what_many_find(count: int) -> None:
    vectors = rows(8000)
    nearest, queries = Nearest(vectors), rows(60)
    places, alike = nearest(queries, count)
    found = 0
    for row, query in enumerate(queries):
        mine, likeness = nearest(query[None], count)
        np.testing.assert_allclose(likeness[0], vectors[mine[0]] @ query, rtol=1e-5, atol=1e-6)
        found += len(set(mine[0].tolist()) & set(places[row].tolist()))
    assert found >= 0.97 * count * len(queries)
    np.testing.assert_allclose(alike.max(axis=1), (queries @ vectors.T).max(axis=1), rtol=1e-5)


@pytest.mark.parametrize("size", [1, 7, CANDIDATES])
def test_a_few_vectors_are_all_compared(size: int) -> None:
    vectors = rows(size)
    query = rows(40)[:1]
    places, alike = Nearest(vectors)(query, 30)
    assert sorted(places[0].tolist()) == sorted(np.argsort(-(query @ vectors.T)[0])[:30].tolist())
    assert places.shape == alike.shape == (1, min(30, size))


def test_seen_from_gives_directions_even_for_the_mean_itself() -> None:
    made = seen_from(np.zeros(3, dtype=np.float32), np.array([[0, 0, 0], [3, 0, 4]], dtype=np.float32))
    np.testing.assert_allclose(made, [[0, 0, 0], [0.6, 0, 0.8]], atol=1e-6)


def test_many_queries_give_what_each_gives() -> None:
    """They are compared in blocks."""
    random = np.random.default_rng(5)
    rows = random.normal(size=(60, 8)).astype(np.float32)
    queries = random.normal(size=(BLOCK + 3, 8)).astype(np.float32)
    places, alike = Nearest(rows)(queries, 4)
    assert places.shape == alike.shape == (BLOCK + 3, 4)
    for query, found, cosines in zip(queries[-5:], places[-5:], alike[-5:], strict=True):
        assert set(found) == set(np.argsort(-(rows @ query))[:4])
        assert np.allclose(sorted(cosines), sorted(rows[found] @ query))
    assert Nearest(rows)(queries[:0], 4)[0].shape == (0, 4)


def test_a_messages_windows_find_what_each_finds() -> None:
    nearest, queries = Nearest(rows(8000)), rows(60)[:FEW]
    places, alike = nearest(queries, 30)
    for query, found, cosines in zip(queries, places, alike, strict=True):
        alone, likeness = nearest(query[None], 30)
        assert set(alone[0].tolist()) == set(found.tolist())
        np.testing.assert_allclose(np.sort(likeness[0]), np.sort(cosines), rtol=1e-5)
