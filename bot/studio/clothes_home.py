"""Clothes of those at home, drawn over a torso from (0, 0) at the hip up to (0, t) at the neck."""

from __future__ import annotations

from bot.studio.cast import Person
from bot.studio.clothes_work import collar
from bot.studio.palette import GOLD, WHITE
from bot.studio.svg import INK, disc, line, num, path


def cardigan(p: Person, t: float) -> str:
    """Grandma: a cardigan with flowers."""
    blouse = path(
        f"M-16 {num(t - 3)}L4 {num(t + 34)}L20 {num(t - 3)}Q2 {num(t + 12)} -16 {num(t - 3)}Z", p.under, INK, 2.4
    )
    flowers = "".join(
        "".join(disc(x + dx, y + dy, 3.4, "#f3c1dd") for dx, dy in ((-4, 0), (4, 0), (0, -4), (0, 4)))
        + disc(x, y, 2.6, GOLD)
        for x, y in ((-27, t + 34), (-20, t + 64), (27, t + 44), (24, t + 76), (-30, -8), (32, -10))
    )
    buttons = "".join(disc(4, y, 3.2, "#f3e3d5", INK, 1.6) for y in (t + 46, t + 66, t + 86))
    edge = line(f"M-18 {num(t - 1)}L3 {num(t + 34)}V11M22 {num(t - 1)}L5 {num(t + 34)}", "#6d4d8a", 4)
    return blouse + flowers + edge + buttons


def sweater(p: Person, t: float) -> str:
    """Girl: a sweater with a heart."""
    neck = path(
        f"M-16 {num(t - 3)}Q2 {num(t + 18)} 18 {num(t - 3)}L18 {num(t + 2)}Q2 {num(t + 25)} -16 {num(t + 2)}Z",
        p.under,
        INK,
        2.4,
    )
    heart = path(f"M2 {num(t + 46)}c-16 -10 -14 -21 -6 -21c4 0 6 4 6 6c0 -2 2 -6 6 -6c8 0 10 11 -6 21Z", p.under)
    hem = line(f"M{num(-p.build.hip)} 1Q0 8 {num(p.build.hip)} 1", p.under, 4)
    return heart + hem + neck


def tracksuit(p: Person, t: float) -> str:
    """Boy: the school tracksuit."""
    s = p.build.shoulder
    yoke = path(
        f"M-16 {num(t - 2)}Q{num(-s + 4)} {num(t)} {num(-s + 0.5)} {num(t + 24)}"
        f"L{num(-s + 3)} {num(t + 34)}Q0 {num(t + 46)} {num(s - 3)} {num(t + 34)}"
        f"L{num(s - 0.5)} {num(t + 24)}Q{num(s - 4)} {num(t)} 16 {num(t - 2)}Q0 {num(t + 10)} -16 {num(t - 2)}Z",
        p.under,
        INK,
        2.4,
    )
    stripe = line(f"M{num(-s + 5)} {num(t + 42)}Q0 {num(t + 54)} {num(s - 5)} {num(t + 42)}", p.under, 3.5)
    zip_ = line(f"M3 {num(t + 16)}V10", INK, 2.6)
    badge = disc(-16, t + 58, 6, "#f4d35e", INK, 1.8)
    hem = line(f"M{num(-p.build.hip)} 2Q0 9 {num(p.build.hip)} 2", p.under, 4)
    return yoke + stripe + zip_ + badge + hem + collar(t, p.under)


def romper(p: Person, t: float) -> str:
    """Baby: a romper with a bib."""
    bib = path(
        f"M-19 {num(t + 1)}Q-22 {num(t + 32)} 2 {num(t + 33)}Q25 {num(t + 32)} 22 {num(t + 1)}"
        f"Q2 {num(t + 14)} -19 {num(t + 1)}Z",
        p.under,
        INK,
        2.4,
    )
    duck = disc(0, t + 20, 6, GOLD) + disc(6, t + 16, 4, GOLD) + path(f"M9 {num(t + 16)}l6 1l-5 3Z", "#e9803a")
    return bib + duck + "".join(disc(x, 3, 2.6, WHITE, INK, 1.5) for x in (-10, 2, 14))
