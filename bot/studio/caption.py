"""The narration: a paper strip across the top of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from bot.studio.box import Box
from bot.studio.bubble import LEADING, set_text
from bot.studio.lines import break_lines
from bot.studio.svg import INK, group, line, num, rect

_MARGIN = 26


@dataclass(frozen=True)
class Caption:
    """The narration, set."""

    lines: tuple[str, ...]
    font: float
    box: Box


def set_caption(words: str) -> Caption | None:
    """One or two lines in the largest type that allows it."""
    for font in (32, 30, 28, 26):
        lines = break_lines(words, (720 - 2 * _MARGIN) / font)
        if not lines:
            return None
        if len(lines) <= 2:
            break
    return Caption(lines, font, Box(0, 0, 720, len(lines) * font * LEADING + 20))


def draw_caption(caption: Caption) -> str:
    """The strip and its words."""
    low = num(caption.box.bottom)
    return group(
        "caption",
        rect(0, 0, 720, caption.box.h, "#fff3d2"),
        line(f"M0 {low}H720", INK, 3),
        set_text(caption.lines, caption.box, caption.font),
    )
