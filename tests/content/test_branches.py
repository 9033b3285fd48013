"""Stories and comics with choices: their faults by file and field, and a property of every way through ours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import DATA
from bot.content.lesson_branches import Branches, split_follows
from bot.content.lesson_faults import lesson_faults
from bot.content.lesson_panels import PANELS, Actor, Panel
from bot.content.lesson_sections import STORY as LONG
from bot.content.lesson_ways import FORKS, branch_faults, broken
from bot.content.lessons import CHOICES, MADE_UP, STORY, load_lessons, read_lessons
from tests.content.ways import every_way

LESSONS = load_lessons(DATA)
WITH_CHOICES = [x for x in LESSONS.values() if x.form == CHOICES]
TOLD = [x for x in LESSONS.values() if x.form == STORY]
SAID, STORIED = "lessons/parent_what_do_you_say.md", "lessons/young_story_the_call.md"


@pytest.mark.parametrize("lesson", WITH_CHOICES, ids=lambda x: x.name)
def test_every_way_ends_warm_and_shows_a_whole_comic(lesson) -> None:
    ways, seen = every_way(lesson), set()
    assert sorted(ways) == sorted(lesson.branches.ways())
    for way in ways:
        stretches = lesson.walk(way)
        numbers = [number for stretch in stretches for number in stretch.numbers]
        assert len(numbers) == len(set(numbers)), "nobody sees a panel twice"
        assert PANELS[0] <= len(numbers) <= PANELS[1]
        assert FORKS[0] <= len(way) <= FORKS[1]
        assert "happy" in {actor.face for actor in lesson.panels[numbers[-1] - 1].cast}
        assert stretches[-1].follow.end
        seen |= set(numbers)
    assert seen == set(range(1, len(lesson.panels) + 1))
    assert lesson.film == tuple(lesson.panels[n - 1] for s in lesson.walk(lesson.branches.best) for n in s.numbers)
    assert lesson.last == lesson.walk(lesson.branches.best)[-1].numbers[-1]


@pytest.mark.parametrize("lesson", TOLD, ids=lambda x: x.name)
def test_a_story_is_long_told_by_somebody_and_has_a_quiz(lesson) -> None:
    assert LONG[0] <= len("".join(lesson.sections.text)) <= LONG[1]
    assert "我" in "".join(lesson.sections.text)
    assert lesson.teller
    assert lesson.quiz
    assert "不是哪一个真人" in MADE_UP


FAULTS = [
    (SAID, r"^form = .*$", 'form = "game"', "[form] one of comic, story, choices"),
    (SAID, r"^form = .*\n", "", "[best] not for form comic"),
    (SAID, r"^best = .*\n", "", "[best] is missing"),
    (SAID, r"^best = .*$", 'best = "33"', "[best] 33 leads to no end; 111 does"),
    (SAID, r"^best = .*$", 'best = "999"', "[best] 999 leads to no end"),
    (SAID, r"^best = ", 'quiz = "young_not_alone"\nbest = ', "[quiz] not for form choices"),
    (SAID, r"=> 5$", "=> 77", "[## 2] leads to 77, which is not there"),
    (SAID, r"=> 5$", "=> 3", "[## 5] nobody comes to this panel"),
    (SAID, r"^next: 12$", "next: 2", "a loop: this panel leads back to itself"),
    (SAID, r"^next: 8$", "next: soon", "[## 4] [next] the number of a panel, not soon"),
    (SAID, r"^next: 8$", "next: 0", "[## 4] [next] the number of a panel, not 0"),
    (SAID, r"^next: 8$", "next: 8\nend: 走到这里，就算走完了。", "[end][next] only one of ask, next and end"),
    (SAID, r"^next: 8$", "next: 8\nnext: 9", "[## 4] [next] stands there twice"),
    (SAID, r"^ask: 她不吭声.*\n", "", "[## 2] [ask] a question and its choices stand together"),
    (SAID, r"(?s)^\* 作业又没写.*?=> 7$", "* 妈陪你坐会儿 => 7", "[## 2] [choice] 1 choices; 2 to 4"),
    (SAID, r"^\* 作业又没写吧？ => 3$", "* 作业又没写吧？", "[## 2] [choice] is `* label => 7`"),
    (SAID, r"^\* 作业又没写吧？", "* 咋了？快跟妈说", "[## 2] [choice] two say the same"),
    (SAID, r"^\* 作业又没写吧？", f"* {'啊' * 15}", "[## 2] [choice] 15 characters; 2 to 14"),
    (SAID, r"^ask: 她不吭声.*$", "ask: 说啥", "[## 2] [ask] 2 characters; 6 to 40"),
    (SAID, r"^end: 您没教她.*\n", "", "[## 16] [end] a dead end"),
    (SAID, r"^end: 您没教她.*$", "end: 好", "[## 16] [end] 1 characters; 10 to 60"),
    (SAID, r"^cast: xiaomei stand happy right$", "cast: xiaomei stand sad right", "[## 16] [end] ends warm"),
    (SAID, r"^next: 8$", "next: 14", "[way 1] 1 questions; 2 to 3"),
    (SAID, r"^next: 8$", "next: 14", "[way 1] 5 panels; 6 to 9"),
    (SAID, r"^end: 您先接住.*$", "end: 请您履行监护职责，关注孩子的情绪。", "[## 14] [ask, end]"),
    (STORIED, r"^teller = .*\n", "", "[teller] is missing"),
    (STORIED, r"^teller = .*$", f'teller = "{"我" * 25}"', "[teller] 25 characters; at most 24"),
    (STORIED, r"^form = .*\n", "", "[teller] not for form comic"),
    (STORIED, r"(?s)(?<=^## text\n).*?(?=^source)", "我小时候等过电话。\n", "9 characters; 500 to 900"),
    (STORIED, r"(?s)(?<=^## text\n).*?(?=^source)", "小军等过电话。\n" * 90, "a story is told in the first person"),
    (STORIED, r"^narration: 我叫小军.*$", "end: 走完了，明天再打一回。", "[## 1] not understood"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS)
def test_a_fault_is_named_with_its_file_and_field(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("nlu", "rules", "safety", "encoder"))
    text = (data / file).read_text(encoding="utf-8")
    changed = re.sub(old, lambda _: new, text, count=1, flags=re.M)
    assert changed != text
    (data / file).write_text(changed, encoding="utf-8")
    lessons, faults = read_lessons(data)
    if not any(fault in line for line in faults):
        faults = lesson_faults(data)
    assert any(line.startswith(file) and fault in line for line in faults), faults
    for lesson in lessons.values():  # whatever can be read can be shown
        assert lesson.film
        assert lesson.walk()


_LINES = st.lists(
    st.sampled_from(
        ["ask: 她不吭声，您说啥？", "* 作业写了没 => 2", "* 妈陪你坐坐 => 3", "* 咋了 => 9",
         "next: 3", "next: 1", "next: x", "end: 走完了，明天接着打电话。", "scene: street day"]
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_LINES, max_size=7), st.text("123", max_size=3))
def test_any_graph_is_refused_or_can_be_walked_to_its_ends(bodies: list[list[str]], best: str) -> None:
    faults: list[str] = []
    parts = {str(n): "\n".join(lines) for n, lines in enumerate(bodies, 1)}
    bare, follows = split_follows(parts, "x.md", faults)
    assert bare.keys() == parts.keys()
    branches = Branches(follows, best)
    faults += broken(branches, "x.md")
    if faults:
        return
    panels = [Panel("street", "day", (Actor("girl", "sit", "happy", "left"),), (), "", ())] * len(parts)
    unreached = {line for line in branch_faults(branches, panels, "x.md") if "nobody" in line}
    seen = set()
    for way in branches.ways():
        stretches = branches.walk(way)
        assert stretches is not None
        assert stretches[-1].follow.end
        seen |= {number for stretch in stretches for number in stretch.numbers}
    assert len(unreached) == len(parts) - len(seen)
    assert best in list(branches.ways())
