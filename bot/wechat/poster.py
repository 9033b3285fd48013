"""A poster with a QR code for a factory's wall, and the cover of a lesson's article: PNG, PDF or JPEG."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from bot.errors import WeChatError

FONT = Path(__file__).parent.parent / "studio" / "fonts" / "NotoSansSC-subset.otf"
A4 = (1240, 1754)
"""Pixels at 150 dots an inch."""
DPI = 150.0
_PAPER, _INK, _WARM = "#fffaf2", "#3a2e28", "#d9623b"
Words = Mapping[str, str]
"""The table `poster` of data/texts.toml."""


def draw_poster(address: str, words: Words, title: str = "", where: str = "", font: Path = FONT) -> Image.Image:
    """An A4 poster; `address` is what the QR code says, `title` its head (empty: our name), `where` a line of the
    factory's own.

    Raises WeChatError where the font lacks a character; another `font` may have it.
    """
    title = title or words["name"]
    _check(title + where, font)
    page = Image.new("RGB", A4, _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, A4[0], 330), fill=_WARM)
    _centred(draw, title, 120, 120, "white", font)
    y = 400
    for line in (words["line_1"], words["line_2"], words["line_3"]):
        _centred(draw, line, y, 64, _INK, font)
        y += 100
    code = _code(address, 720)
    page.paste(code, ((A4[0] - code.width) // 2, y + 20))
    y += 20 + code.height + 30
    for line in (words["foot_1"], words["foot_2"], where):
        _centred(draw, line, y, 44, _INK, font)
        y += 72
    return page


def draw_cover(title: str, words: Words, font: Path = FONT) -> bytes:
    """A square JPEG with a lesson's title and our name, small enough for WeChat (64,000 bytes)."""
    page = Image.new("RGB", (400, 400), _WARM)
    draw = ImageDraw.Draw(page)
    lines = [title[start : start + 6] for start in range(0, len(title), 6)][:4]
    for number, line in enumerate(lines):
        _centred(draw, line, 200 - len(lines) * 33 + number * 66, 56, "white", font)
    _centred(draw, words["name"], 345, 28, "white", font)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def save(page: Image.Image, path: Path) -> None:
    """Write a poster as its name says: .png or .pdf. Raises WeChatError for another."""
    if path.suffix.lower() not in (".png", ".pdf"):
        raise WeChatError(f"poster: {path.name} ends neither in .png nor in .pdf")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path, dpi=(DPI, DPI)) if path.suffix.lower() == ".png" else page.save(path, resolution=DPI)


def _code(address: str, size: int) -> Image.Image:
    """The QR code at most so many pixels wide, in whole pixels a module: a printer must not blur it."""
    code = segno.make(address, error="q", micro=False)
    modules = code.symbol_size(scale=1, border=4)[0]
    out = io.BytesIO()
    code.save(out, kind="png", scale=max(1, size // modules), border=4)
    return Image.open(out).convert("RGB")


def _centred(draw: ImageDraw.ImageDraw, line: str, y: int, size: int, colour: str, font: Path) -> None:
    """A line in the middle of the page, smaller where it would not fit."""
    width = draw.im.size[0]
    letters = ImageFont.truetype(str(font), size)
    while size > 12 and draw.textlength(line, letters) > width * 0.9:
        size -= 2
        letters = ImageFont.truetype(str(font), size)
    draw.text(((width - draw.textlength(line, letters)) / 2, y), line, colour, letters)


def _check(text: str, font: Path) -> None:
    try:
        letters = ImageFont.truetype(str(font), 20)
    except OSError as err:
        raise WeChatError(f"poster: {font.name} is no font") from err
    blank = bytes(letters.getmask("\U0010ffff"))
    lacks = [char for char in dict.fromkeys(text) if not char.isspace() and bytes(letters.getmask(char)) == blank]
    if lacks:
        raise WeChatError(f"poster: {font.name} has no {' '.join(lacks)}; name another font with --font")
