"""What a call adds to a picture: the phone around the screen, its buttons, the seam of a split screen."""

from __future__ import annotations

from bot.studio.box import Box
from bot.studio.frames import BEZEL, GUTTER, phone_body, screen_of
from bot.studio.palette import LIGHT, PAPER, WHITE
from bot.studio.svg import INK, disc, group, line, num, path, rect


def draw_table_top(time: str) -> str:
    """What lies behind the phone: a table with a cup."""
    light = LIGHT[time]
    wood = rect(0, 0, 720, 720, "#e7c9a0") + line("M0 150H720M0 330H720M0 510H720M0 690H720", "#d8b588", 5)
    cup = disc(26, 600, 44, "#f7f3ec", INK) + disc(26, 600, 31, "#b5793f", INK, 2.4)
    pen = line("M700 470L690 640", INK, 17) + line("M700 470L690 640", "#5f92c4", 11)
    veil = rect(0, 0, 720, 720, light.veil, opacity=light.indoors + 0.06) if light.lamps else ""
    return group("table-top", wood, cup, pen, veil)


def draw_phone(top: float) -> str:
    """The body of the phone with a hole for the screen, and the buttons of a call."""
    body, glass = phone_body(top), screen_of(top)
    ring = path(f"{_round(body, 44)}{_round(glass, 30)}", "#3a4350", INK, 3.4).replace(
        "<path", '<path fill-rule="evenodd"', 1
    )
    ear = rect(body.cx - 40, body.y + BEZEL / 2 - 2.5, 80, 5, "#6e7a88", 2)
    y = glass.bottom - 46
    dim = path(
        f"M{num(glass.x)} {num(y - 44)}H{num(glass.right)}V{num(glass.bottom)}H{num(glass.x)}Z", "#1d2530", opacity=0.42
    )
    end = disc(glass.cx, y, 32, "#e5483f", WHITE, 3) + path(_HANDSET, WHITE).replace(
        "<path", f'<path transform="translate({num(glass.cx)} {num(y)})"', 1
    )
    mic = _button(
        glass.cx - 130, y, rect(-6, -15, 12, 20, WHITE, 6) + line("M-11 -2Q-11 10 0 10Q11 10 11 -2M0 10V16", WHITE, 3)
    )
    cam = _button(glass.cx + 130, y, rect(-15, -9, 20, 18, WHITE, 4) + path("M7 -3L16 -9V9L7 3Z", WHITE))
    return group("phone-frame", dim, end, mic, cam, ring, ear)


_HANDSET = "M-21 5C-21 -9 21 -9 21 5L18 10L9 8L8 1Q0 -1 -8 1L-9 8L-18 10Z"


def draw_seam(top: float = 0) -> str:
    """The seam between the halves of a video call, with a camera on it."""
    x = 360
    seam = rect(x - GUTTER / 2, top, GUTTER, 720 - top, PAPER)
    seam += line(f"M{x - GUTTER / 2} {num(top)}V720M{x + GUTTER / 2} {num(top)}V720", INK, 3)
    camera = rect(-18, -11, 24, 22, WHITE, 5) + path("M9 -4L19 -11V11L9 4Z", WHITE)
    return group("seam", seam, disc(x, 668, 31, "#4aa56a", INK, 3), group("", camera, move=f"translate({x} 668)"))


def _button(x: float, y: float, sign: str) -> str:
    return group("", disc(0, 0, 27, "#ffffff", None, opacity=0.28), sign, move=f"translate({num(x)} {num(y)})")


def _round(box: Box, r: float) -> str:
    """A closed rounded rectangle as path data."""
    w, h, n = box.w - 2 * r, box.h - 2 * r, num
    return (
        f"M{n(box.x + r)} {n(box.y)}h{n(w)}q{n(r)} 0 {n(r)} {n(r)}v{n(h)}q0 {n(r)} {n(-r)} {n(r)}"
        f"h{n(-w)}q{n(-r)} 0 {n(-r)} {n(-r)}v{n(-h)}q0 {n(-r)} {n(r)} {n(-r)}Z"
    )
