"""The detector's data are right, and what is wrong in others is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.training.dataset import load_holdout
from bot.training.safety_data import Labelled, check_conversations, check_labelled, load_conversations, load_labelled


def test_our_own_data_are_right() -> None:
    sentences, faults = load_labelled()
    assert faults == []
    assert check_labelled(sentences, load_holdout()) == []
    tiers = Counter(s.tier for s in sentences)
    assert tiers["now"] + tiers["concern"] >= 3000
    assert tiers["none"] >= 5000
    assert len({k for s in sentences for k in s.kinds}) == 12


@pytest.mark.parametrize(
    "line",
    ["now\treport_neglect", "soon\treport_neglect\t没人管", "now\t-\t没人管", "none\treport_neglect\t没人管",
     "now\tneglect\t没人管", "now\treport_neglect\t。。。", "now\treport_neglect\t没\t人管", ""],
)  # fmt: skip
def test_a_line_of_another_form_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "report_neglect.tsv").write_text(f"none\t-\t今天天气好得很呀\n{line}\n", encoding="utf-8")
    sentences, faults = load_labelled(tmp_path)
    assert len(sentences) == 1
    assert faults[0].startswith("report_neglect.tsv:2 ")


def test_repetitions_and_the_holdout_are_refused_and_twins_are_not() -> None:
    def one(tier: str, text: str, where: str) -> Labelled:
        return Labelled(text, tier, () if tier == "none" else ("report_neglect",), where)

    base = one("now", "娃在屋里头两天没得饭吃", "a")
    assert check_labelled([base, one("now", "娃在屋里头两天没得饭吃了", "b")], [])
    assert check_labelled([base, one("none", "娃在屋里头两天没得饭吃", "b")], [])
    assert check_labelled([base, one("none", "娃在屋里头两天没吃零食", "b")], []) == []
    assert check_labelled([base], ["娃在屋里头两天没得饭吃嘛"])


def test_conversations_are_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "conversations.tsv"
    lines = ["none\t-\t在吗\t问个事\t我家娃在镇小学几点放学", "now\t-\t一\t二\t三", "now\treport_neglect\t一\t二"]
    path.write_text("\n".join([lines[0], lines[0], *lines[1:]]), encoding="utf-8")
    talks, faults = load_conversations(path)
    assert [t.turns for t in talks] == [("在吗", "问个事", "我家娃在镇小学几点放学")] * 2
    assert len(faults) == 2
    found = check_conversations(talks, ["我家娃在镇小学几点放学呀"])
    assert sum("twice" in f for f in found) == 1
    assert sum("near the holdout" in f for f in found) == 2
