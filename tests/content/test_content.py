"""What stands under data/ is right, and what is wrong is reported with its place."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA, load_catalogue
from bot.content.checks import check_content
from bot.content.quizzes import load_quizzes

ROOT = Path(__file__).parents[2]
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


def test_a_line_that_nothing_uses_is_found(copy: Path) -> None:
    texts = copy / "texts.toml"
    texts.write_text(texts.read_text(encoding="utf-8") + '\n[nobody]\nreads = "这个"\n', encoding="utf-8")
    assert check_content(copy) == ["texts.toml [nobody.reads] is used nowhere"]


def test_every_line_of_these_tables_is_named_in_the_code() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("bot/**/*.py") if p.name != "checks.py")
    tables = load_catalogue().texts.tables
    for table in ("limits", "tabs", "weekly", "poster"):
        for key in tables[table]:
            assert re.search(rf"\b{key}\b", code), f"{table}.{key}"


def test_what_goes_to_wechat_has_wechats_lengths() -> None:
    tables = load_catalogue().texts.tables
    assert all(len(line) <= 8 for line in tables["tabs"].values())
    assert len(tables["weekly"]["check_in"]) <= 20, "a notification's field"


def test_no_chinese_stands_in_the_code_that_writes_to_wechat() -> None:
    for name in ("channel.py", "wechat_command.py", "wechat/checkins.py", "wechat/role_menus.py", "wechat/poster.py"):
        path = ROOT / "bot" / name
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
        said = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
        found = [value for value in said if isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value)]
        assert found == [], name


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
