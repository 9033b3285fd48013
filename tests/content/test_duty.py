"""Every kind of disclosure says whether it must be reported; a wrong file is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA
from bot.content.checks import check_content
from bot.content.duty import load_duty


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "rules"))
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("report_neglect =", "report_neglected =", "[report_neglect] stands in no table"),
        ("report_neglect =", "report_neglected =", "[report_neglected] there is no such disclosure"),
        ("report_own_suicide =", "report_neglect =", "[no.report_neglect] stands in another table too"),
        ("[depends]", "[perhaps]", "[perhaps] unknown key"),
        ("[depends]", "[perhaps]", "[depends] is missing"),
        ('"孩子失踪（意见第7种）"', '""', "[must.report_missing_child] a remark"),
        ('"孩子失踪（意见第7种）"', "7", "[must.report_missing_child] a remark"),
        ("sources = [", "sources = 1 #", "[sources] a list"),
        ("[must]", "[must", "duty.toml: "),
    ],
)
def test_a_fault_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    path = copy / "duty.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(f.startswith("duty.toml") and fault in f for f in check_content(copy)), check_content(copy)


def test_thoughts_of_dying_alone_are_not_in_the_nine_situations() -> None:
    remarks = load_duty(DATA)
    assert remarks["report_child_self_harm"].level == "depends"
    assert {k for k, r in remarks.items() if r.level == "must"} >= {"report_sexual_abuse", "report_missing_child"}
