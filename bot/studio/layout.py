"""Finding room: the largest type and the largest people with which caption, bubbles and heads do not meet.

Rather than shrink people, the picture moves closer: feet go out of the picture and faces stay large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.lesson_panels import Panel
from bot.errors import ContentError
from bot.studio.box import Box
from bot.studio.bubble import Bubble
from bot.studio.bubble_places import Rules, place_bubbles
from bot.studio.caption import Caption, set_caption
from bot.studio.frames import frames_of
from bot.studio.stage import Frame, Standing, stand

Levels = tuple[tuple[int, float, float], ...]
"""Size of type, size of people, how far down the feet are: tried in this order."""
_LEVELS: Levels = (
    (32, 1.16, 700), (32, 1.08, 698), (30, 1.08, 698), (30, 1.0, 694), (30, 1.04, 750),
    (28, 1.0, 694), (28, 1.04, 770), (28, 1.0, 800),
    (26, 1.0, 790), (26, 0.95, 830), (26, 0.9, 840), (26, 0.84, 840), (26, 0.76, 840), (26, 0.68, 840),
)  # fmt: skip
_RULES = (
    Rules(),
    Rules(own_frame=False),
    Rules(own_frame=False, reach=400),
    Rules(own_frame=False, reach=400, bodies=False),
    Rules(own_frame=False, reach=400, bodies=False, strict=False),
)


@dataclass(frozen=True)
class Sheet:
    """What a picture is laid out on."""

    top: float = 0
    """Upper edge; the lower one is 720. Less than 0 is a picture higher than wide."""
    captioned: bool = True
    """The narration stands in the picture."""
    levels: Levels = _LEVELS


COMIC = Sheet()


@dataclass(frozen=True)
class Layout:
    """Where everything is."""

    caption: Caption | None
    frames: tuple[Frame, ...]
    people: tuple[tuple[Standing, ...], ...]
    """For each frame its people, from left to right."""
    bubbles: tuple[Bubble, ...]
    top: float = 0
    """Upper edge of the picture, under a caption."""

    @property
    def everybody(self) -> list[Standing]:
        """The people of all frames."""
        return [s for group in self.people for s in group]


def lay_out(panel: Panel, sheet: Sheet = COMIC) -> Layout:
    """The layout of a panel. Raises ContentError if its words cannot be set legibly."""
    caption = set_caption(panel.narration) if sheet.captioned else None
    top = caption.box.bottom if caption else sheet.top
    frames = frames_of(panel, top)
    said = [who for who, _ in panel.speech]
    missing = set(said) - {a.who for a in panel.cast}
    if missing:
        raise ContentError(f"{', '.join(sorted(missing))} speaks and is not there")
    found = _search(panel, panel.speech, frames, top, sheet.levels)
    if found is None and len(said) == 2 and said[0] == said[1]:
        # In a crowd one tail finds its way where two do not.
        both = ((said[0], " ".join(words for _, words in panel.speech)),)
        found = _search(panel, both, frames, top, sheet.levels)
    if found is None:
        raise ContentError(
            "the speeches do not fit into the picture: " + " / ".join(words for _, words in panel.speech)
        )
    return Layout(caption, frames, *found, top)


def _search(
    panel: Panel, speech: Sequence[tuple[str, str]], frames: tuple[Frame, ...], top: float, levels: Levels
) -> tuple[tuple[tuple[Standing, ...], ...], tuple[Bubble, ...]] | None:
    """The first level at which people and bubbles find room."""
    zone = _zone(panel, top)
    speakers = [who for who, _ in speech]
    for rules in _RULES:
        for font, size, feet in levels:
            people = tuple(tuple(stand(f, size, feet, speakers)) for f in frames)
            if not _visible(frames, people, top):
                continue
            zones = _zones(frames, people, zone, rules.own_frame)
            bubbles = place_bubbles(speech, zones, font, rules)
            if bubbles is not None:
                return people, bubbles
    return None


def _zone(panel: Panel, top: float) -> Box:
    if panel.scene == "phone_screen":
        return Box(76, top + 30, 568, 590 - top)
    return Box(12, top + 12, 696, 690 - top)


def _zones(
    frames: Sequence[Frame], people: Sequence[Sequence[Standing]], zone: Box, own: bool
) -> list[tuple[Standing, Box]]:
    """Everybody, with where their bubbles may be: in a call over their own side, if `own`."""
    found = []
    for frame, group in zip(frames, people, strict=True):
        left, right = max(zone.x, frame.box.x + 4), min(zone.right, frame.box.right - 4)
        part = Box(left, zone.y, right - left, zone.h) if own else zone
        found += [(one, part) for one in group]
    return found


def _visible(frames: Sequence[Frame], people: Sequence[Sequence[Standing]], top: float) -> bool:
    """Whether every head is inside its frame and under the caption, and no two heads cover each other."""
    for frame, group in zip(frames, people, strict=True):
        box = Box(frame.box.x - 30, max(frame.box.y, top) + 4, frame.box.w + 60, 640 - max(frame.box.y, top))
        if not all(s.head.within(box) for s in group):
            return False
    return True
