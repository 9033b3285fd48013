"""The evaluation counts what it says, on an engine that is a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.training import evaluate as room


async def test_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"text": "一", "intent": "a"},
        {"text": "二", "intent": "a", "also": ["b"]},
        {"text": "三", "intent": "report_x"},
        {"text": "四", "intent": "out_of_scope"},
    ]
    (tmp_path / "s.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    monkeypatch.setattr(room, "HOLDOUT", tmp_path)
    said = {"一": "out_of_scope", "二": "b", "三": "a", "四": "nlu_fallback"}

    async def parse(text: str) -> dict[str, Any]:
        names = ["a" if said[text] == "nlu_fallback" else said[text], "a"]
        ranking = [{"name": name, "confidence": 0.9 - 0.4 * n} for n, name in enumerate(names)]
        tier = "concern" if text == "三" else "none"
        return {"intent": {"name": said[text]}, "intent_ranking": ranking, "safety": {"tier": tier}}

    (report,) = await room.evaluate(parse, ("s",))
    text = report.markdown()
    assert "3 sentences in scope: top-1 0.333, top-3 0.667, answered right at once 0.333, refused 0.333." in text
    assert "1 out of scope: not answered as something else 1.000." in text
    assert "1 disclosures: found (now or concern) 1.000." in text
    assert "Under 0.6: out_of_scope 0.00, report_x 0.00, a 0.50." in text
    assert report.confused == {("a", "out_of_scope"): 1, ("report_x", "a"): 1, ("out_of_scope", "a"): 1}
    assert [right for _, right in report.sure] == [False, True, False, False]
