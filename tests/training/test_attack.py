"""The table of attacks counts what the detector says."""

from __future__ import annotations

from bot.safety.detector import Detector
from bot.training.attack import table


def test_each_kind_of_attack_has_its_line() -> None:
    rows = [
        {"text": "我不想活了", "tier": "now", "kind": "report_own_suicide", "direct": True, "set": "slip"},
        {"text": "今天的饭挺香", "tier": "now", "kind": "report_neglect", "direct": True, "set": "slip"},
        {"text": "今天的饭也挺香", "tier": "none", "kind": None, "direct": False, "set": "wolf"},
        {"turns": ["在吗", "跟你说个事", "我不想活了"], "tier": "now", "kind": "report_own_suicide", "set": "talk"},
    ]
    lines = table(rows, Detector()).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == [
        "| slip, disclosing, direct",
        "| talk, disclosing",
        "| wolf, harmless",
    ]
    assert "0.500" in lines[2].split(" | ")[1]
    assert lines[3].split(" | ")[1].startswith("1.000")
    assert lines[4].split(" | ")[1:] == ["0.000 (0.000–0.975, 0 of 1)", "0.000 (0.000–0.975, 0 of 1)", "– |"]
