"""The format of lessons: every fault is named with file and field, all of them at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import DATA
from bot.content.checks import check_content
from bot.content.lesson_faults import lesson_faults
from bot.content.lesson_sections import SECTIONS, Sections, parse_sections
from bot.content.lessons import read_lessons
from bot.studio.fits import drawing_faults

ID = "parent_call_that_works"
LESSON, QUIZ = f"lessons/{ID}.md", f"quizzes/{ID}.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "rules", "safety", "encoder"))
    return tmp_path / "data"


def change(data: Path, file: str, old: str, new: str) -> None:
    """Another text in place of the first one that matches."""
    text = (data / file).read_text(encoding="utf-8")
    changed = re.sub(old, lambda _: new, text, count=1, flags=re.M)
    assert changed != text
    (data / file).write_text(changed, encoding="utf-8")


def test_our_lessons_are_right() -> None:
    assert lesson_faults(DATA) == []
    assert drawing_faults(read_lessons(DATA)[0].values()) == []


LONG = "说" * 35
FAULTS = [
    (LESSON, r"^need = .*$", 'need = "fun"', "[need] one of talk"),
    (LESSON, r"^need = .*\n", "", "[need] is missing"),
    (LESSON, r"^need = ", "wish = 1\nneed = ", "[wish] unknown key"),
    (LESSON, r"^lesson = .*$", 'lesson = "other"', "[lesson] must be the file's name"),
    (LESSON, r"^title = .*$", "title = 7", "[title] a text is expected"),
    (LESSON, r"^title = .*$", f'title = "{"课" * 15}"', "[title] 15 characters; at most 14"),
    (LESSON, r"^audience = .*$", 'audience = "parent"', "[audience] a list of texts is expected"),
    (LESSON, r"^audience = .*$", 'audience = ["boss"]', "[audience] some of parent"),
    (LESSON, r"^topics = .*$", 'topics = ["nothing"]', "[topics] there is no topic nothing"),
    (LESSON, r"^quiz = .*$", 'quiz = "nothing"', "[quiz] there is no quiz nothing"),
    (LESSON, r"^quiz = .*$", 'quiz = "young_not_alone"', "[quiz] young_not_alone is of the lesson"),
    (LESSON, r"^published = .*$", "published = 2026-11-09", "[published] a text is expected"),
    (LESSON, r"^published = .*$", 'published = "soon"', "[published] a day like"),
    (LESSON, r"^published = .*$", 'published = "2026-13-45"', "[published] a day like"),
    (LESSON, r"^published = .*$", 'published = "2026-11-10"', "[published] a day like 2026-11-09, a Monday"),
    (LESSON, r"^minutes = .*$", 'minutes = "two"', "[minutes] a number is expected"),
    (LESSON, r"^sources = .*$", "sources = []", "[sources] a list of texts is expected"),
    (LESSON, r"^sources = .*$", 'sources = ["somebody said so"]', "[sources] begins with facts:"),
    (LESSON, r"^sources = .*$", 'sources = ["channels:nobody"]', "[sources] there is no channel nobody"),
    (LESSON, r"^## 9$", "## 10", "[panels] are numbered"),
    (LESSON, r"^## 9$", "## 8", "[## 8] stands there twice"),
    (LESSON, r"^## 9$", "## ending", "[## ending] unknown heading"),
    (LESSON, r"^## 1$", "hello\n## 1", "text above the first heading: hello"),
    (LESSON, r"^scene: .*\n", "", "[## 1] [scene] is missing"),
    (LESSON, r"^scene: .*$", "scene: moon", "[## 1] [scene] one of bus_station"),
    (LESSON, r"^cast: .*$", "cast: mother fly happy left", "[## 1] [cast] who pose face place"),
    (LESSON, r"^prop: .*$", "prop: gun left", "[prop] one of bag"),
    (LESSON, r"^alt: .*\n", "", "[## 1] [alt] 0 characters; 6 to 40"),
    (LESSON, r"^alt: .*$", "alt: 图", "[## 1] [alt] 1 characters; 6 to 40"),
    (LESSON, r"^narration: .*$", f"narration: {'说' * 45}", "[## 1] [narration] 45 characters; at most 44"),
    (LESSON, r"^mother: .*$", f"mother: {LONG}", "[## 1] [mother] 35 characters; at most 34"),
    (LESSON, r"^mother: .*$", "boy: 我也在", "[## 1] boy speaks and is not there"),
    (LESSON, r"^mother: ", "mother: 甲。\nmother: 乙。\nmother: ", "[## 1] at most 2 speeches"),
    (LESSON, r"^mother: ", "dog: 汪\nmother: ", "[## 1] not understood: dog: 汪"),
    (LESSON, r"^mother: .*$", "mother: 请尽快履行监护义务。", "bookish word 尽快"),
    (LESSON, r"^## text$", "## words", "[## text] is missing"),
    (LESSON, r"(?s)^## text\n.*?(?=^source)", "## text\n太短了。\n", "[## text] 4 characters; 300 to 500"),
    (LESSON, r"^没空长聊.*$", "说" * 300, "[## text]"),
    (LESSON, r"(?s)^source: [^\n]*\nsource: [^\n]*\n\n## do", "\n## do", "[## text] [source] is missing"),
    (LESSON, r"^\* 今晚打过去.*\n", "", "[## do] 2 things to do; exactly 3"),
    (LESSON, r"^\* 今晚打过去", "今晚打过去", "[## do] a line begins with `* `"),
    (LESSON, r"^\* 今晚打过去.*$", "* 打电话", "[## do] 3 characters; 10 to 60"),
    (LESSON, r"(?s)^爸、妈：.*?(?=^source)", "爸、妈：\n", "[## grandparents] 4 characters; 60 to 200"),
    (LESSON, r"^\* 2分钟：", "* 3分钟：", "[## group] takes 11 minutes; 10"),
    (LESSON, r"^\* 2分钟：", "* 先", "[## group] a step is"),
    (LESSON, r"^我说好哪天打.*$", "难受就打010-82951332。", "names 010-82951332"),
    (QUIZ, r"^right = 2$", "right = [1, 2]", "[question 1] [right] 2 right answers; exactly one"),
    (QUIZ, r"^right = 2$", "right = 4", "[question 1] [right] the number of the one right choice"),
    (QUIZ, r"^right = 2$", 'right = "2"', "[question 1] [right] the number of the one right choice"),
    (QUIZ, r'"今天老师表扬你没有？"', '"妈今天两只袜子穿串了！"', "[question 1] [choices] two say the same"),
    (QUIZ, r"^choices = .*$", 'choices = "一个"', "[question 1] text and why are texts"),
    (QUIZ, r"^why = .*\n", "", "[question 1] needs exactly choices"),
    (QUIZ, r"^sources = .*$", "sources = []", "[sources] is missing"),
    (QUIZ, r"(?s)^\[\[question\]\].*?(?=^\[\[question)", "", "[question] 4 questions; 5"),
    (QUIZ, r"^lesson = .*$", 'lesson = "nothing"', "[lesson] there is no lesson nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS)
def test_a_fault_is_named_with_its_file_and_field(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    change(copy, file, old, new)
    found = lesson_faults(copy)
    assert any(line.startswith(file) and fault in line for line in found), found


def test_all_faults_are_named_at_once_and_refused_by_the_content_check(copy: Path) -> None:
    change(copy, LESSON, r"^alt: .*\n", "")
    change(copy, LESSON, r"^need = .*$", 'need = "fun"')
    change(copy, QUIZ, r"^right = 2$", "right = [1, 2]")
    (copy / "lessons/young_not_alone.md").write_text("nothing", encoding="utf-8")
    found = "\n".join(lesson_faults(copy))
    for part in ("[alt]", "[need]", "[right] 2 right answers", "young_not_alone.md: front matter"):
        assert part in found
    assert check_content(copy)


@pytest.mark.parametrize(("panels", "fault"), [(5, "5 panels; 6 to 9"), (10, "10 panels; 6 to 9")])
def test_six_to_nine_panels(copy: Path, panels: int, fault: str) -> None:
    path = copy / LESSON
    head, *rest = re.split(r"(?m)^## \d\n", path.read_text(encoding="utf-8"))
    last, tail = rest[-1].split("## text")
    drawn = [*rest[:-1], last]
    drawn = (drawn + drawn)[:panels]
    body = "".join(f"## {n}\n{panel}" for n, panel in enumerate(drawn, 1))
    path.write_text(f"{head}{body}## text{tail}", encoding="utf-8")
    assert any(fault in line for line in lesson_faults(copy))


def test_words_that_leave_their_bubble_are_refused(copy: Path) -> None:
    change(copy, LESSON, r"^mother: .*$", f"mother: {'说个没完' * 40}")
    change(copy, LESSON, r"^girl: .*$", f"girl: {'说个没完' * 40}")
    faults = drawing_faults(read_lessons(copy)[0].values())
    assert any(line.startswith(f"{LESSON} [## 1]") for line in faults), faults


_BODY = st.text(st.sampled_from("* 分钟：source:0123456789今晚打过去\n\t"), max_size=120)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(SECTIONS), _BODY))
def test_any_section_is_read_or_refused_and_none_is_lost_silently(parts: dict[str, str]) -> None:
    faults: list[str] = []
    read = parse_sections(parts, "x.md", faults)
    whole = dict(read.passages())
    for name in SECTIONS:
        if name not in parts or not whole[name]:
            assert any(f"[## {name}]" in fault for fault in faults)
    if not faults:
        assert sum(step.minutes for step in read.group) == 10
        assert len(read.do) == 3


def test_no_sections_are_four_faults() -> None:
    faults: list[str] = []
    assert parse_sections({}, "x.md", faults) == Sections(sources=dict.fromkeys(SECTIONS, ()))
    assert len(faults) == len(SECTIONS)
