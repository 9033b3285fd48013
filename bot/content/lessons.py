"""Lessons: `data/lessons/<id>.md`, front matter, panels, sections of words. A panel is a drawn scene with what is said.

```text
## 1
scene: dormitory night
cast: mother sit tired left
prop: phone right
alt: 李姐坐在床边，手机搁在一旁。
narration: 晚上九点，李姐下班了。
mother: 打过去说点啥好呢？
```
Who, poses, faces, scenes and props are the studio's; the names are checked here so that a wrong
one is found by the content check and not by a blank picture. The sections are `lesson_sections`'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.content.front import read_front
from bot.content.lesson_sections import SECTIONS, Sections, parse_sections, source_faults
from bot.content.models import ROLES
from bot.errors import ContentError

CAST = {
    "mother": "妈妈",
    "father": "爸爸",
    "grandma": "奶奶",
    "girl": "女儿",
    "boy": "儿子",
    "baby": "宝宝",
    "manager": "周线长",
    "xiaomei": "小梅",
    "director": "儿童主任",
}
POSES = frozenset("stand sit walk phone hug wave point work".split())
FACES = frozenset("calm happy sad tired angry worried surprised cry".split())
PLACES = frozenset("left centre right".split())
SCENES = frozenset(
    "workshop dormitory bus_station village_house classroom riverbank street phone_screen video_call".split()
)
TIMES = frozenset("day dusk night".split())
PROPS = frozenset("phone clock letter book bag bowl lamp heart calendar ball money lock".split())
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
LONGEST_SPEECH = 34
LONGEST_NARRATION = 44
ALT = (6, 40)
"""Least and most characters of what a picture shows."""
LONGEST_TITLE = 14
LONGEST_SUMMARY = 60
MOST_SPEECHES = 2
PANELS = (6, 9)
_KEYS: dict[str, type[str] | type[list[str]] | type[int]] = {
    "lesson": str, "title": str, "summary": str, "audience": list, "need": str, "topics": list,
    "keywords": list, "quiz": str, "published": str, "minutes": int, "sources": list,
}  # fmt: skip
_EXPECTED = {str: "a text", list: "a list of texts", int: "a number"}
_WRONG = {
    "scene": f"[scene] one of {' '.join(sorted(SCENES))}, then perhaps {' '.join(sorted(TIMES))}",
    "cast": "[cast] who pose face place, as in: mother sit tired left",
    "prop": f"[prop] one of {' '.join(sorted(PROPS))}, then {' '.join(sorted(PLACES))}",
}
_HEADING = re.compile(r"^## (.*?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Actor:
    """Somebody in a panel."""

    who: str
    pose: str
    face: str
    place: str


@dataclass(frozen=True)
class Panel:
    """One picture of a comic."""

    scene: str
    time: str
    cast: tuple[Actor, ...]
    props: tuple[tuple[str, str], ...]
    narration: str
    speech: tuple[tuple[str, str], ...]
    seen: str = ""
    """What the picture shows, in words."""

    @property
    def alt(self) -> str:
        """The panel for those who cannot see the picture: what it shows, what is told, what is said."""
        said = [f"{CAST[who]}说：“{words}”" for who, words in self.speech]
        return " ".join(filter(None, [self.seen, self.narration, *said]))


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
    published: str
    """ISO date."""
    minutes: int
    sources: tuple[str, ...]
    """Where the facts of the comic come from; the sections name their own."""
    panels: tuple[Panel, ...]
    sections: Sections = field(default_factory=Sections)


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
    panels = _panels({n: text for n, text in parts.items() if n.isdigit()}, where, faults)
    sections = parse_sections({n: text for n, text in parts.items() if n in SECTIONS}, where, faults)
    wrong = [f"{where} {fault}" for fault in _front_faults(front, path.stem)]
    faults.extend(wrong)
    if wrong:
        return None
    return Lesson(
        name=path.stem,
        title=front["title"],
        summary=front["summary"],
        audience=tuple(front["audience"]),
        need=front["need"],
        topics=tuple(front["topics"]),
        keywords=tuple(front["keywords"]),
        quiz=front["quiz"],
        published=front["published"],
        minutes=front["minutes"],
        sources=tuple(front["sources"]),
        panels=panels,
        sections=sections,
    )


def _front_faults(front: dict[str, Any], name: str) -> list[str]:
    faults = [f"[{key}] unknown key" for key in sorted(front.keys() - _KEYS)]
    faults += [f"[{key}] is missing" for key in _KEYS if key not in front]
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
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", front["published"]):
        faults.append("[published] a day like 2026-11-09")
    for key, longest in (("title", LONGEST_TITLE), ("summary", LONGEST_SUMMARY)):
        if len(front[key]) > longest:
            faults.append(f"[{key}] {len(front[key])} characters; at most {longest}")
    return faults + [f"[sources] {fault}" for fault in source_faults(front["sources"])]


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


def _panels(parts: dict[str, str], where: str, faults: list[str]) -> tuple[Panel, ...]:
    fewest, most = PANELS
    if not fewest <= len(parts) <= most:
        faults.append(f"{where} [panels] {len(parts)} panels; {fewest} to {most}")
    if list(parts) != [str(n) for n in range(1, len(parts) + 1)]:
        faults.append(f"{where} [panels] are numbered ## 1, ## 2, ## 3 … in order")
    return tuple(_panel(text, f"{where} [## {number}]", faults) for number, text in parts.items())


def _panel(body: str, here: str, faults: list[str]) -> Panel:
    scene, time, narration, seen = "", "day", "", ""
    cast: list[Actor] = []
    props: list[tuple[str, str]] = []
    speech: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, body.splitlines())):
        key, colon, value = line.partition(":")
        value, words = value.strip(), value.split()
        if key == "scene" and words and words[0] in SCENES and set(words[1:]) <= TIMES:
            scene, time = words[0], (words[1:] or ["day"])[0]
        elif key == "cast" and _is_actor(words):
            cast.append(Actor(*words))
        elif key == "prop" and len(words) == 2 and words[0] in PROPS and words[1] in PLACES:
            props.append((words[0], words[1]))
        elif key == "narration" and value and not narration:
            narration = value
        elif key == "alt" and value and not seen:
            seen = value
        elif colon and key in CAST and value:
            speech.append((key, value))
        else:
            faults.append(f"{here} {_WRONG.get(key, 'not understood')}: {line}")
    if len(narration) > LONGEST_NARRATION:
        faults.append(f"{here} [narration] {len(narration)} characters; at most {LONGEST_NARRATION}: {narration}")
    faults.extend(
        f"{here} [{who}] {len(words)} characters; at most {LONGEST_SPEECH}: {words}"
        for who, words in speech
        if len(words) > LONGEST_SPEECH
    )
    if not ALT[0] <= len(seen) <= ALT[1]:
        faults.append(f"{here} [alt] {len(seen)} characters; {ALT[0]} to {ALT[1]} that say what the picture shows")
    if not scene:
        faults.append(f"{here} [scene] is missing")
    if len(speech) > MOST_SPEECHES:
        faults.append(f"{here} at most {MOST_SPEECHES} speeches")
    if len({a.place for a in cast}) != len(cast):
        faults.append(f"{here} two stand in one place")
    faults.extend(f"{here} {who} speaks and is not there" for who, _ in speech if who not in {a.who for a in cast})
    if not narration and not speech:
        faults.append(f"{here} says nothing")
    return Panel(scene, time, tuple(cast), tuple(props), narration, tuple(speech), seen)


def _is_actor(words: list[str]) -> bool:
    return len(words) == 4 and words[0] in CAST and words[1] in POSES and words[2] in FACES and words[3] in PLACES
