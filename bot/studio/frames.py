"""The parts of a picture: one place, or the two sides of a call with the people at home and at the factory."""

from __future__ import annotations

from bot.content.lesson_panels import Actor, Panel
from bot.studio.box import Box
from bot.studio.cast import PEOPLE
from bot.studio.stage import Frame

GUTTER = 10
PHONE = Box(56, 0, 608, 708)
"""The phone's body in a phone_screen picture, under the caption."""
BEZEL = 16
_ELSEWHERE = {"village_house": "classroom", "dormitory": "street", "workshop": "dormitory"}
"""Where the second is when both are away, or both at home."""
_OTHER = {"village_house": "dormitory", "dormitory": "village_house", "workshop": "village_house"}


def frames_of(panel: Panel, top: float) -> tuple[Frame, ...]:
    """The frames of a panel whose caption ends at `top`; less than 0 is a picture higher than wide."""
    y = min(top, 0.0)
    if panel.scene == "video_call":
        half = (720 - GUTTER) / 2
        left, right = _sides(panel.cast)
        here = _place_of(left, "dormitory" if not right else _OTHER[_place_of(right, "village_house")])
        there = _place_of(right, _OTHER[here])
        there = _ELSEWHERE[there] if there == here else there
        return Frame(Box(0, y, half, 720 - y), here, left), Frame(Box(half + GUTTER, y, half, 720 - y), there, right)
    if panel.scene == "phone_screen":
        return _screen(panel, top)
    return (Frame(Box(0, y, 720, 720 - y), panel.scene, panel.cast),)


def phone_body(top: float) -> Box:
    """The phone in the picture, under a caption that ends at `top`."""
    return Box(PHONE.x, top + 10, PHONE.w, PHONE.bottom - top - 10)


def screen_of(top: float) -> Box:
    """The glass of that phone."""
    body = phone_body(top)
    return Box(body.x + BEZEL, body.y + BEZEL, body.w - 2 * BEZEL, body.h - 2 * BEZEL)


def _screen(panel: Panel, top: float) -> tuple[Frame, ...]:
    glass = screen_of(top)
    homes = [tuple(a for a in panel.cast if PEOPLE[a.who].home == home) for home in ("factory", "village")]
    groups = [g for g in homes if g]
    if len(groups) < 2:
        return (Frame(glass, _place_of(panel.cast, "village_house"), panel.cast),)
    groups.sort(key=lambda g: min(("left", "centre", "right").index(a.place) for a in g))
    half = (glass.w - 4) / 2
    return tuple(
        Frame(Box(glass.x + i * (half + 4), glass.y, half, glass.h), _place_of(g, ""), g) for i, g in enumerate(groups)
    )


def _sides(cast: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Left and right; whoever is in the centre joins the side of the same home, or the empty one."""
    left = tuple(a for a in cast if a.place == "left")
    right = tuple(a for a in cast if a.place == "right")
    for one in (a for a in cast if a.place == "centre"):
        home = PEOPLE[one.who].home
        if left and (not right or PEOPLE[left[0].who].home != home):
            right = (one, *right)
        else:
            left = (*left, one)
    return left, right


def _place_of(group: tuple[Actor, ...], otherwise: str) -> str:
    if not group:
        return otherwise
    if group[0].who == "manager":
        return "workshop"
    return "dormitory" if PEOPLE[group[0].who].home == "factory" else "village_house"
