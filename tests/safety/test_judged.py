"""What was judged is not judged again, here or in a process with the same weights."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from bot.safety.judged import KEY, Judged, Judgement, name_of

KINDS = ("report_neglect", "report_missing_child")


class Counting:
    """Judges and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> Judgement:
        self.asked.append(text)
        return Judgement(1 / 3, 0.1 + 0.2, KINDS[0])


def test_what_was_judged_is_kept_and_the_oldest_goes() -> None:
    judge = Counting()
    judged = Judged(judge, "w", KINDS, most=2)
    for text in ("一", "一", "二", "三", "三", "一"):
        assert judged(text).kind == KINDS[0]
    assert judge.asked == ["一", "二", "三", "一"]


def test_the_same_weights_take_a_judgement_over_to_the_last_digit() -> None:
    ours, theirs = Judged(Counting(), "w", KINDS), Counting()
    judgement = ours("娃不见了")
    sent = json.loads(json.dumps({"role": "parent", **ours.handed_on("娃不见了")}))
    there = Judged(theirs, "w", KINDS)
    there.take_over("娃不见了", sent)
    assert there("娃不见了") == judgement
    assert theirs.asked == []


def test_nothing_is_judged_to_be_handed_on() -> None:
    judge = Counting()
    assert Judged(judge, "w", KINDS).handed_on("没见过的话") == {}
    assert judge.asked == []


@pytest.mark.parametrize(
    "given",
    [
        {"weights": "others"},
        {"danger": "0.5"},
        {"danger": 1.5},
        {"danger": float("nan")},
        {"now": None},
        {"kind": "report_nothing_known"},
        {"kind": ["report_neglect"]},
    ],
)
def test_what_is_not_ours_is_judged_anew(given: dict[str, object]) -> None:
    judge = Counting()
    judged = Judged(judge, "w", KINDS)
    sent = {"weights": "w", "danger": 0.0, "now": 0.0, "kind": KINDS[0], **given}
    judged.take_over("娃不见了", {KEY: sent})
    judged.take_over("娃不见了", {KEY: "w"})
    judged.take_over("娃不见了", {})
    assert judged("娃不见了").danger == 1 / 3
    assert judge.asked == ["娃不见了"]


def test_other_weights_or_another_encoder_have_another_name(tmp_path: Path) -> None:
    def name(value: float, encoder: str = "me5") -> str:
        np.savez(tmp_path / "w.npz", weights=np.array([value]))
        with zipfile.ZipFile(tmp_path / "w.npz") as stored:
            return name_of(stored, encoder)

    assert name(1.0) == name(1.0)
    assert len({name(1.0), name(2.0), name(1.0, "other")}) == 3
