"""Pieces several scenes share: sky, hills, trees, windows, floors, words on a sign, lamp light."""

from __future__ import annotations

from bot.studio.palette import LEAF, LEAF_DARK, WARM, WHITE, Light
from bot.studio.svg import disc, el, escape, line, num, oval, path, rect

FONT = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
EDGE = "#8a6f60"
"""Outline of things far away: paler than that of people, who must stand out."""


def sky(light: Light, horizon: float = 460, x: float = 0, y: float = 0, width: float = 720) -> str:
    """Three bands of sky with what hangs in it."""
    step = (horizon - y) / 3
    bands = "".join(rect(x, y + i * step, width, step + 1.5, light.sky[i]) for i in range(3))
    if light.sky[0] == "#1f2b57":
        stars = "".join(
            disc(x + (i * 173 + 61) % width, y + (i * 89 + 23) % (horizon - y - 30), 2 + i % 2, "#fff6d8", opacity=0.8)
            for i in range(max(4, int(width / 50)))
        )
        # Over a whole picture the moon is drawn later, so that the veil does not dim it.
        return bands + stars + (moon(x + width * 0.8, y + (horizon - y) * 0.26, width * 0.14) if width < 720 else "")
    if light.lamps:
        return bands + disc(x + width * 0.72, horizon - 20, min(58, width * 0.2), "#ffd98a")
    clouds = cloud(x + width * 0.2, y + (horizon - y) * 0.5, width / 900) + cloud(
        x + width * 0.74, y + (horizon - y) * 0.3, width / 700
    )
    return bands + clouds


def moon(x: float, y: float, r: float) -> str:
    """The moon, with its spots."""
    return (
        disc(x, y, r, "#fdf1c4")
        + disc(x - r * 0.3, y - r * 0.2, r * 0.2, "#efdfa6")
        + disc(x + r * 0.3, y + r * 0.35, r * 0.14, "#efdfa6")
    )


def cloud(x: float, y: float, size: float) -> str:
    """A cloud around (x, y)."""
    return el(
        "g",
        oval(0, 0, 62, 20, WHITE),
        disc(-22, -12, 22, WHITE),
        disc(12, -18, 28, WHITE),
        transform=f"translate({num(x)} {num(y)}) scale({size:.2f})",
        opacity=0.85,
    )


def hills(light: Light, base: float, height: float = 130) -> str:
    """Two rows of hills that end at `base`."""
    far, near = ("#8fb6a8", "#86b07a") if not light.lamps else ("#7d8fa0", "#71906f")

    def ridge(start: float, knots: tuple[tuple[int, float, int, float], ...], colour: str) -> str:
        curves = "".join(f"Q{a} {num(base - height * up)} {b} {num(base - height * low)}" for a, up, b, low in knots)
        return path(f"M0 {num(base)}V{num(base - height * start)}{curves}V{num(base)}Z", colour)

    back = ((90, 1.3, 190, 0.7), (290, 1.5, 420, 0.7), (520, 1.2, 620, 0.8), (680, 1.0, 720, 0.8))
    front = ((130, 0.8, 270, 0.3), (420, 0.05, 540, 0.45), (640, 0.8, 720, 0.4))
    return ridge(0.6, back, far) + ridge(0.3, front, near)


def tree(x: float, y: float, size: float = 1, fruit: str = "") -> str:
    """A tree standing at (x, y), 300 high at size 1, perhaps with fruit."""
    trunk = path("M-15 0C-8 -60 -14 -100 -10 -150H12C14 -100 8 -50 18 0Z", "#9a6f50", EDGE, 2.6) + line(
        "M0 -130L-46 -190M2 -120L50 -180", "#9a6f50", 10
    )
    crown = "".join(disc(cx, cy, r, LEAF_DARK) for cx, cy, r in ((-58, -184, 48), (60, -180, 50), (0, -160, 46)))
    crown += "".join(
        disc(cx, cy, r, LEAF)
        for cx, cy, r in ((-34, -226, 54), (36, -228, 56), (0, -256, 46), (-68, -200, 34), (74, -198, 34))
    )
    spots = (
        (-62, -176),
        (-20, -206),
        (30, -186),
        (66, -214),
        (-38, -250),
        (18, -248),
        (84, -172),
        (-84, -208),
        (2, -162),
    )
    fruits = (
        "".join(
            disc(fx, fy, 12, fruit, "#b8601f", 2.2) + line(f"M{fx - 5} {fy - 11}q5 4 10 0", "#5c7a3e", 4)
            for fx, fy in spots
        )
        if fruit
        else ""
    )
    return el("g", trunk, crown, fruits, transform=f"translate({num(x)} {num(y)}) scale({size:.2f})")


def window(x: float, y: float, w: float, h: float, light: Light, frame: str = "#fbf7ee") -> str:
    """A window with the sky outside."""
    pane = sky(light, y + h, x, y, w)
    cross = line(f"M{num(x + w / 2)} {num(y)}V{num(y + h)}M{num(x)} {num(y + h * 0.42)}H{num(x + w)}", frame, 8)
    return (
        pane
        + cross
        + rect(x, y, w, h, "none", 4, frame, 13)
        + rect(x - 7, y - 7, w + 14, h + 14, "none", 6, EDGE, 2.6)
        + rect(x - 16, y + h + 5, w + 32, 13, frame, 4, EDGE, 2.6)
    )


def words(text: str, x: float, y: float, size: float, colour: str, *, weight: str = "700", space: float = 0) -> str:
    """A word on a sign, centred at x with its base line at y."""
    return el(
        "text",
        escape(text),
        x=x,
        y=y,
        font_size=size,
        fill=colour,
        text_anchor="middle",
        font_weight=weight,
        font_family=FONT,
        letter_spacing=space or None,
    )


def glow(x: float, y: float, r: float) -> str:
    """Lamp light: many faint circles, brighter towards the lamp."""
    return "".join(disc(x, y, r * part, WARM, opacity=0.05) for part in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2))


def tiles(y: float, colour: str, seam: str) -> str:
    """A tiled floor from y to the bottom, in perspective."""
    floor = rect(0, y, 720, 720 - y, colour)
    rows = "".join(line(f"M0 {num(y + d)}H720", seam, 2.4) for d in (34, 80, 140))
    fans = "".join(line(f"M{360 + i * 70} {num(y)}L{360 + i * 150} 720", seam, 2.4) for i in range(-6, 7))
    return floor + rows + fans
