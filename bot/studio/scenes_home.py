"""Where the children are: village house and riverbank. 720 × 720, ground from about y = 540."""

from __future__ import annotations

from bot.studio.backdrop import EDGE, hills, sky, tree, words
from bot.studio.palette import GOLD, RED, WARM, WOOD, Light
from bot.studio.svg import disc, line, oval, path, rect


def village_house(light: Light) -> str:
    """Home: hills, a tiled house with red couplets, courtyard wall, persimmon tree."""
    ground = rect(0, 436, 20, 80, "#bcd08c")  # beside the house
    ground += rect(0, 510, 720, 210, "#e3c999") + path("M0 510H720V540Q420 556 250 610Q130 650 110 720H0Z", "#cfd796")
    ground += path(
        "M300 552Q420 580 400 640Q380 690 400 720H600Q560 650 540 600Q520 560 470 546Z", "#d6b984", opacity=0.7
    )
    yard = rect(420, 414, 300, 116, "#e9d8b8", 0, EDGE, 2.6) + path("M412 414H720V398H424Z", "#7d8a8c", EDGE, 2.6)
    yard += line(
        "M448 446h36M520 446h36M600 446h36M480 478h36M560 478h36M640 478h36M448 508h36M520 508h36", "#d3bb93", 4
    )
    return (
        sky(light, 420)
        + hills(light, 440, 170)
        + yard
        + ground
        + _house(light)
        + tree(628, 566, 0.98, "#f08a35")
        + _yard_things()
    )


def _house(light: Light) -> str:
    roof = path("M-10 336L44 236H372L438 336Z", "#5f6e76", EDGE, 3)
    roof += "".join(line(f"M{x + 30} 242L{x} 330", "#4d5b63", 4) for x in range(30, 400, 34)) + rect(
        36, 226, 344, 16, "#4d5b63", 6, EDGE, 2.6
    )
    wall = rect(6, 336, 414, 198, "#f5e3c4", 0, EDGE, 2.8) + rect(6, 494, 414, 42, "#b5a18a", 0, EDGE, 2.4)
    door = (
        rect(176, 372, 94, 162, "#a6563f", 3, EDGE, 2.8)
        + line("M223 374V532", EDGE, 2.6)
        + disc(212, 456, 5, GOLD)
        + disc(234, 456, 5, GOLD)
    )
    couplets = (
        rect(148, 378, 22, 118, RED, 2, EDGE, 2.2)
        + rect(276, 378, 22, 118, RED, 2, EDGE, 2.2)
        + rect(178, 344, 90, 24, RED, 2, EDGE, 2.2)
    )
    couplets += words("平安是福", 223, 363, 19, "#ffe1a0", space=2)
    couplets += "".join(
        words(c, 159, 400 + i * 26, 18, "#ffe1a0") + words(d, 287, 400 + i * 26, 18, "#ffe1a0")
        for i, (c, d) in enumerate(zip("春到人家", "福满门庭", strict=True))
    )
    fu = path("M223 402L246 425L223 448L200 425Z", RED, GOLD, 2.4) + words("福", 223, 434, 25, "#ffe1a0")
    panes = "".join(
        rect(x, 392, 84, 74, WARM if light.lamps else "#9cc0c9", 3, EDGE, 2.6)
        + line(f"M{x + 42} 392v74M{x} 429h84", WOOD, 5)
        for x in (40, 322)
    )
    corn = "".join(line(f"M{x} 340v10", EDGE, 2.4) + oval(x, 366, 7, 17, GOLD, EDGE, 2) for x in (20, 134, 312, 410))
    return wall + roof + door + couplets + fu + panes + corn


def _yard_things() -> str:
    hen = path(
        "M474 574q-24 2 -22 -20q-12 -4 -12 -14q14 6 22 4q20 -6 28 -18q10 2 10 12q2 26 -26 36Z", "#e7b06a", EDGE, 2.4
    )
    hen += (
        path("M494 520q4 -10 8 -2q8 -2 4 8Z", RED)
        + path("M502 530l10 2l-10 4Z", GOLD)
        + disc(497, 529, 2.2, EDGE)
        + line("M470 574v10M478 574v10", "#c98a3c", 3)
    )
    return hen


def riverbank(light: Light) -> str:
    """Deep water behind reeds, and the sign that warns of it."""
    far = rect(0, 398, 720, 24, "#8fb27c")
    water = path("M0 414H720V560H0Z", "#6fb2cf" if not light.lamps else "#5d86ad")
    waves = "".join(
        line(f"M{x} {y}q14 -8 28 0t28 0", "#d5eef5", 4, 0.75)
        for x, y in ((40, 446), (190, 470), (330, 440), (470, 490), (600, 452), (90, 510), (280, 520), (560, 530))
    )
    deep = oval(360, 500, 230, 30, "#3f84a8", opacity=0.35)
    bank = path("M0 548Q180 520 360 546Q540 570 720 536V720H0Z", "#a9c66f") + path(
        "M0 600Q200 570 400 606Q560 630 720 596V720H0Z", "#b9d184"
    )
    tufts = "".join(
        line(f"M{x} {y}l-7 -17M{x + 4} {y}v-22M{x + 8} {y}l7 -17", "#7c9f4d", 4)
        for x, y in ((70, 668), (246, 612), (330, 700), (480, 640), (664, 672))
    )
    scene = (
        sky(light, 400)
        + hills(light, 404, 150)
        + far
        + water
        + deep
        + waves
        + tree(86, 428, 0.55)
        + tree(640, 424, 0.5)
    )
    return scene + bank + _reeds(20, 566) + _reeds(210, 548, 0.8) + _reeds(640, 560) + tufts + _warning()


def _reeds(x: float, y: float, size: float = 1) -> str:
    parts = ""
    for dx, top, bend in ((0, 150, -14), (22, 190, 8), (46, 160, 20), (66, 120, 30)):
        a, b = x + dx * size, y - top * size
        parts += line(f"M{a:.0f} {y}Q{a:.0f} {(y + b) / 2:.0f} {a + bend * size:.0f} {b:.0f}", "#7f9a4a", 5)
        parts += oval(a + bend * size, b + 4, 6.5 * size + 1, 21 * size, "#9a6b45", EDGE, 2)
    leaves = "".join(
        f"M{x + dx} {y}Q{x + cx} {y - cy * size:.0f} {x + ex} {y - ey * size:.0f}"
        for dx, cx, cy, ex, ey in ((10, -20, 70, -34, 84), (56, 90, 60, 104, 66), (32, 34, 60, 14, 100))
    )
    return parts + line(leaves, "#8fae57", 6)


def _warning() -> str:
    pole = rect(470, 440, 13, 150, WOOD, 3, EDGE, 2.4) + rect(350 + 16, 440, 13, 150, WOOD, 3, EDGE, 2.4)
    plate = rect(318, 330, 214, 122, "#fdf6e3", 8, EDGE, 3) + rect(326, 338, 198, 106, "none", 5, RED, 5)
    mark = path("M358 366L338 400H378Z", GOLD, RED, 3) + line("M358 376v12M358 394v0.5", RED, 4.4)
    return (
        pole
        + plate
        + mark
        + words("水深", 448, 384, 40, RED)
        + words("危险", 448, 384 + 44, 40, RED)
        + line("M340 412h42M340 426h42", "#8795a8", 5)
    )
