"""What the pictures of a video are laid out on: higher than a comic, larger people, no narration inside."""

from __future__ import annotations

from bot.studio.box import Box
from bot.studio.layout import Sheet

TOP = -180
"""Upper edge of the picture: a video's stage is 720 wide and 900 high."""
STAGE = Box(0, TOP, 720, 720 - TOP)
_LEVELS = (
    (36, 1.4, 700), (36, 1.3, 700), (34, 1.3, 700), (34, 1.2, 700), (32, 1.2, 700), (32, 1.1, 698),
    (30, 1.08, 696), (30, 1.0, 694), (28, 1.0, 694), (28, 0.95, 720), (26, 0.95, 740), (26, 0.84, 780), (26, 0.7, 820),
)  # fmt: skip
FILM = Sheet(top=TOP, captioned=False, levels=_LEVELS)
