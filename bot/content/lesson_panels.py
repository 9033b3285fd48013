"""The panels of a lesson's comic: a drawn scene each, with what is said.

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
one is found by the content check and not by a blank picture.
"""

from __future__ import annotations

from dataclasses import dataclass

CAST = {
    "mother": "妈妈",
    "father": "爸爸",
    "grandma": "奶奶",
    "girl": "女儿",
    "boy": "儿子",
    "baby": "宝宝",
    "manager": "周线长",
    "xiaomei": "小梅",
    "xiaojun": "小军",
    "director": "儿童主任",
}
VOICES = {**CAST, "manager": "线长", "xiaomei": "年轻女工", "xiaojun": "年轻工人"}
"""Who speaks, by what they are to the others: for captions, where nobody has been introduced by name."""
POSES = frozenset("stand sit walk phone hug wave point work".split())
FACES = frozenset("calm happy sad tired angry worried surprised cry".split())
PLACES = frozenset("left centre right".split())
SCENES = frozenset(
    "workshop dormitory bus_station village_house classroom riverbank street phone_screen video_call".split()
)
TIMES = frozenset("day dusk night".split())
PROPS = frozenset("phone clock letter book bag bowl lamp heart calendar ball money lock car".split())
LONGEST_SPEECH = 34
LONGEST_NARRATION = 44
ALT = (6, 40)
"""Least and most characters of what a picture shows."""
MOST_SPEECHES = 2
PANELS = (6, 9)
_WRONG = {
    "scene": f"[scene] one of {' '.join(sorted(SCENES))}, then perhaps {' '.join(sorted(TIMES))}",
    "cast": "[cast] who pose face place, as in: mother sit tired left",
    "prop": f"[prop] one of {' '.join(sorted(PROPS))}, then {' '.join(sorted(PLACES))}",
}


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


def parse_panels(
    parts: dict[str, str], where: str, faults: list[str], limits: tuple[int, int] = PANELS
) -> tuple[Panel, ...]:
    """The panels of a lesson from its numbered parts; what is wrong with them is added to `faults`."""
    fewest, most = limits
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
