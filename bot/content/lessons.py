"""Lessons: `data/lessons/<id>.md`: front matter, panels (`lesson_panels`) and sections of words (`lesson_sections`).

A lesson is a comic; a story, which somebody tells in the first person; or choices, a comic that goes on as the reader
chooses (`lesson_branches`).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.content.front import read_front
from bot.content.lesson_branches import Branches, Stretch, split_follows
from bot.content.lesson_panels import PANELS, Panel, parse_panels
from bot.content.lesson_sections import SECTIONS, Sections, parse_sections, source_faults
from bot.content.lesson_ways import TOTAL, branch_faults, broken
from bot.content.models import ROLES
from bot.errors import ContentError

NEEDS = {
    "talk": "好好说话",
    "parting": "分开和团圆",
    "heart": "心里难受",
    "learning": "学习和习惯",
    "family": "跟家里人一条心",
    "safety": "平平安安",
    "work": "上班的事",
    "money": "钱的事",
    "papers": "手续和找谁帮忙",
}
"""What somebody comes for, and what a list of lessons calls it."""
LONGEST_TITLE = 14
LONGEST_SUMMARY = 60
LONGEST_TELLER = 24
COMIC, STORY, CHOICES = "comic", "story", "choices"
FORMS = {COMIC: "漫画", STORY: "故事", CHOICES: "您来选"}
"""What a lesson is, and what it is called in a list."""
MADE_UP = "这个故事是拿好多人的经历编的，不是哪一个真人。"
"""Said of every story wherever it is shown."""
_KEYS: dict[str, type[str] | type[list[str]] | type[int]] = {
    "lesson": str, "title": str, "summary": str, "audience": list, "need": str, "topics": list,
    "keywords": list, "quiz": str, "published": str, "minutes": int, "sources": list,
    "form": str, "teller": str, "best": str,
}  # fmt: skip
_OF_A_FORM = {COMIC: {"quiz"}, STORY: {"quiz", "teller"}, CHOICES: {"best"}}
"""Keys that lessons of one form must have and others must not."""
_EXPECTED = {str: "a text", list: "a list of texts", int: "a number"}
_HEADING = re.compile(r"^## (.*?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Lesson:
    """A lesson, named as its file."""

    name: str
    title: str
    summary: str
    audience: tuple[str, ...]
    need: str
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    quiz: str
    """Empty for choices: their questions are the quiz."""
    published: str
    """ISO date."""
    minutes: int
    sources: tuple[str, ...]
    """Where the facts of the comic come from; the sections name their own."""
    panels: tuple[Panel, ...]
    sections: Sections = field(default_factory=Sections)
    form: str = COMIC
    teller: str = ""
    """Who tells a story."""
    branches: Branches | None = None

    def walk(self, way: str = "") -> tuple[Stretch, ...] | None:
        """What is seen on a way, all panels where there is nothing to choose; None when there is no such way."""
        if self.branches is not None:
            return self.branches.walk(way)
        return None if way else (Stretch(tuple(range(1, len(self.panels) + 1))),)

    @property
    def film(self) -> tuple[Panel, ...]:
        """The panels a video shows: of choices the best way."""
        best = self.branches.best if self.branches is not None else ""
        return tuple(self.panels[number - 1] for s in self.walk(best) or () for number in s.numbers)

    @property
    def last(self) -> int:
        """The number of the panel it ends with, on the best way: the warm one."""
        *_, stretch = self.walk(self.branches.best if self.branches is not None else "") or ()
        return stretch.numbers[-1]


def load_lessons(data: Path) -> dict[str, Lesson]:
    """Every lesson under data/lessons by name. Raises ContentError with all faults."""
    lessons, faults = read_lessons(data)
    if faults:
        raise ContentError("\n".join(faults))
    return lessons


def read_lessons(data: Path) -> tuple[dict[str, Lesson], list[str]]:
    """What can be read of the lessons, by name, and every fault as `file [field] reason`."""
    faults: list[str] = []
    found = [_lesson(path, faults) for path in sorted((data / "lessons").glob("*.md"))]
    return {lesson.name: lesson for lesson in found if lesson is not None}, faults


def _lesson(path: Path, faults: list[str]) -> Lesson | None:
    where = f"lessons/{path.name}"
    found = read_front(path, where, faults)
    if found is None:
        return None
    front, body = found
    parts = _parts(body, where, faults)
    form = front.get("form", COMIC)
    drawn = {n: text for n, text in parts.items() if n.isdigit()}
    wrong = [f"{where} {fault}" for fault in _front_faults(front, path.stem)]
    branches = None
    if form == CHOICES:
        drawn, follows = split_follows(drawn, where, faults)
        branches = Branches(follows, str(front.get("best", "")))
        wrong += broken(branches, where)
    panels = parse_panels(drawn, where, faults, TOTAL if form == CHOICES else PANELS)
    sections = parse_sections({n: t for n, t in parts.items() if n in SECTIONS}, where, faults, story=form == STORY)
    faults.extend(wrong)
    if wrong:
        return None
    if branches is not None:
        faults.extend(branch_faults(branches, panels, where))
    return Lesson(
        name=path.stem,
        title=front["title"],
        summary=front["summary"],
        audience=tuple(front["audience"]),
        need=front["need"],
        topics=tuple(front["topics"]),
        keywords=tuple(front["keywords"]),
        quiz=front.get("quiz", ""),
        published=front["published"],
        minutes=front["minutes"],
        sources=tuple(front["sources"]),
        panels=panels,
        sections=sections,
        form=form,
        teller=front.get("teller", ""),
        branches=branches,
    )


def _front_faults(front: dict[str, Any], name: str) -> list[str]:
    if (form := front.get("form", COMIC)) not in FORMS:
        return [f"[form] one of {', '.join(FORMS)}"]
    wanted = _KEYS.keys() - {"form"} - set().union(*_OF_A_FORM.values()) | _OF_A_FORM[form]
    faults = [f"[{key}] unknown key" for key in sorted(front.keys() - _KEYS)]
    faults += [f"[{key}] not for form {form}" for key in sorted(_KEYS.keys() & front.keys() - wanted - {"form"})]
    faults += [f"[{key}] is missing" for key in _KEYS if key in wanted and key not in front]
    for key in _KEYS.keys() & front.keys():
        value, kind = front[key], _KEYS[key]
        if not value or not isinstance(value, kind) or (isinstance(value, list) and {type(v) for v in value} != {str}):
            faults.append(f"[{key}] {_EXPECTED[kind]} is expected")
    if faults:
        return sorted(faults)
    if front["lesson"] != name:
        faults.append(f"[lesson] must be the file's name, {name}")
    if set(front["audience"]) - set(ROLES):
        faults.append(f"[audience] some of {', '.join(ROLES)}")
    if front["need"] not in NEEDS:
        faults.append(f"[need] one of {', '.join(NEEDS)}")
    if not _is_monday(front["published"]):
        faults.append("[published] a day like 2026-11-09, a Monday")
    for key, longest in (("title", LONGEST_TITLE), ("summary", LONGEST_SUMMARY), ("teller", LONGEST_TELLER)):
        if len(front.get(key, "")) > longest:
            faults.append(f"[{key}] {len(front[key])} characters; at most {longest}")
    return faults + [f"[sources] {fault}" for fault in source_faults(front["sources"])]


def _is_monday(day: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", day)) and datetime.date.fromisoformat(day).weekday() == 0
    except ValueError:
        return False


def _parts(body: str, where: str, faults: list[str]) -> dict[str, str]:
    """The body's parts by heading, in order."""
    marks = list(_HEADING.finditer(body))
    ends = [m.start() for m in marks[1:]] + [len(body)]
    parts: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        name = mark[1]
        if name in parts:
            faults.append(f"{where} [## {name}] stands there twice")
        elif not name.isdigit() and name not in SECTIONS:
            faults.append(f"{where} [## {name}] unknown heading; a panel's number, or one of {', '.join(SECTIONS)}")
        parts[name] = body[mark.end() : end]
    if stray := body[: marks[0].start() if marks else len(body)].strip():
        faults.append(f"{where} text above the first heading: {stray.splitlines()[0]}")
    return parts
