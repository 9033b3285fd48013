"""Clothes of those who work, drawn over a torso from (0, 0) at the hip up to (0, t) at the neck."""

from __future__ import annotations

from bot.studio.cast import Person
from bot.studio.palette import RED, WHITE
from bot.studio.svg import INK, disc, line, num, path, rect


def collar(t: float, colour: str) -> str:
    """A turned-down collar around the neck at height t."""
    return path(f"M-17 {num(t - 4)}L-22 {num(t + 12)}L-4 {num(t + 22)}L2 {num(t + 8)}Z", colour, INK, 2.6) + path(
        f"M19 {num(t - 4)}L26 {num(t + 12)}L10 {num(t + 22)}L2 {num(t + 8)}Z", colour, INK, 2.6
    )


def work_jacket(p: Person, t: float) -> str:
    """Mother: a work jacket with a name tag."""
    neck = path(f"M-15 {num(t - 3)}L4 {num(t + 24)}L18 {num(t - 3)}Z", p.under, INK, 2.4)
    pockets = rect(-27, t + 40, 20, 20, "none", 3, INK, 2.2) + line(f"M-27 {num(t + 47)}h20", INK, 2.2)
    tag = rect(16, t + 40, 17, 12, WHITE, 2, INK, 2) + line(f"M19 {num(t + 46)}h10", RED, 2.4)
    hem = line(f"M{num(-p.build.hip)} -4Q0 4 {num(p.build.hip)} -4", INK, 2.2, 0.5)
    return neck + line(f"M4 {num(t + 24)}V11", INK, 2.4) + pockets + tag + hem + collar(t, p.top)


def jacket(p: Person, t: float) -> str:
    """Father: an open jacket over a pale shirt."""
    shirt = path(
        f"M-14 {num(t - 3)}Q-8 {num(t * 0.5)} -6 12H16Q16 {num(t * 0.5)} 18 {num(t - 3)}"
        f"Q2 {num(t + 14)} -14 {num(t - 3)}Z",
        p.under,
        INK,
        2.4,
    )
    fold = line(f"M-28 -34l12 4M34 -34l-10 4M-26 {num(t + 50)}h10M26 {num(t + 50)}h10", INK, 2.2, 0.55)
    band = line(f"M{num(-p.build.hip)} -6Q-22 0 -8 1M18 1Q30 0 {num(p.build.hip)} -6", INK, 2.4, 0.6)
    return shirt + fold + band + collar(t, p.top)


def polo(p: Person, t: float) -> str:
    """Line manager: a polo shirt and the works card."""
    placket = path(f"M-6 {num(t + 14)}h16v28h-16Z", p.top, INK, 2.2) + "".join(
        disc(2, t + y, 2, WHITE) for y in (26, 36)
    )
    card = line(f"M-13 {num(t)}L0 {num(t + 58)}L17 {num(t)}", "#3c5f9a", 3.4) + rect(
        -11, t + 56, 23, 28, WHITE, 3, INK, 2.2
    )
    photo = disc(0.5, t + 65, 4.5, p.skin) + line(f"M-6 {num(t + 75)}h13M-6 {num(t + 79)}h9", "#8795a8", 2)
    return placket + card + photo + collar(t, "#e9efe9")


def hoodie(p: Person, t: float) -> str:
    """Young worker: a hoodie under a work vest."""
    w, n = p.build.waist, num
    vest = "".join(
        path(
            f"M{n(f * 14)} {n(t + 4)}Q{n(f * 30)} {n(t)} {n(f * 31)} {n(t + 10)}"
            f"Q{n(f * 22)} {n(t + 34)} {n(f * (w + 1))} {n(t + 46)}"
            f"L{n(f * (p.build.hip + 2))} 6Q{n(f * 22)} 12 {n(f * 10 + 2)} 12L{n(f * 9 + 2)} {n(t + 30)}Z",
            p.under,
            INK,
            2.4,
        )
        for f in (-1, 1)
    )
    pocket = line(f"M{n(-w + 5)} -18h16M{n(w - 5)} -18h-13", "#f6c74f", 4)
    strings = line(f"M-4 {n(t + 14)}v22M9 {n(t + 14)}v18", WHITE, 3)
    hood = path(
        f"M-26 {n(t + 6)}Q-24 {n(t - 10)} -12 {n(t - 8)}Q2 {n(t + 16)} 16 {n(t - 8)}"
        f"Q30 {n(t - 10)} 30 {n(t + 6)}Q2 {n(t + 30)} -26 {n(t + 6)}Z",
        p.top,
        INK,
        2.6,
    )
    return vest + pocket + strings + hood


def vest(p: Person, t: float) -> str:
    """Child director: a volunteer vest with a heart."""
    shirt = path(f"M-15 {num(t - 3)}L3 {num(t + 36)}L19 {num(t - 3)}Z", p.under, INK, 2.4)
    zip_ = line(f"M3 {num(t + 36)}V11", INK, 2.4)
    badge = disc(22, t + 44, 11, WHITE, INK, 2.2) + path(
        f"M22 {num(t + 51)}c-9 -6 -8 -12 -4 -12c2 0 4 2 4 3c0 -1 2 -3 4 -3c4 0 5 6 -4 12Z", RED
    )
    bands = line(f"M{num(-p.build.waist + 2)} -24Q0 -17 {num(p.build.waist - 2)} -24", "#f1e9a6", 6)
    pocket = rect(-28, t + 40, 19, 16, "none", 3, INK, 2.2)
    return shirt + bands + zip_ + badge + pocket + collar(t, p.under)
