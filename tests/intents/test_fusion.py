"""The fusion of views: probabilities, one row as many, stored and read."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from bot.intents.fusion import Fusion
from bot.intents.grams import Grams, Shape
from bot.intents.weights import log_softmax

TEXTS = ["孩子玩手机", "天天打游戏", "手机没收了", "孩子不见了", "娃走丢了", "找不到孩子", "在吗", "你好呀", "在不在"]
LABELS = ["phone"] * 3 + ["missing"] * 3 + ["greet"] * 3
CONFIG = {
    "views": {"characters": {"C": 10.0, "weight": 1.0}, "dense": {"C": 1.0, "weight": 0.5}},
    "neighbours": {"view": "dense", "weight": 0.3, "count": 3, "sharpness": 5.0},
    "temperature": 0.8,
}
GRAMS = Grams.fit(Shape("characters", 1, 2), TEXTS, 1)


def matrices(texts: list[str]) -> dict:
    sparse = sp.vstack([GRAMS.row(t) for t in texts]).tocsr()
    rng = {c: np.random.default_rng(ord(c)).normal(size=8) for t in texts for c in t}
    return {"characters": sparse, "dense": np.array([np.mean([rng[c] for c in t], axis=0) for t in texts], np.float32)}


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion.fit(CONFIG, matrices(TEXTS), LABELS)


def test_probabilities(fusion: Fusion) -> None:
    found = fusion.probabilities(matrices(["手机", "娃不见了", "啊"]))
    assert found.sum(axis=1) == pytest.approx(1)
    assert [fusion.intents[i] for i in found[:2].argmax(axis=1)] == ["phone", "missing"]


def test_one_message_is_read_as_many_are(fusion: Fusion) -> None:
    many = fusion.probabilities(matrices(TEXTS))
    alone = np.vstack([fusion.probabilities(matrices([text])) for text in TEXTS])
    assert np.allclose(many, alone, atol=1e-5)


def test_stored_and_read_it_says_the_same(fusion: Fusion) -> None:
    again = Fusion.from_arrays(CONFIG, fusion.arrays())
    assert np.array_equal(again.probabilities(matrices(TEXTS)), fusion.probabilities(matrices(TEXTS)))


def test_weights_decide(fusion: Fusion) -> None:
    verdicts = {"characters": log_softmax(np.array([[3.0, 0, 0]])), "dense": log_softmax(np.array([[0, 9.0, 0]]))}
    neighbours = {"neighbours": np.zeros((1, 3))}
    assert fusion.fused(verdicts | neighbours).argmax() == 1
    quiet = {"dense": 0 * verdicts["dense"]}
    assert fusion.fused(verdicts | quiet | neighbours).argmax() == 0


def test_a_small_set_fits_its_own_weights_and_keeps_them() -> None:
    few = CONFIG | {"few": {"below": 50, "sparse_C": 10.0, "dense_C": 0.1}}
    texts, labels = [f"{t}{n}" for t in TEXTS for n in "一二三"], [label for label in LABELS for _ in range(3)]
    fusion = Fusion.fit(few, matrices(texts), labels)
    assert fusion.weights != Fusion.fit(CONFIG, matrices(texts), labels).weights
    assert set(fusion.weights) == {"characters", "dense", "neighbours"}
    assert all(weight >= 0 for weight in fusion.weights.values())
    again = Fusion.from_arrays(few, fusion.arrays())
    assert np.array_equal(again.probabilities(matrices(TEXTS)), fusion.probabilities(matrices(TEXTS)))
    found = fusion.probabilities(matrices(TEXTS)).argmax(axis=1)
    assert [fusion.intents[i] for i in found] == LABELS


def test_with_more_sentences_than_that_the_configured_weights_stay() -> None:
    few = CONFIG | {"few": {"below": len(TEXTS), "sparse_C": 10.0, "dense_C": 0.1}}
    assert Fusion.fit(few, matrices(TEXTS), LABELS).weights == {"characters": 1.0, "dense": 0.5, "neighbours": 0.3}
