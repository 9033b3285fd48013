"""SVG text: elements, shapes with a soft outline, safe numbers and safe words.

Everything drawn is a string made here, so escaping and number format are right in one place. Only what
small renderers know is used: shapes, groups, transforms, nested <svg>; no ids, CSS, filters or masks.
"""

from __future__ import annotations

import html
import re

INK = "#5a4038"
"""Outline of people and props: a warm brown, softer than black."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def num(value: float) -> str:
    """A number with at most one decimal: short files, and the same text on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _attribute(name: str, value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".") if name == "opacity" else num(value)


def escape(words: str) -> str:
    """Words for an element or an attribute; characters that XML cannot hold are dropped."""
    return html.escape(_NOT_XML.sub("", words), quote=True)


def el(tag: str, *inside: str, **attrs: str | float | None) -> str:
    """One element; `stroke_width` becomes `stroke-width`, `class_` becomes `class`, None is left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(name, value)}"'
        for name, value in attrs.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def group(name: str, *inside: str, move: str | None = None) -> str:
    """A named part; `move` is an SVG transform. The names are what animation takes hold of."""
    return el("g", *inside, class_=name or None, transform=move)


def path(d: str, fill: str = "none", ink: str | None = None, width: float = 3, opacity: float | None = None) -> str:
    """A filled and/or stroked path with round joins."""
    round_ = "round" if ink else None
    return el(
        "path",
        d=d,
        fill=fill,
        stroke=ink,
        stroke_width=width if ink else None,
        stroke_linejoin=round_,
        stroke_linecap=round_,
        opacity=opacity,
    )


def line(d: str, ink: str = INK, width: float = 3, opacity: float | None = None) -> str:
    """A stroked path."""
    return path(d, "none", ink, width, opacity)


def rect(
    x: float,
    y: float,
    w: float,
    h: float,
    fill: str,
    r: float = 0,
    ink: str | None = None,
    width: float = 3,
    opacity: float | None = None,
) -> str:
    """A rectangle with corner radius r."""
    return el(
        "rect",
        x=x,
        y=y,
        width=w,
        height=h,
        rx=r or None,
        fill=fill,
        stroke=ink,
        stroke_width=width if ink else None,
        opacity=opacity,
    )


def oval(
    x: float,
    y: float,
    rx: float,
    ry: float,
    fill: str,
    ink: str | None = None,
    width: float = 3,
    opacity: float | None = None,
) -> str:
    """An ellipse."""
    return el(
        "ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, stroke=ink, stroke_width=width if ink else None, opacity=opacity
    )


def disc(
    x: float, y: float, r: float, fill: str, ink: str | None = None, width: float = 3, opacity: float | None = None
) -> str:
    """A circle."""
    return el("circle", cx=x, cy=y, r=r, fill=fill, stroke=ink, stroke_width=width if ink else None, opacity=opacity)
