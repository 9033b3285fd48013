"""Where the parents are: workshop and dormitory. 720 × 720, floor from about y = 540."""

from __future__ import annotations

from bot.studio.backdrop import EDGE, tiles, window, words
from bot.studio.palette import GOLD, PAPER, RED, STEEL, STEEL_DARK, WARM, WHITE, Light
from bot.studio.svg import disc, line, oval, path, rect


def workshop(light: Light) -> str:
    """A production line with lamps over it, a machine and boards on the belt."""
    wall = rect(0, 0, 720, 540, "#e3ebe6") + rect(0, 430, 720, 116, "#bcd3c8")
    wall += "".join(window(x, 96, 118, 96, light, "#dfe7e4") for x in (54, 222, 390, 558))
    banner = rect(150, 226, 420, 54, RED, 4, EDGE, 2.6) + words("安全生产 质量第一", 360, 265, 34, "#fff3c9", space=3)
    pipes = line("M0 40H720", STEEL_DARK, 12) + line("M0 66H720", "#d9b24c", 8)
    floor = tiles(540, "#c9d3cc", "#b3c0b8") + path("M0 596L720 570V584L0 612Z", GOLD, opacity=0.8)
    return wall + pipes + banner + floor + _line(light) + _machine()


def _line(light: Light) -> str:
    posts = "".join(rect(x, 316, 11, 226, STEEL, 2, EDGE, 2.4) for x in (196, 372, 548, 704))
    rail = rect(190, 316, 540, 14, STEEL, 3, EDGE, 2.4)
    lamps = "".join(rect(x, 332, 120, 13, WARM if light.lamps else "#fffbe8", 6, EDGE, 2.2) for x in (222, 400, 576))
    belt = rect(186, 446, 540, 36, "#4d8a86", 8, EDGE, 2.6) + rect(186, 478, 540, 22, STEEL_DARK, 4, EDGE, 2.4)
    belt += "".join(disc(x, 489, 7, "#d5dee2") for x in range(206, 720, 46))
    boards = "".join(
        rect(x, 424, 62, 23, "#5aa777", 3, EDGE, 2.2)
        + line(f"M{x + 12} 424v-7M{x + 26} 424v-11M{x + 44} 424v-7", "#4a4a52", 5)
        for x in (226, 338, 452, 566, 666)
    )
    boxes = "".join(
        rect(x, 500, 64, 42, c, 4, EDGE, 2.4)
        for x, c in ((250, "#5f92c4"), (322, "#e0a64f"), (500, "#5f92c4"), (600, "#e0a64f"))
    )
    return posts + rail + lamps + boxes + belt + boards


def _machine() -> str:
    body = rect(14, 350, 158, 196, "#8fb0ba", 10, EDGE, 2.8) + rect(14, 350, 158, 40, "#5d8794", 10, EDGE, 2.8)
    glass = rect(30, 404, 92, 78, "#33505c", 6, EDGE, 2.4) + line("M44 470L60 430H92L108 470M76 430V412", "#e9b45a", 6)
    panel = (
        rect(130, 404, 32, 60, "#eef3f2", 4, EDGE, 2.2)
        + disc(146, 418, 6, "#6fbf73")
        + disc(146, 434, 6, GOLD)
        + disc(146, 450, 6, RED)
    )
    tower = (
        rect(36, 300, 14, 52, STEEL, 2, EDGE, 2.2)
        + rect(32, 284, 22, 15, RED, 3, EDGE, 2)
        + rect(32, 299, 22, 15, GOLD, 3, EDGE, 2)
    )
    return (
        body
        + glass
        + panel
        + tower
        + rect(32, 314, 22, 15, "#6fbf73", 3, EDGE, 2)
        + line("M30 500H156M30 518H156", "#5d8794", 4)
    )


