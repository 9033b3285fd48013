"""Contact sheets as pictures: the panels of comics, or frames of videos, many on one page to look at.

Pixels need resvg and Pillow; `sheet.py` beside this has everybody in every pose as one page for a browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image

from bot.content.lessons import Lesson
from bot.studio.box import Box
from bot.studio.bubble import set_text
from bot.studio.comic import draw_panel
from bot.studio.film.screen import HEIGHT, WIDTH, Film
from bot.studio.film.timing import FPS, time_lesson
from bot.studio.lines import measure
from bot.studio.raster import rasterise
from bot.studio.svg import rect

_GAP = 6
_SCALES = (0.25, 0.5, 1)
"""At which videos are drawn."""
_COLOURS = 96
_GROUND = "#f6efe2"
FRAMES = 8
"""Frames of a video on its sheet."""


def comic_sheet(lessons: Iterable[Lesson], edge: int, columns: int) -> Image.Image:
    """The panels of some lessons, each under its title, `edge` pixels wide. Raises ContentError, VideoError."""
    return _page([(x.title, [_panel(x, number, edge) for number in range(1, len(x.panels) + 1)]) for x in lessons],
                 edge, edge, columns)  # fmt: skip


def film_sheet(lesson: Lesson, width: int) -> Image.Image:
    """Frames of a lesson's video, evenly spread, `width` pixels wide. Raises ContentError, VideoError."""
    timeline = time_lesson(lesson.film)
    film = Film(lesson, timeline, next(scale for scale in _SCALES if scale * WIDTH >= width))
    moments = [round((number + 0.6) * timeline.seconds / FRAMES * FPS) for number in range(FRAMES)]
    size = width, round(width * HEIGHT / WIDTH)
    frames = [film.frame(moment).resize(size, Image.Resampling.LANCZOS) for moment in moments]
    return _page([(lesson.title, frames)], *size, FRAMES // 2)


def save(sheet: Image.Image, path: Path) -> int:
    """Write a sheet as a PNG of few colours; its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
    return path.stat().st_size


def _panel(lesson: Lesson, number: int, edge: int) -> Image.Image:
    svg = draw_panel(lesson.panels[number - 1], number=number)
    return rasterise(svg, Box(0, 0, 720, 720), edge / 720).convert("RGB")


def _page(rows: Sequence[tuple[str, Sequence[Image.Image]]], wide: int, high: int, columns: int) -> Image.Image:
    head = max(22, wide // 8)
    lines = sum(-(-len(pictures) // columns) for _, pictures in rows)
    size = columns * (wide + _GAP) + _GAP, lines * (high + _GAP) + len(rows) * (head + _GAP) + _GAP
    page = Image.new("RGB", size, _GROUND)
    y = _GAP
    for title, pictures in rows:
        page.paste(_title(title, size[0], head), (0, y))
        y += head + _GAP
        for at, picture in enumerate(pictures):
            page.paste(picture, (_GAP + at % columns * (wide + _GAP), y + at // columns * (high + _GAP)))
        y += -(-len(pictures) // columns) * (high + _GAP)
    return page


def _title(words: str, wide: int, high: int) -> Image.Image:
    font = high * 0.7
    line = Box(_GAP, 0, measure(words) * font + 8, high)
    return rasterise(rect(0, 0, wide, high, _GROUND) + set_text((words,), line, font), Box(0, 0, wide, high)).convert(
        "RGB"
    )
