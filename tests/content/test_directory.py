"""The directory: a wrong entry is refused with its place, an old one is warned about, a withheld number is nowhere."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA
from bot.content.checks import check_content, content_warnings
from bot.content.directory import load_directory
from bot.content.directory.models import STALE_DAYS

ours = shutil.ignore_patterns("nlu", "rules", "encoder")
DIRECTORY = load_directory(DATA)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=ours)
    return tmp_path / "data"


FAULTS = [
    ("national", 'what = "着火', 'wath = "着火', "national.toml [channel fire_119] [wath] unknown key"),
    ("national", 'number = "119"\n', "number = 119\n", "national.toml [channel fire_119] [number] words are expected"),
    ("national", "checked = 2026-11-23", 'checked = "soon"', "[checked] a day"),
    ("national", 'confidence = "confirmed"', 'confidence = "memory"', "belongs into withheld.toml"),
    ("national", 'hours = "时间各地不同，没通换个时候打"\n', "", "youth_12355] [hours] what is only partly confirmed"),
    ("national", 'dial = "home"', 'dial = "far"', "[dial] one of home, plain"),
    ("national", 'id = "fire_119"', 'id = "police_110"', "channel police_110 is there twice"),
    ("national", 'sources = ["channels:fire_119", "facts:4 S-58"]', "sources = []", "fire_119] [sources]"),
    ("national", 'number = "119"', 'number = "12315"', "[number] 12315 is withheld"),
    ("national", "[[channel]]", "[[chanel]]", "[chanel] unknown table"),
    ("local", 'place = "44"', 'place = "43"', "43 is 湖南省"),
    ("local", 'channel = "youth_12355"', 'channel = "youth"', "[channel] no such channel"),
    ("local", 'hours = "广东的白天', 'hours = "也可打12315，广东的白天', "names 12315, which is withheld"),
    ("withheld", 'class = "memory"', 'class = "rumour"', "[class] one of"),
    ("needs", '"need:danger"', '"need:nothing"', "leads nowhere: need:nothing"),
    ("needs", 'pages = ["danger_now"', 'pages = ["danger_then"', "no such page: danger_then"),
    ("needs", "有危险，怎么打", "有危险的时候要怎么打电话才好呢", "label longer"),
    ("needs", 'channel = "gov_12345"', 'channel = "gov"', "no such channel: gov"),
    ("needs", "没人：您拨{number}", "没人：您拨{code}", "only {number}"),
    ("needs", "报警：拨{number}，连着拨", "报警：拨{number}或12356，再打12338，连着拨", "names more than 2 numbers"),
    ("needs", "先找亲戚、邻居", "打96110，先找亲戚、邻居", "numbers of no channel: 96110"),
    ("needs", '{ channel = "fire_119" }', '{ channel = "cac_12377" }', "cac_12377 may not be the first number"),
    ("needs", 'pages = ["young_rights"]', 'pages = ["guardian_legal_aid"]', "guardian_legal_aid opens legal already"),
    ("needs", 'text = "今晚就让', 'words = "今晚就让', "[words] unknown key"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_fault_is_named(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    path = copy / "directory" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in f for f in check_content(copy)), check_content(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "directory" / "local.toml").unlink()
    assert any("directory/local.toml" in fault for fault in check_content(copy))


@pytest.mark.parametrize("number", [x.number for x in DIRECTORY.withheld])
def test_a_withheld_number_is_refused_in_any_page_and_line(copy: Path, number: str) -> None:
    page, texts = copy / "topics" / "young_money.md", copy / "texts.toml"
    page.write_text(
        page.read_text(encoding="utf-8").replace("## start\n", f"## start\n打{number}。\n", 1), encoding="utf-8"
    )
    texts.write_text(texts.read_text(encoding="utf-8").replace('stop = "', f'stop = "{number}', 1), encoding="utf-8")
    named = [fault for fault in check_content(copy) if f"names {number}, which is withheld" in fault]
    assert any("young_money" in fault for fault in named)
    assert any("texts.toml [talk.stop]" in fault for fault in named)


def test_an_entry_not_checked_for_90_days_is_a_warning_and_no_fault() -> None:
    newest = max(c.checked for c in DIRECTORY.channels.values())
    fresh = content_warnings(today=newest + datetime.timedelta(days=STALE_DAYS))
    old = content_warnings(today=newest + datetime.timedelta(days=STALE_DAYS + 1))
    assert len(old) == len(DIRECTORY.channels) + len(DIRECTORY.local)
    assert len(fresh) < len(old)
    assert "directory/national.toml [channel police_110] [checked] 2026-11-23: not checked for 91 days" in "\n".join(
        old
    )
    assert check_content() == []


def test_the_most_local_entry_wins() -> None:
    psych = "psych_12356"
    assert "开封" in DIRECTORY.at(psych, "410225").hours
    assert DIRECTORY.at(psych, "41").hours == DIRECTORY.at(psych, None).hours == DIRECTORY.channels[psych].hours
    assert DIRECTORY.at("women_12338", "530111").checked.year == 2014


def test_every_need_is_in_reach_of_the_first() -> None:
    seen, todo = set(), ["all"]
    while todo:
        need = DIRECTORY.needs[todo.pop()]
        seen.add(need.id)
        todo += [t.removeprefix("need:") for _, t in need.leads if t.startswith("need:") and t[5:] not in seen]
    assert seen == set(DIRECTORY.needs)


def test_what_the_fact_sheet_withholds_is_withheld() -> None:
    """facts.md section 4 and corrections D: from memory, not official, hidden until checked."""
    hidden = {x.number for x in DIRECTORY.withheld}
    assert hidden >= {"12315", "12391", "96110", "12380", "12349", "12395", "400-161-9995", "010-82951332"}
    assert hidden.isdisjoint(c.number for c in DIRECTORY.channels.values())
