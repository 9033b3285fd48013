"""A scene or a sign that is wrong is refused with its file and field."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.content.catalogue import DATA, load_catalogue
from bot.content.checks import check_content
from bot.content.scenes import load_scenes
from bot.content.signs import load_signs
from bot.errors import ContentError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "rules", "encoder", "safety"))
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "', 'titel = "', "[titel] unknown key"),
        ('scene = "leave_child_ill"', 'scene = "other"', "must be the file's name"),
        ("order = 1\n", 'order = "first"\n', "[order] a whole number"),
        ('title = "娃病了', 'title = "娃病了娃病了娃病了娃病了', "[title] a text of at most 14"),
        ('says = "班长，我想请三天假', 'says = "班长' + "，真的" * 40, "[turn 1] [says] a text of at most"),
        ('"manager_leave_request", ', '"manager_nothing", ', "[topics] there is no topic page manager_nothing"),
        ("[tomorrow]\nlistening = ", "[tomorrow]\nhearing = ", "[tomorrow] needs exactly listening"),
        ("[turn.hint]\nlistening = ", "[turn.hint]\nhearing = ", "[turn 1] [hint] needs exactly listening"),
        ("[turn.good]\nfacts = [", '[turn.good]\nmercy = ["x"]\nfacts = [', "[good.mercy] unknown criterion"),
        ("[turn.good]\nfacts = [", '[turn.good]\nfacts = ["(谁", ', "[turn 1] [good.facts] (谁"),
        ('[turn.hint]\nlistening = "先接住他', '[turn.hint]\nlistening = "' + "先" * 27 + "接住他", "at most 26"),
        ("[turn.good]\nfacts", "[turn.goods]\nfacts", "[turn 1] [goods] unknown key"),
        ("[turn.hint]\n", "good = 3\n[turn.hint]\n", "Cannot overwrite"),
        ("[turn.slip]\nlistening = [", "[turn.slip]\nlistening = 3 #", "[turn 1] [slip.listening]"),
        ('topics = ["manager_leave_request", ', 'topics = "manager_leave_request" #', "[topics] a list of texts"),
        ('topics = ["', 'ends = "nowhere#start"\ntopics = ["', "[ends] there is no such page or section"),
        ('topics = ["', 'ends = "manager_mistakes#nowhere"\ntopics = ["', "[ends] there is no such page or section"),
        ('who = "小李"', 'who = "小李', "scenes/leave_child_ill.toml: "),
    ],
)
def test_a_fault_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    scene = copy / "scenes" / "leave_child_ill.toml"
    text = scene.read_text(encoding="utf-8")
    assert old in text
    scene.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in f and "scenes/leave_child_ill.toml" in f for f in check_content(copy)), check_content(copy)


def test_exactly_three_turns(copy: Path) -> None:
    scene = copy / "scenes" / "leave_child_ill.toml"
    text = scene.read_text(encoding="utf-8")
    scene.write_text(text[: text.rindex("[[turn]]")], encoding="utf-8")
    assert "scenes/leave_child_ill.toml [turn] 2 turns; exactly 3" in check_content(copy)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ask_again = ", "ask_twice = ", "signs.toml [ask_again] is missing"),
        ("ask_again = [", 'ask_again = ["(再", ', "signs.toml [ask_again] (再"),
        ('negation = "', 'negation = "(', "signs.toml [negation]"),
    ],
)
def test_a_wrong_sign_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    signs = copy / "signs.toml"
    text = signs.read_text(encoding="utf-8")
    assert old in text
    signs.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(f.startswith(fault) for f in check_content(copy)), check_content(copy)


def test_all_faults_of_all_scenes_come_at_once(copy: Path) -> None:
    for path in (copy / "scenes").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace("setting = ", "stage = "), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_scenes(copy, load_signs(copy))
    assert len(re.findall(r"\[setting\] is missing", str(caught.value))) == len(load_catalogue().scenes)


def test_sources_are_named_and_no_text_of_a_scene_is_in_another() -> None:
    seen: dict[str, str] = {}
    for scene in load_catalogue().scenes.values():
        assert scene.sources
        for turn in scene.turns:
            for text in (turn.says, turn.model, *turn.hint.values()):
                assert seen.setdefault(text, scene.name) == scene.name, text
