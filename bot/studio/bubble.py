"""Speech bubbles: their size from their words, and how they are drawn with a tail to the speaker."""

from __future__ import annotations

from dataclasses import dataclass

from bot.studio.backdrop import FONT
from bot.studio.box import Box
from bot.studio.lines import break_lines, cut_words, measure
from bot.studio.palette import WHITE
from bot.studio.svg import INK, el, escape, group, line, num, path, rect

LEADING = 1.32
"""Height of a line in em."""
PAD_X, PAD_Y = 24.0, 17.0
CORNER = 30.0
"""Radius of a bubble's corners."""
TEXT = "#33241f"


@dataclass(frozen=True)
class Bubble:
    """A bubble in its place."""

    who: str
    lines: tuple[str, ...]
    font: float
    box: Box
    tip: tuple[float, float]
    """Where the tail ends, at the speaker's head."""


def sizes(words: str, font: float, widest: float) -> list[tuple[tuple[str, ...], float, float]]:
    """Ways to set the words: lines, width and height of the bubble; the narrowest for each number of lines, and the
    narrowest that cuts no word.
    """
    found: dict[tuple[int, bool], tuple[tuple[str, ...], float, float]] = {}
    for tenth in range(int((widest - 2 * PAD_X) / font * 2), 5, -1):
        lines = break_lines(words, tenth / 2)
        if not lines:
            return []
        wide = max(map(measure, lines)) * font + 2 * PAD_X
        key = len(lines), cut_words(lines) > 0
        old = found.get(key)
        if old is None or wide < old[1]:
            found[key] = (lines, max(wide, 86), len(lines) * font * LEADING + 2 * PAD_Y)
    return list(found.values())


def draw_bubble(bubble: Bubble) -> str:
    """The bubble with its tail and its words."""
    box = bubble.box
    r = min(CORNER, box.h / 2)
    body = rect(box.x, box.y, box.w, box.h, WHITE, r, INK, 3.4)
    return group("bubble", body, _tail(box, bubble.tip, r), set_text(bubble.lines, box, bubble.font))


def set_text(lines: tuple[str, ...], box: Box, font: float) -> str:
    """Lines of text, centred in a box."""
    top = box.cy - len(lines) * font * LEADING / 2 + font * (LEADING - 1) / 2 + font * 0.86
    spans = "".join(el("tspan", escape(text), x=box.cx, y=top + i * font * LEADING) for i, text in enumerate(lines))
    return el("text", spans, font_size=font, fill=TEXT, text_anchor="middle", font_family=FONT)


def tail_base(box: Box, tip: tuple[float, float], r: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two points of the bubble's edge from which the tail grows."""
    x, y = tip
    half = 13.0
    if y >= box.bottom or y <= box.y:
        edge = box.bottom if y >= box.bottom else box.y
        mid = min(max(x + (box.cx - x) * 0.25, box.x + r + half), box.right - r - half)
        mid = box.cx if box.w < 2 * (r + half) else mid
        return (mid - half, edge), (mid + half, edge)
    edge = box.right if x > box.right else box.x
    mid = min(max(y - 4, box.y + r + 6), box.bottom - r - 6) if box.h > 2 * r + 14 else box.cy
    half = min(half, box.h / 2 - 10)
    return (edge, mid - half), (edge, mid + half)


def _tail(box: Box, tip: tuple[float, float], r: float) -> str:
    (ax, ay), (bx, by) = tail_base(box, tip, r)
    x, y = tip
    # The base lies a little inside, so that the bubble's own outline disappears under the tail.
    ix, iy = (0.0, -3.0 if y >= box.bottom else 3.0) if ay == by else (-3.0 if x > box.right else 3.0, 0.0)
    cx, cy = (ax + bx) / 2 + (x - (ax + bx) / 2) * 0.35, (ay + by) / 2 + (y - (ay + by) / 2) * 0.55
    curve = f"L{num(ax)} {num(ay)}Q{num(cx)} {num(cy)} {num(x)} {num(y)}Q{num(cx)} {num(cy)} {num(bx)} {num(by)}"
    fill = path(f"M{num(ax + ix)} {num(ay + iy)}{curve}L{num(bx + ix)} {num(by + iy)}Z", WHITE)
    return fill + line(f"M{curve[1:]}", INK, 3.4)
