"""The village school. 720 × 720, floor from about y = 540."""

from __future__ import annotations

from bot.studio.backdrop import EDGE, tiles, window, words
from bot.studio.palette import RED, STEEL_DARK, WARM, WHITE, WOOD, WOOD_DARK, Light
from bot.studio.svg import disc, line, rect


def classroom(light: Light) -> str:
    """A village school: blackboard, teacher's desk, rows of desks, window."""
    wall = rect(0, 0, 720, 540, "#fbf0d9") + rect(0, 446, 720, 96, "#a9cbb3") + line("M0 446H720", "#8fb39a", 5)
    slogan = words("好好学习 天天向上", 330, 190, 36, "#c9473d", space=8)
    board = rect(132, 212, 392, 214, WOOD, 6, EDGE, 2.8) + rect(146, 226, 364, 186, "#3f6b58", 3)
    chalk = words("我的家", 236, 284, 42, "#f3f6ee", weight="400") + words(
        "1+2=3", 236, 344, 38, "#f7e3a0", weight="400"
    )
    chalk += line("M390 372V318L426 286L462 318V372ZM414 372V344H438V372", "#f3f6ee", 4) + disc(
        482, 262, 15, "none", "#f7e3a0", 4
    )
    chalk += line("M482 238v-6M504 262h6M460 262h-6M498 246l5 -5", "#f7e3a0", 4) + rect(146, 412, 364, 10, WOOD_DARK, 3)
    chalk += rect(200, 406, 22, 7, WHITE, 3) + rect(232, 406, 18, 7, "#f3a6a0", 3)
    floor = tiles(540, "#e2c9a3", "#cfb189")
    lights = "".join(rect(x, 100, 150, 13, WARM if light.lamps else WHITE, 6, EDGE, 2.2) for x in (70, 320))
    view = window(578, 214, 128, 186, light)
    award = rect(32, 232, 76, 56, "#fff4cf", 3, RED, 5) + words("奖", 70, 270, 28, RED)
    poster = (
        rect(34, 300, 70, 96, "#dcebf3", 3, EDGE, 2.2)
        + disc(69, 334, 21, "#8cc0de")
        + line("M46 368h46M46 382h32", EDGE, 4, 0.6)
    )
    desks = "".join(_desk(x, y) for x, y in ((-20, 492), (560, 492), (270, 470)))
    return wall + lights + slogan + board + chalk + award + poster + view + floor + desks


def _desk(x: float, y: float) -> str:
    legs = rect(x + 12, y + 18, 12, 86, STEEL_DARK, 3, EDGE, 2.4) + rect(
        x + 156, y + 18, 12, 86, STEEL_DARK, 3, EDGE, 2.4
    )
    body = rect(x + 8, y + 16, 164, 38, "#c68f5d", 4, EDGE, 2.4)
    books = rect(x + 26, y - 12, 54, 12, "#d9605a", 2, EDGE, 2.2) + rect(
        x + 32, y - 23, 46, 12, "#5f9bd0", 2, EDGE, 2.2
    )
    return (
        legs
        + body
        + rect(x, y, 180, 20, "#dda873", 6, EDGE, 2.6)
        + books
        + rect(x + 118, y - 22, 26, 22, "#7fb98c", 4, EDGE, 2.2)
    )
