"""What stands under data/ is right, and what is wrong is reported with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA
from bot.content.checks import check_content
from bot.content.quizzes import load_quizzes

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


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('topics = ["parent_home_safety"]', 'topics = ["nowhere"]', "there is no topic page nowhere"),
        ('topics = ["parent_home_safety"]', 'topics = ["report_neglect"]', "there is no topic page report_neglect"),
        ('topics = ["parent_home_safety"]', 'topics = ["young_rights"]', "nobody of parent reads young_rights"),
        ('topics = ["parent_home_safety"]\n', "", "a quiz belongs to a lesson or to topics"),
        ('title = "在家安全五道题"', 'title = "在家安全"', "is another page's or quiz's: 在家安全"),
        ('title = "在家安全五道题"', 'title = "在家里出了这样那样的好多好多事"', "[title] longer than 14"),
        ("right = 3", "right = 4", "[right] the number of the one right choice"),
        ("sources = [", "sources = []\nold = [", "[old] unknown key"),
        ("打120。", "打12391。", "12391"),
    ],
)
def test_a_fault_of_a_quiz_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    quiz = copy / "quizzes" / "home_dangers.toml"
    text = quiz.read_text(encoding="utf-8")
    assert old in text
    quiz.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in f and "home_dangers" in f for f in check_content(copy))


def test_a_new_quiz_has_five_questions_and_does_not_give_its_answers_away_by_place() -> None:
    for quiz in load_quizzes(DATA).values():
        assert len(quiz.questions) == 5, quiz.name
        places = [asked.right for asked in quiz.questions]
        assert len(set(places)) >= 2, quiz.name
        assert max(places.count(place) for place in places) <= 3, quiz.name
        assert len({asked.key for asked in quiz.questions}) == 5, quiz.name


def test_the_right_choice_is_not_always_the_longest() -> None:
    asked = [q for quiz in load_quizzes(DATA).values() for q in quiz.questions]
    longest = sum(len(q.choices[q.right - 1]) == max(map(len, q.choices)) for q in asked)
    assert longest / len(asked) < 0.75
