"""Plans under data/ are right, fit a screen, and what is wrong with one is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA, load_catalogue
from bot.content.checks import check_content
from bot.content.models import AGES
from bot.content.plans import DAYS, OPENERS, load_plans
from bot.errors import ContentError

PLANS = load_catalogue().plans
ours = shutil.ignore_patterns("nlu", "rules")


def test_there_are_enough_and_all_lead_on() -> None:
    assert len(PLANS) >= 8
    for plan in PLANS.values():
        assert len(plan.days) in DAYS
        assert plan.instead in PLANS
        assert all(len(day.openers[band]) == OPENERS for day in plan.days for band in AGES)


def test_whoever_changes_plans_after_bad_calls_does_not_come_back_at_once() -> None:
    for plan in PLANS.values():
        assert PLANS[plan.instead].instead != plan.name


def test_the_plan_of_the_topic_on_screen_comes_first() -> None:
    catalogue = load_catalogue()
    for plan in PLANS.values():
        for topic in plan.topics:
            assert topic in catalogue.plans_on(topic)[0].topics
    assert len(catalogue.plans_on(None)) == len(PLANS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=ours)
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "每天夸到点子上"', 'titel = "每天夸到点子上"', "[titel] unknown key"),
        ('title = "每天夸到点子上"', 'title = "每天都要记得夸孩子夸到点子上"', "[title] 14 characters; at most 12"),
        ('title = "每天夸到点子上"', "title = 7", "[title] a text is expected"),
        ('plan = "praise"', 'plan = "other"', "must be the file's name, praise"),
        ('instead = "calls_that_work"', 'instead = "praise"', "[instead] another plan is expected"),
        ('instead = "calls_that_work"', 'instead = "nothing"', "[instead] another plan is expected"),
        ('"parent_discipline"', '"parent_nobody"', "[topics] there is no topic page parent_nobody"),
        ('audience = ["parent"]', 'audience = ["boss"]', "[audience] some of"),
        ('audience = ["parent"]', 'audience = "parent"', "[audience] a list of names"),
        ('goal = "一天', 'goal = "您好。一天', "[goal] 2 sentences; at most 1"),
        ("少说“真聪明”。", "少说。多做。别停。", "[day 2] step 4 sentences; at most 2"),
        ('"3-6" = ["你自己', '"4-6" = ["你自己', "[day 1] openers: for each of"),
        ('"夸我一句吧，我也想听。", ', "", "[day 3] openers 6-12: 3 different ones"),
        ('"夸我一句吧，我也想听。"', '"今天哪件事，你自己挺满意？"', "[day 3] openers 6-12: 3 different ones"),
        ('"夸我一句吧，我也想听。"', f'"{"夸" * 37}"', "[day 3] openers 6-12 37 characters"),
        ('"夸我一句吧，我也想听。"', '"你说说，我今天哪样做得好？"', "[day 3] openers 6-12 says what"),
        ('step_at = { "0-3"', 'step_at = { "baby"', "[day 3] step_at: by some of"),
        ("[[day]]\nstep = \"夸一件", "[[day]]\nhint = \"x\"\nstep = \"夸一件", "[day 1] needs openers, step"),
        ('instead = "calls_that_work"', "", "[instead] is missing"),
        ("[day.openers]", "[day.openers", "praise.toml: "),
    ],
)  # fmt: skip
def test_a_fault_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    path = copy / "plans" / "praise.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in f and "praise" in f for f in check_content(copy)), check_content(copy)


def test_two_days_are_too_few(copy: Path) -> None:
    path = copy / "plans" / "praise.toml"
    head, *days = path.read_text(encoding="utf-8").split("[[day]]")
    path.write_text("[[day]]".join([head, *days[:2]]), encoding="utf-8")
    with pytest.raises(ContentError, match="3 to 5 days"):
        load_plans(copy)


def test_a_quote_is_no_sentence_of_its_own(copy: Path) -> None:
    path = copy / "plans" / "praise.toml"
    text = path.read_text(encoding="utf-8")
    said = text.replace("少说“真聪明”。", "跟他说：“难。你没跑。我看见了。”", 1)
    assert said != text
    path.write_text(said, encoding="utf-8")
    assert check_content(copy) == []


def test_the_protocol_of_violence_at_home_must_be_quiet(copy: Path) -> None:
    path = copy / "protocols" / "report_domestic_violence.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("quiet = true\n", "", 1), encoding="utf-8")
    assert any("report_domestic_violence.md [quiet] must be true" in f for f in check_content(copy))
    path.write_text(text.replace("quiet = true\n", 'quiet = "yes"\n', 1), encoding="utf-8")
    assert any("[quiet] true or false" in f for f in check_content(copy))
