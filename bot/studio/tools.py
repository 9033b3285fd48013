"""What belongs to a pose: the stool one sits on, the work top and the tool of each person's own work."""

from __future__ import annotations

from bot.studio.cast import Person
from bot.studio.palette import GOLD, SHADOW, STEEL, STEEL_DARK, WHITE, WOOD
from bot.studio.svg import INK, disc, group, line, num, oval, path, rect


def draw_stool(x: float, seat: float) -> str:
    """A stool whose seat is `seat` above the ground (y is negative)."""
    legs = line(
        f"M{num(x - 26)} {num(seat + 6)}L{num(x - 34)} -2M{num(x + 26)} {num(seat + 6)}L{num(x + 34)} -2", INK, 13
    ) + line(
        f"M{num(x - 26)} {num(seat + 6)}L{num(x - 34)} -2M{num(x + 26)} {num(seat + 6)}L{num(x + 34)} -2", WOOD, 7.5
    )
    bar = line(f"M{num(x - 29)} {num(seat * 0.42)}H{num(x + 29)}", INK, 9) + line(
        f"M{num(x - 29)} {num(seat * 0.42)}H{num(x + 29)}", WOOD, 4
    )
    return group("stool", legs, bar, rect(x - 44, seat, 88, 15, "#c99563", 7, INK))


def draw_bench(x: float, top: float, person: Person) -> str:
    """A work top in front of somebody, with the part or the exercise book that lies on it."""
    child = person.build.thigh < 65
    wide = 112 if child else 132
    left = x - 34
    body, edge = ("#d9a872", "#e6bb8a") if child else ("#8fa3ae", "#b4c3ca")
    legs = rect(left + 8, top + 10, wide - 16, -top - 12, body, 4, INK)
    inside = (
        rect(left + 18, top + 24, wide - 36, -top - 26, SHADOW, 3, opacity=0.28)
        if child
        else line(
            f"M{num(left + 20)} {num(top + 34)}h{wide - 40}M{num(left + 20)} {num(top + 54)}h{wide - 40}", STEEL_DARK, 5
        )
    )
    board = rect(left, top, wide, 14, edge, 6, INK)
    x += 2
    if child:
        thing = path(f"M{num(x)} {num(top - 1)}l8 -9h26l4 9Z", WHITE, INK, 2.4) + path(
            f"M{num(x + 38)} {num(top - 1)}l-4 -9h26l8 9Z", WHITE, INK, 2.4
        )
    else:
        thing = (
            rect(x + 6, top - 14, 66, 14, "#4f9a6b", 3, INK, 2.4)
            + line(
                f"M{num(x + 14)} {num(top - 14)}v-6M{num(x + 26)} {num(top - 14)}v-9M{num(x + 42)} {num(top - 14)}v-6",
                INK,
                5,
            )
            + disc(x + 60, top - 16, 4, GOLD, INK, 2)
        )
    return group("bench", legs, inside, thing, board)


def draw_tool(who: str) -> str:
    """What a hand holds, around the palm at (0, 0)."""
    if who == "phone":
        return group("phone", rect(-13, -34, 26, 46, "#39424f", 6, INK, 2.6), rect(-9, -29, 18, 34, "#bfe6f2", 3))
    if who == "selfie":  # seen from behind
        return group(
            "phone",
            rect(-12, -34, 24, 46, "#39424f", 6, INK, 2.6),
            disc(-4, -26, 4, "#6e7a88"),
            disc(-4, -26, 1.6, WHITE),
        )
    if who == "baby":
        return rect(-13, 4, 26, 24, "#6fb3d9", 4, INK, 2.6) + disc(0, 16, 5, GOLD)
    if who in {"mother", "father", "xiaomei", "xiaojun"}:  # screwdriver
        return (
            line("M2 4L14 30", INK, 6)
            + line("M2 4L14 30", STEEL, 2.5)
            + line("M-6 -14L2 4", INK, 13)
            + line("M-6 -14L2 4", "#e58a3c", 7.5)
        )
    if who in {"girl", "boy", "baby"}:  # pencil
        return line("M-8 -20L10 22", INK, 9) + line("M-8 -20L7 15", GOLD, 4.5)
    if who == "grandma":
        bowl = path("M-34 -6H34Q32 26 10 28H-10Q-32 26 -34 -6Z", "#f7f3ec", INK) + line(
            "M-30 4Q0 10 30 4", "#4f7fb5", 4
        )
        return bowl + oval(0, -6, 34, 8, "#f2d9a0", INK, 2.6)
    board = rect(-24, -36, 50, 62, "#c08a58", 5, INK) + rect(-19, -28, 40, 50, WHITE, 2)
    return board + rect(-9, -42, 20, 11, STEEL, 4, INK, 2.4) + line("M-13 -16h27M-13 -6h27M-13 4h18", "#8795a8", 3)
