"""On the way: bus station and street. 720 × 720, ground from about y = 540."""

from __future__ import annotations

from bot.studio.backdrop import EDGE, hills, sky, words
from bot.studio.palette import GOLD, LEAF, RED, STEEL, STEEL_DARK, WARM, WHITE, WOOD, WOOD_DARK, Light
from bot.studio.svg import disc, group, line, oval, path, rect

_PANE = "#a9d3e6"


def _pane(light: Light) -> str:
    return WARM if light.lamps else _PANE


def bus_station(light: Light) -> str:
    """A coach at the country bus station, with its sign and shelter."""
    town = "".join(
        rect(x, y, w, 430 - y, c)
        + "".join(
            rect(x + 14 + i * 30, y + 18 + j * 38, 14, 20, WARM if light.lamps else "#ffffff", 2, opacity=0.6)
            for i in range(int(w / 34))
            for j in range(3)
        )
        for x, y, w, c in ((30, 250, 100, "#b9c7cf"), (150, 300, 130, "#c9bfb0"), (470, 280, 110, "#b5c4b9"))
    )
    ground = (
        rect(0, 428, 720, 300, "#c4b9a8")
        + rect(0, 560, 720, 160, "#d9cdb8")
        + rect(0, 552, 720, 12, "#eee6d6", 0, EDGE, 2.2)
    )
    ground += line("M0 618H720M0 672H720M90 564L50 720M250 564L230 720M410 564L420 720M570 564L620 720", "#c8baa2", 2.4)
    return sky(light, 430) + hills(light, 430, 110) + town + ground + _coach(light) + _sign()


def _coach(light: Light) -> str:
    body = path(
        "M20 500V348Q20 316 54 316H474Q508 316 516 352L530 436V500Q530 514 516 514H34Q20 514 20 500Z",
        "#f4f6f2",
        EDGE,
        3,
    )
    stripe = path("M20 446H531L530 484H20Z", "#3f9a78") + path("M20 436H530V446H20Z", "#f2b441")
    panes = "".join(rect(x, 340, 76, 70, _pane(light), 10, EDGE, 2.4) for x in (44, 130, 216))
    door = (
        rect(306, 338, 70, 150, "#d8e6ea", 8, EDGE, 2.6)
        + line("M341 340V486", EDGE, 2.4)
        + rect(314, 346, 22, 84, _pane(light), 4)
        + rect(346, 346, 22, 84, _pane(light), 4)
    )
    front = rect(388, 340, 54, 70, _pane(light), 8, EDGE, 2.4) + path(
        "M456 340H486Q498 342 502 362L510 410H456Z", _pane(light), EDGE, 2.4
    )
    wheels = "".join(disc(x, 512, 38, "#4b4a50", EDGE, 3) + disc(x, 512, 17, STEEL, EDGE, 2.4) for x in (112, 446))
    lights = oval(520, 466, 9, 13, GOLD, EDGE, 2.2)
    return oval(270, 548, 270, 14, "#3a2a3a", opacity=0.18) + body + stripe + panes + door + front + wheels + lights


def _sign() -> str:
    pole = rect(622, 300, 13, 266, STEEL_DARK, 4, EDGE, 2.4)
    plate = (
        rect(556, 236, 146, 74, "#2f6db3", 10, EDGE, 2.8)
        + rect(563, 243, 132, 60, "none", 7, WHITE, 3)
        + words("汽车站", 629, 288, 38, WHITE)
    )
    times = rect(586, 330, 84, 104, "#f7f3e8", 5, EDGE, 2.4) + line(
        "M598 352h60M598 372h60M598 392h44M598 412h54", "#8795a8", 5
    )
    bench = (
        rect(560, 492, 150, 16, "#c68f5d", 6, EDGE, 2.4)
        + rect(576, 508, 12, 48, STEEL_DARK, 2, EDGE, 2.2)
        + rect(682, 508, 12, 48, STEEL_DARK, 2, EDGE, 2.2)
    )
    return pole + plate + times + bench


