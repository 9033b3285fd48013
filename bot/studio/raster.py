"""Vector drawings as pixels, by resvg, with the font this folder carries: the same on every machine."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from bot.errors import VideoError
from bot.studio.box import Box
from bot.studio.svg import num

FONT_FILE = Path(__file__).with_name("fonts") / "NotoSansSC-subset.otf"


@dataclass(frozen=True)
class Sprite:
    """A cut-out picture (RGBA) and where its upper left corner belongs, in pixels."""

    image: Image.Image
    x: int
    y: int


def rasterise(drawn: str, box: Box, scale: float = 1) -> Image.Image:
    """The part of a drawing inside `box` as RGBA, `scale` pixels to a unit."""
    try:
        import resvg_py
    except ImportError as err:
        raise VideoError("resvg-py is not installed") from err
    view = f"{num(box.x)} {num(box.y)} {num(box.w)} {num(box.h)}"
    png = resvg_py.svg_to_bytes(
        svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{drawn}</svg>',
        width=max(1, round(box.w * scale)),
        height=max(1, round(box.h * scale)),
        skip_system_fonts=True,
        font_files=[str(FONT_FILE)],
        sans_serif_family="Noto Sans SC",
    )
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def sprite(drawn: str, box: Box, scale: float = 1) -> Sprite | None:
    """The same cut to what is painted; None if nothing is. `box` begins at whole pixels."""
    image = rasterise(drawn, box, scale)
    inner = image.getbbox()
    if inner is None:
        return None
    return Sprite(image.crop(inner), round(box.x * scale) + inner[0], round(box.y * scale) + inner[1])


def lay(canvas: Image.Image, piece: Sprite, dx: int = 0, dy: int = 0) -> None:
    """Paint a sprite on an RGBA canvas, moved by (dx, dy) and cut off at the canvas' edges."""
    x, y = piece.x + dx, piece.y + dy
    left, top = max(0, -x), max(0, -y)
    right = min(piece.image.width, canvas.width - x)
    bottom = min(piece.image.height, canvas.height - y)
    if left < right and top < bottom:
        canvas.alpha_composite(piece.image, (x + left, y + top), (left, top, right, bottom))


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONT_FILE) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> str:
    """The characters of a text that the font cannot show."""
    return "".join(sorted({c for c in text if not c.isspace() and ord(c) not in _known()}))
