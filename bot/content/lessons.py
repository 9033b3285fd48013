"""Lessons: `data/lessons/<id>.md`, front matter and panels. A panel is a drawn scene with what is said.

```text
## 1
scene: dormitory night
cast: mother sit tired left
prop: phone right
narration: 晚上九点，李姐下班了。
mother: 打过去说点啥好呢？
```
Who, poses, faces, scenes and props are the studio's; the names are checked here so that a wrong
one is found by the content check and not by a blank picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.content.front import read_front
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
LONGEST_SPEECH = 34
LONGEST_NARRATION = 44
MOST_SPEECHES = 2
_KEYS = {"lesson", "title", "summary", "audience", "topics", "keywords", "quiz", "published", "minutes", "sources"}
_PANEL = re.compile(r"^## (\d+)[ \t]*$", re.M)


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

    @property
    def alt(self) -> str:
        """The panel in words, for those who cannot see the picture."""
        said = [f"{CAST[who]}说：“{words}”" for who, words in self.speech]
        return " ".join([*([self.narration] if self.narration else []), *said])


@dataclass(frozen=True)
class Lesson:
    """A lesson, named as its file."""

    name: str
    title: str
    summary: str
    audience: tuple[str, ...]
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    quiz: str
    published: str
    """ISO date."""
    minutes: int
    sources: tuple[str, ...]
    panels: tuple[Panel, ...]


def load_lessons(data: Path) -> dict[str, Lesson]:
    """Every lesson under data/lessons by name. Raises ContentError with all faults."""
    faults: list[str] = []
    lessons = {}
    for path in sorted((data / "lessons").glob("*.md")):
        lesson = _lesson(path, faults)
        if lesson is not None:
            lessons[lesson.name] = lesson
    if faults:
        raise ContentError("\n".join(faults))
    return lessons


def _lesson(path: Path, faults: list[str]) -> Lesson | None:
    where = f"lessons/{path.name}"
    found = read_front(path, where, faults)
    if found is None:
        return None
    front, body = found
    wrong = [f"{where} [{key}] unknown key" for key in front.keys() - _KEYS]
    wrong += [f"{where} [{key}] is missing" for key in _KEYS - front.keys()]
    if wrong:
        faults.extend(wrong)
        return None
    if front["lesson"] != path.stem:
        faults.append(f"{where} [lesson] must be the file's name, {path.stem}")
    if not front["audience"] or set(front["audience"]) - set(ROLES):
        faults.append(f"{where} [audience] some of {', '.join(ROLES)}")
    panels = _panels(body, where, faults)
    if not panels:
        faults.append(f"{where} has no panels")
    return Lesson(
        name=path.stem,
        title=front["title"],
        summary=front["summary"],
        audience=tuple(front["audience"]),
        topics=tuple(front["topics"]),
        keywords=tuple(front["keywords"]),
        quiz=front["quiz"],
        published=str(front["published"]),
        minutes=int(front["minutes"]),
        sources=tuple(front["sources"]),
        panels=tuple(panels),
    )


def _panels(body: str, where: str, faults: list[str]) -> list[Panel]:
    marks = list(_PANEL.finditer(body))
    ends = [m.start() for m in marks[1:]] + [len(body)]
    panels = []
    for number, (mark, end) in enumerate(zip(marks, ends, strict=True), 1):
        here = f"{where} [## {mark[1]}]"
        if int(mark[1]) != number:
            faults.append(f"{here} panels are numbered 1, 2, 3 …")
        panels.append(_panel(body[mark.end() : end], here, faults))
    return panels


def _panel(body: str, here: str, faults: list[str]) -> Panel:
    scene, time, narration = "", "day", ""
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
        elif key == "narration" and len(value) <= LONGEST_NARRATION:
            narration = value
        elif colon and key in CAST and len(value) <= LONGEST_SPEECH:
            speech.append((key, value))
        else:
            faults.append(f"{here} not understood, or too long: {line}")
    if not scene:
        faults.append(f"{here} has no scene")
    if len(speech) > MOST_SPEECHES:
        faults.append(f"{here} at most {MOST_SPEECHES} speeches")
    if len({a.place for a in cast}) != len(cast):
        faults.append(f"{here} two stand in one place")
    faults.extend(f"{here} {who} speaks and is not there" for who, _ in speech if who not in {a.who for a in cast})
    if not narration and not speech:
        faults.append(f"{here} says nothing")
    return Panel(scene, time, tuple(cast), tuple(props), narration, tuple(speech))


def _is_actor(words: list[str]) -> bool:
    return len(words) == 4 and words[0] in CAST and words[1] in POSES and words[2] in FACES and words[3] in PLACES
