"""Recall, alarms and floor are counted as they should be, on a detector that is a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.safety.detector import Disclosure
from bot.training import evaluate_safety as room
from bot.training.evaluate_safety import SafetyReport, Share, below_floor, evaluate_safety

SETS = {
    "disclosures": [
        {"text": "找到", "tier": "now", "kind": "report_neglect", "direct": True},
        {"text": "问到", "tier": "now", "kind": "report_neglect", "direct": False},
        {"text": "漏掉", "tier": "concern", "kind": "report_missing_child", "direct": False},
    ],
    "hard": [{"text": "吓到"}, {"text": "静静"}],
    "ordinary": [{"text": "静静"}],
    "evasions": [{"text": "找到", "tier": "now", "kind": "report_neglect", "direct": True}],
    "conversations": [
        {"turns": ["一", "二", "三"], "tier": "now", "kind": "report_neglect"},
        {"turns": ["一", "静静", "静静"], "tier": "none", "kind": None},
    ],
}
SAID = {
    "找到": Disclosure("now", "report_neglect", 0.9),
    "问到": Disclosure("concern", "report_missing_child", 0.5),
    "吓到": Disclosure("now", "report_neglect", 0.9),
}
NOTHING = Disclosure("none", None, 0.0)


async def test_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in SETS.items():
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"dev_{name}.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(room, "FOLDER", tmp_path)

    async def judge(text: str) -> Disclosure:
        return SAID.get(text, NOTHING)

    def detect(text: str, before: Sequence[str]) -> Disclosure:
        return Disclosure("now", "report_neglect", 0.9) if [*before, text] == ["一", "二", "三"] else NOTHING

    report = await evaluate_safety(judge, detect, "dev")
    shares = {name: (s.hits, s.of) for name, s in report.shares.items()}
    assert shares == {
        "found, direct": (1, 1),
        "found, indirect": (1, 2),
        "found, typed evasions and a few characters": (1, 1),
        "now found as now": (1, 2),
        "kind right, of those found": (1, 2),
        "split conversations found": (1, 1),
        "hard negatives taken for now": (1, 2),
        "hard negatives, now or concern": (1, 2),
        "ordinary taken for now": (0, 1),
        "ordinary, now or concern": (0, 1),
        "ordinary conversations alarmed": (0, 1),
        "ordinary conversations taken for now": (0, 1),
    }
    assert [row["text"] for row in report.missed] == ["漏掉"]
    assert [row["text"] for row in report.alarmed] == ["吓到"]
    page = report.markdown()
    assert "| found, indirect | 0.500 (0.013–0.987, 1 of 2) |" in page
    floor = {name: share.value for name, share in report.shares.items()}
    assert below_floor(floor, floor) == []
    worse = floor | {"found, direct": 0.9, "hard negatives taken for now": 0.6}
    assert len(below_floor(worse, floor)) == 2
    assert below_floor(floor, worse) == []


@pytest.mark.parametrize(("hits", "alarms", "below"), [(319, 20, 0), (318, 21, 0), (317, 20, 1), (319, 22, 1)])
def test_one_sentence_is_the_machines(hits: int, alarms: int, below: int) -> None:
    shares = {"now found as now": Share(hits, 377), "hard negatives taken for now": Share(alarms, 400)}
    report = SafetyReport("dev", shares, {}, {}, [], [])
    assert len(report.below({"now found as now": 0.846, "hard negatives taken for now": 0.05})) == below


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # exact binomial limits as R's binom.test gives them
    [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129), (98, 100, 0.9296, 0.9976)],
)
def test_clopper_pearson(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval() == pytest.approx((low, high), abs=1e-4)
