"""The fitted weights trust the view that is right, and calibrate."""

from __future__ import annotations

import numpy as np

from bot.intents.weights import likeliest, log_softmax


def test_the_view_that_is_right_weighs_more() -> None:
    rng = np.random.default_rng(1)
    right = rng.integers(0, 5, 400)
    truth = np.eye(5)[right]
    verdicts = {
        "good": log_softmax(3 * truth + rng.normal(size=(400, 5))),
        "noise": log_softmax(3 * rng.normal(size=(400, 5))),
    }
    found = likeliest(verdicts, right.tolist())
    assert found["good"] > 5 * found["noise"] >= 0


def test_a_boastful_view_is_tempered() -> None:
    rng = np.random.default_rng(2)
    right = rng.integers(0, 4, 600)
    said = np.where(rng.random(600) < 0.7, right, rng.integers(0, 4, 600))
    boastful = log_softmax(20 * np.eye(4)[said])
    weight = likeliest({"boastful": boastful}, right.tolist())["boastful"]
    sure = np.exp(log_softmax(weight * boastful)).max(axis=1).mean()
    assert abs(sure - (said == right).mean()) < 0.05
