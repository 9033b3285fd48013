"""A lesson's panels as pictures of their own, drawn when somebody first looks.

As SVG for the page, kept packed in memory (4-8 KB each); as pixels where SVG is no good, kept under var/pictures: a PNG
for the card that WeChat shows beside a link, a small JPEG without words for the list of lessons.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sanic.exceptions import NotFound

from bot.content.lesson_panels import Panel
from bot.content.lessons import Lesson
from bot.errors import VideoError
from bot.logs import log
from bot.settings import ROOT
from bot.studio.comic import draw_panel
from bot.web.deliver import Parcel

logger = logging.getLogger(__name__)
FOLDER = ROOT / "var" / "pictures"
SHARED, SMALL = 400, 128
"""Pixels of the edge of a picture: WeChat wants 300 or more; the list shows 84."""
_COLOURS = 128
_QUALITY = 55


class Pictures:
    """Draws off the event loop, each picture once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._drawn: dict[tuple[str, int, str], Parcel] = {}
        self._pencil = asyncio.Lock()
        """Two who look at once must not have it drawn twice; and the phones of others come first."""

    async def panel(self, lesson: Lesson, number: int) -> Parcel:
        """The panel with that number, from 1, as SVG; NotFound when there is none."""
        return await self._once(lesson, number, "image/svg+xml", lambda p: draw_panel(p, number=_shown(lesson, number)))

    async def shared(self, lesson: Lesson, number: int) -> Parcel:
        """The same as a PNG, 400 pixels square; NotFound when it cannot be drawn."""
        return await self._once(lesson, number, "image/png", lambda p: draw_panel(p, number=None))

    async def small(self, lesson: Lesson) -> Parcel:
        """The first panel's people and place without words, a JPEG of some 3 KB; NotFound if it cannot be drawn."""
        return await self._once(
            lesson, 1, "image/jpeg", lambda p: draw_panel(replace(p, narration="", speech=()), number=None)
        )

    async def _once(self, lesson: Lesson, number: int, kind: str, draw: Callable[[Panel], str]) -> Parcel:
        if not 1 <= number <= len(lesson.panels):
            raise NotFound("no such panel")
        key = lesson.name, number, kind
        async with self._pencil:
            if key not in self._drawn:
                self._drawn[key] = await asyncio.to_thread(self._draw, key, lesson.panels[number - 1], draw)
        return self._drawn[key]

    def _draw(self, key: tuple[str, int, str], panel: Panel, draw: Callable[[Panel], str]) -> Parcel:
        name, number, kind = key
        svg = draw(panel)
        if kind == "image/svg+xml":
            return Parcel.of(svg.encode(), kind)
        mark = hashlib.sha256(f"{SHARED} {SMALL} {_COLOURS} {_QUALITY} {svg}".encode()).hexdigest()[:12]
        ending = "png" if kind == "image/png" else "jpg"
        path = self._folder / f"{name}-{number}-{mark}.{ending}"
        if path.is_file():
            return Parcel.of(path.read_bytes(), kind)
        try:
            body = _pixels(svg, kind)
        except VideoError as err:
            log(logger, "no pixels", logging.ERROR, exc_info=err)
            raise NotFound("no such picture") from err
        _keep(path, f"{name}-{number}-*.{ending}", body)
        return Parcel.of(body, kind)


def _shown(lesson: Lesson, number: int) -> int | None:
    """The number in a panel's corner; with choices they would jump."""
    return number if lesson.branches is None else None


def _pixels(svg: str, kind: str) -> bytes:
    from PIL import Image

    from bot.studio.box import Box
    from bot.studio.raster import rasterise  # Pillow and resvg: not before they are needed

    edge = SHARED if kind == "image/png" else SMALL
    image = rasterise(svg, Box(0, 0, 720, 720), edge / 720).convert("RGB")
    out = io.BytesIO()
    if kind == "image/png":
        image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    else:
        image.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _keep(path: Path, before: str, body: bytes) -> None:
    """Put a picture in place of those that were drawn before it; a disc that is full costs time, not the picture."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = list(path.parent.glob(before))
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(body)
        part.replace(path)
        for one in old:
            one.unlink(missing_ok=True)
    except OSError as err:
        log(logger, "picture not kept", logging.WARNING, exc_info=err)