def dormitory(light: Light) -> str:
    """A factory dormitory: bunk bed, window with washing, a child's drawing over the desk."""
    wall = rect(0, 0, 720, 540, "#f6ead4") + rect(0, 452, 720, 90, "#cfe0d6") + line("M0 452H720", "#b6cabd", 4)
    floor = tiles(540, "#dcc9ae", "#c9b394")
    view = window(404, 196, 216, 196, light)
    lamp = (
        line("M330 0V84", EDGE, 4)
        + path("M296 112Q300 82 330 82Q360 82 364 112Z", "#7fa7a0", EDGE, 2.6)
        + oval(330, 112, 26, 7, WARM)
    )
    return wall + floor + view + _washing() + lamp + _drawings() + _bunk() + _locker()


def _washing() -> str:
    rope = line("M384 176Q520 196 706 170", EDGE, 3)
    shirt = path("M426 184l-20 16l10 20l14 -8v54h48v-54l14 8l10 -20l-20 -16q-28 10 -56 0Z", "#6d9bd1", EDGE, 2.4)
    towel = rect(520, 187, 40, 82, "#f2b8b8", 3, EDGE, 2.4) + line("M520 214h40M520 246h40", WHITE, 5)
    trousers = path("M590 184h54l6 104h-24l-9 -64l-9 64h-24Z", "#6b7488", EDGE, 2.4)
    return rope + shirt + towel + trousers


def _drawings() -> str:
    sheet = (
        rect(322, 262, 62, 74, PAPER, 2, EDGE, 2.2)
        + path("M334 318v-22l18 -14l18 14v22Z", "#f0a35e", EDGE, 2)
        + disc(370, 277, 6, GOLD)
    )
    return (
        sheet
        + disc(353, 264, 4, RED)
        + rect(322, 350, 62, 50, "#f8dfe0", 2, EDGE, 2.2)
        + path("M353 390c-18 -12 -16 -24 -8 -24c5 0 8 4 8 7c0 -3 3 -7 8 -7c8 0 10 12 -8 24Z", RED)
    )


def _bunk() -> str:
    iron = "#5f86a8"
    posts = "".join(rect(x, 236, 15, 356, iron, 5, EDGE, 2.6) for x in (6, 268))
    parts = ""
    for y, quilt in ((356, "#e79a6c"), (500, "#8fb98b")):
        parts += rect(18, y - 46, 258, 50, "#f3ece0", 10, EDGE, 2.4)
        parts += path(f"M92 {y + 2}V{y - 44}Q104 {y - 66} 130 {y - 58}H276V{y + 2}Z", quilt, EDGE, 2.4)
        parts += line(f"M138 {y - 56}V{y}M186 {y - 57}V{y}M232 {y - 57}V{y}", WHITE, 5, 0.55)
        parts += rect(24, y - 66, 64, 32, WHITE, 12, EDGE, 2.4)
        parts += rect(8, y, 274, 18, iron, 4, EDGE, 2.6)
    guard = line("M20 284H150M20 284V312M64 284V312M108 284V312M150 284V312", iron, 7)
    ladder = line("M222 366V588M258 366V588", iron, 8) + line("M222 402H258M222 446H258M222 534H258", iron, 7)
    basin = oval(80, 578, 46, 12, "#e8837c", EDGE, 2.4) + path(
        "M36 578Q42 606 60 606H100Q118 606 124 578Z", "#d96a63", EDGE, 2.4
    )
    return parts + posts + guard + ladder + basin


def _locker() -> str:
    box = rect(640, 330, 92, 222, "#a9c0b5", 6, EDGE, 2.6) + line("M640 404H732M640 478H732", EDGE, 2.4)
    knobs = "".join(disc(656, y, 5, "#e9efe9", EDGE, 2) for y in (368, 442, 516))
    flask = rect(662, 276, 32, 54, "#d85f57", 8, EDGE, 2.4) + rect(668, 262, 20, 15, STEEL, 4, EDGE, 2.2)
    return box + knobs + flask
