"""What stands under data/ is right, and what is wrong is reported with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA
from bot.content.checks import check_content

ours = shutil.ignore_patterns("nlu", "rules")


def test_our_content_is_right() -> None:
    assert check_content() == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=ours)
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "孩子总玩手机"', 'titel = "孩子总玩手机"', "[titel] unknown key"),
        ('topic = "parent_phone_gaming"', 'topic = "other"', "must be the file's name"),
        ("=> grandparents", "=> nowhere", "leads nowhere: nowhere"),
        ("## start\n", "## begin\n", "[## start] is missing"),
        ("* 电话里怎么说 => more\n", "* 电话里怎么说 more\n", "not of the form"),
        ("* 他偷偷充了钱 =>", "* 他偷偷用奶奶的手机充了好多好多钱 =>", "label longer"),
        ("+++\ntopic", "topic", "front matter"),
        ("## more", "## more@boss", "no such tag: boss"),
        ("## more", "## more@0-3", "no ## more for everybody else"),
        ("离得远，", "离得远，打110、120、119。", "3 phone numbers"),
    ],
)
def test_a_fault_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    page = copy / "topics" / "parent_phone_gaming.md"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in f and "parent_phone_gaming" in f for f in check_content(copy))


def test_all_faults_are_reported_at_once(copy: Path) -> None:
    (copy / "texts.toml").write_text("[menu]\n[talk]\n", encoding="utf-8")
    (copy / "topics" / "rules.yml").write_text("rules:", encoding="utf-8")
    (copy / "protocols" / "danger_now.md").unlink()
    faults = "\n".join(check_content(copy))
    assert "texts.toml [talk.late] is missing" in faults
    assert "topics/rules.yml" in faults
    assert "danger_now" in faults


def test_a_repeated_sentence_is_found(copy: Path) -> None:
    page = copy / "topics" / "guardian_hotlines.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n头一个星期做到三天，就好好夸他一次。\n", encoding="utf-8")
    assert any("says what" in fault for fault in check_content(copy))
