"""The props, each about 100 wide around (0, 0), with where it naturally belongs."""

from __future__ import annotations

from collections.abc import Callable

from bot.studio.palette import PAPER, RED, WARM, WHITE, WOOD
from bot.studio.props_small import book, bowl, car, letter, lock, money, phone
from bot.studio.svg import INK, disc, group, line, oval, path, rect

PLACE = {
    "phone": "table",
    "letter": "table",
    "book": "table",
    "bowl": "table",
    "lamp": "table",
    "money": "table",
    "lock": "table",
    "car": "table",
    "bag": "floor",
    "ball": "floor",
    "clock": "wall",
    "calendar": "wall",
    "heart": "air",
}
"""table, floor, wall or air."""
IN_HAND = frozenset("phone letter book bowl bag ball money heart car".split())
"""What somebody with a free hand holds instead."""


def draw_prop(name: str) -> str:
    """A prop around (0, 0): its lower edge is near y = 46."""
    return group(f"prop {name}", _PROPS[name]())


def draw_table() -> str:
    """A small round table; things stand on y = 0, its foot is at y = 96."""
    legs = line("M-34 10L-42 94M34 10L42 94M0 12V90", INK, 13) + line("M-34 10L-42 94M34 10L42 94M0 12V90", WOOD, 7.5)
    return group("table", oval(0, 96, 66, 9, "#3a2a3a", opacity=0.15), legs, rect(-66, -4, 132, 17, "#cd9b6a", 8, INK))


def _clock() -> str:
    marks = line("M0 -33v6M0 33v-6M-33 0h6M33 0h-6", INK, 4)
    return (
        disc(0, 0, 46, "#e58a5a", INK)
        + disc(0, 0, 37, PAPER, INK, 2.4)
        + marks
        + line("M0 0V-23M0 0L16 9", INK, 5)
        + disc(0, 0, 4, RED)
    )


def _bag() -> str:
    handle = line("M-22 -26C-22 -56 22 -56 22 -26", INK, 11) + line("M-22 -26C-22 -56 22 -56 22 -26", "#8d3f3a", 5.5)
    body = path("M-46 -26H46L52 40Q52 48 44 48H-44Q-52 48 -52 40Z", "#d0605a", INK)
    check = line("M-24 -26L-27 48M0 -26V48M24 -26L27 48M-48 -4H48M-50 22H50", "#f3d9d2", 4, 0.8)
    return handle + body + check + path("M-46 -26H46L47 -16H-47Z", "#b34a45", INK, 2.4)


def _lamp() -> str:
    glow = disc(2, -4, 62, WARM, opacity=0.35) + disc(2, -4, 42, WARM, opacity=0.45)
    arm = line("M-4 40L-16 4L14 -30", INK, 11) + line("M-4 40L-16 4L14 -30", "#5f9c96", 5.5)
    shade = path("M-10 -16L8 -48Q30 -44 42 -18Z", "#5f9c96", INK) + path(
        "M-4 -15H38Q30 -2 16 -4Q4 -4 -4 -15Z", WARM, INK, 2.4
    )
    return glow + arm + shade + path("M-32 46Q-32 34 -4 34Q24 34 24 46Z", "#4b827d", INK)


def _heart() -> str:
    return path(
        "M0 42C-58 6 -50 -40 -22 -40C-8 -40 0 -28 0 -22C0 -28 8 -40 22 -40C50 -40 58 6 0 42Z", "#ea5f5a", INK
    ) + line("M-32 -14Q-30 -26 -20 -27", WHITE, 5, 0.7)


def _calendar() -> str:
    page = rect(-44, -40, 88, 86, PAPER, 8, INK) + path("M-44 -18V-32Q-44 -40 -36 -40H36Q44 -40 44 -32V-18Z", RED, INK)
    days = "".join(rect(x, y, 13, 12, "#d9d2c4", 2) for y in (-8, 10, 28) for x in (-35, -16, 3, 22))
    ring = line("M-22 -48v14M22 -48v14", INK, 7)
    return page + days + ring + path("M28 16c-14 -8 -12 -18 -6 -18c4 0 6 3 6 5c0 -2 2 -5 6 -5c6 0 8 10 -6 18Z", RED)


def _ball() -> str:
    seams = line("M-44 -4Q0 -16 44 -4M0 -44Q-14 0 0 46M-32 -30Q-8 0 -30 34M32 -30Q8 0 30 34", INK, 2.8)
    return disc(0, 1, 45, "#ee8f45", INK) + seams + line("M-26 -24Q-20 -32 -10 -34", WHITE, 5, 0.6)


_PROPS: dict[str, Callable[[], str]] = {
    "phone": phone,
    "clock": _clock,
    "letter": letter,
    "book": book,
    "bag": _bag,
    "bowl": bowl,
    "lamp": _lamp,
    "heart": _heart,
    "calendar": _calendar,
    "ball": _ball,
    "money": money,
    "lock": lock,
    "car": car,
}