def street(light: Light) -> str:
    """Small shops under awnings, a lamp and a scooter, near the factory gate."""
    upper = rect(0, 180, 720, 370, "#e8d5bd") + "".join(
        rect(x, 206, 58, 74, WARM if light.lamps and i % 2 else _PANE, 4, "#fbf7ee", 8)
        for i, x in enumerate((40, 138, 262, 360, 484, 582))
    )
    upper += rect(0, 170, 720, 14, "#b89b82", 0, EDGE, 2.4)
    pavement = rect(0, 548, 720, 156, "#d8cfc0") + rect(0, 704, 720, 16, "#efe8dc", 0, EDGE, 2.2)
    pavement += line(
        "M0 584H720M0 636H720M96 548L40 704M228 548L206 704M360 548V704M492 548L514 704M624 548L680 704", "#c4b8a6", 2.4
    )
    shops = (
        _shop(8, "小卖部", "#d9534a", "#fff1c4", light)
        + _shop(250, "家常菜", "#3f8f6b", "#fff7e0", light)
        + _shop(492, "手机维修", "#3f74b5", "#ffffff", light)
    )
    return sky(light, 190) + upper + shops + pavement + group("", _scooter(), move="translate(44 0)") + _lamp()


def _shop(x: float, name: str, colour: str, ink: str, light: Light) -> str:
    front = rect(x, 316, 222, 232, "#f1e6d3", 0, EDGE, 2.6)
    sign = rect(x + 4, 300, 214, 56, colour, 6, EDGE, 2.8) + words(name, x + 111, 342, 38, ink, space=4)
    awning = "".join(
        path(f"M{x + i * 37} 360h37l3 34q-19 14 -38 0Z", colour if i % 2 else WHITE, EDGE, 2.2) for i in range(6)
    )
    inside = rect(x + 14, 400, 116, 104, WARM if light.lamps else "#bfe0e8", 4, EDGE, 2.6)
    goods = "".join(
        rect(x + 24 + i * 25, 470 - (i % 2) * 8, 18, 32 + (i % 2) * 8, c, 3, EDGE, 2)
        for i, c in enumerate((RED, GOLD, LEAF, "#5f92c4"))
    )
    goods += line(f"M{x + 16} 452h112", WOOD, 5) + "".join(
        disc(x + 32 + i * 26, 440, 9, c, EDGE, 2) for i, c in enumerate(("#f0a35e", LEAF, RED, GOLD))
    )
    door = rect(x + 144, 400, 64, 148, "#cfe3e6" if not light.lamps else WARM, 3, EDGE, 2.6) + rect(
        x + 150, 470, 6, 26, WOOD_DARK, 3
    )
    return front + inside + goods + rect(x + 10, 502, 124, 14, WOOD, 3, EDGE, 2.4) + door + awning + sign


def _scooter() -> str:
    wheels = "".join(disc(x, 596, 24, "#4b4a50", EDGE, 2.6) + disc(x, 596, 10, STEEL) for x in (300, 414))
    body = path(
        "M286 582Q290 548 326 548H352L366 574H388L404 520H386V510H414L430 576H404Q396 594 376 594H330Q326 566 286 582Z",
        "#e58a3c",
        EDGE,
        2.8,
    )
    return (
        wheels
        + body
        + rect(300, 534, 58, 15, "#4b4a50", 7, EDGE, 2.4)
        + line("M388 508L420 500", EDGE, 6)
        + disc(420, 522, 8, WARM, EDGE, 2.2)
    )


def _lamp() -> str:
    pole = rect(696, 250, 11, 386, STEEL_DARK, 3, EDGE, 2.4) + line("M701 254Q700 234 670 240", STEEL_DARK, 9)
    return pole + path("M646 246H694L684 230H656Z", STEEL_DARK, EDGE, 2.4) + oval(670, 250, 22, 9, WARM, EDGE, 2.2)
