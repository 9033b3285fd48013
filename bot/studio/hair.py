"""Hair, by style: what is behind the head and what is in front of the face. A head is 100 wide and 108 high."""

from __future__ import annotations

from collections.abc import Callable

from bot.studio.palette import GOLD, RED
from bot.studio.svg import INK, disc, line, path

# Over the crown from ear to ear; each style closes it with its own hair line.
_CROWN = "M-52 10C-60 -30 -46 -66 2 -66C50 -66 60 -30 53 8"


def _crown(colour: str, hairline: str) -> str:
    return path(f"{_CROWN}{hairline}Z", colour, INK)


def _shine(d: str) -> str:
    return line(d, "#ffffff", 4, 0.22)


def _ponytail(c: str) -> tuple[str, str]:
    back = path(
        "M-34 -40C-78 -50 -100 -16 -92 24C-88 52 -98 66 -106 76C-80 80 -58 60 -58 26C-58 4 -52 -10 -40 -20Z", c, INK
    )
    tie = path("M-52 -46L-36 -50L-34 -24L-50 -20Z", RED, INK)
    front = _crown(c, "C50 -16 40 -34 22 -46C6 -26 -22 -16 -43 -14C-46 -4 -47 4 -47 12")
    lock = path("M46 -6C52 6 52 20 48 32C44 20 44 6 42 -6Z", c, INK, 2.4)
    return back + tie, front + lock + _shine("M-34 -34C-26 -48 -8 -54 8 -52")


def _short(c: str) -> tuple[str, str]:
    front = path(
        "M-51 12C-62 -24 -54 -70 0 -71C36 -76 62 -44 52 10C49 0 48 -8 45 -16C36 -20 28 -26 24 -34"
        "C8 -24 -24 -22 -38 -26C-42 -14 -46 -4 -47 10Z",
        c,
        INK,
    )
    return "", front + _shine("M-30 -50C-16 -60 4 -60 18 -56")


def _bun(c: str) -> tuple[str, str]:
    back = disc(-22, -68, 23, c, INK) + line("M-34 -76C-26 -86 -10 -82 -8 -70", INK, 2, 0.5)
    pin = line("M-50 -64L6 -76", "#b06b45", 5)
    front = _crown(c, "C48 -8 34 -28 6 -42C-24 -32 -42 -12 -47 10")
    strands = line(
        "M6 -42C-4 -54 -14 -60 -24 -62M6 -42C16 -52 30 -54 38 -50M-20 -32C-34 -38 -42 -34 -48 -22", INK, 2, 0.4
    )
    return pin + back, front + strands


def _pigtails(c: str) -> tuple[str, str]:
    back = ""
    for side in (-1, 1):
        tail = "M{a} 8C{b} -6 {d} 18 {e} 44C{f} 60 {g} 66 {g} 66C{h} 62 {i} 34 {a} 22Z".format(
            a=side * 50, b=side * 80, d=side * 92, e=side * 84, f=side * 82, g=side * 72, h=side * 60, i=side * 60
        )
        back += path(tail, c, INK)
    ties = "".join(disc(side * 55, 13, 9.5, RED, INK, 2.6) for side in (-1, 1))
    front = _crown(
        c, "C49 0 47 -8 44 -18C34 -12 28 -14 24 -26C16 -13 4 -13 -4 -24C-12 -13 -26 -11 -32 -22C-40 -16 -44 -8 -46 12"
    )
    return back, front + line("M4 -65C0 -56 0 -52 2 -46", INK, 2, 0.4) + _shine(
        "M-34 -36C-26 -46 -18 -50 -10 -52"
    ) + ties


def _spiky(c: str) -> tuple[str, str]:
    front = path(
        "M-51 12C-60 -12 -60 -36 -47 -50Q-45 -60 -36 -60Q-28 -72 -14 -68Q0 -80 14 -70Q30 -76 36 -62Q50 -60 51 -46"
        "C60 -30 56 -4 51 10C48 2 47 -6 45 -16Q36 -18 30 -32Q26 -20 14 -20Q6 -22 2 -34Q-4 -20 -16 -19Q-24 -22 -26 -32"
        "Q-30 -18 -42 -18C-45 -6 -46 2 -47 12Z",
        c,
        INK,
    )
    return "", front + line("M-14 -68Q-8 -62 -6 -54M14 -70Q14 -62 20 -56", INK, 2.2, 0.5) + _shine(
        "M-36 -42C-30 -52 -24 -54 -16 -56"
    )


def _tuft(c: str) -> tuple[str, str]:
    cap = path(
        "M-48 -8C-48 -38 -30 -53 0 -53C30 -53 49 -38 49 -8C42 -30 24 -38 2 -38C-20 -38 -40 -30 -48 -8Z",
        c,
        None,
        opacity=0.22,
    )
    curl = line("M2 -54C-4 -70 12 -80 18 -68C22 -58 8 -56 8 -66", INK, 8) + line(
        "M2 -54C-4 -70 12 -80 18 -68C22 -58 8 -56 8 -66", c, 4.5
    )
    return "", cap + curl


def _cap(c: str) -> tuple[str, str]:
    sides = path(
        "M-51 14C-56 -6 -56 -32 -46 -40L46 -40C56 -32 54 0 51 12C48 4 47 -8 46 -18L-44 -18C-46 -4 -47 6 -47 14Z", c, INK
    )
    hat = path("M-56 -26C-60 -62 -34 -82 2 -82C40 -82 60 -60 57 -28C20 -38 -24 -38 -56 -26Z", "#35568a", INK)
    seam = line("M2 -81C0 -64 2 -50 6 -36", INK, 2, 0.35)
    peak = path("M-10 -38C22 -43 60 -40 80 -20C58 -25 20 -26 -14 -23Z", "#2a4470", INK)
    mark = disc(22, -58, 9, GOLD, INK, 2.2)
    return "", sides + hat + seam + mark + peak


def _bob(c: str) -> tuple[str, str]:
    back = path("M-54 -20C-70 10 -68 44 -58 58C-30 66 34 66 60 58C70 40 70 6 56 -20Z", c, INK)
    front = path(
        "M-46 46C-54 52 -62 50 -62 44C-66 -10 -58 -68 2 -68C60 -68 68 -10 64 44C64 50 56 52 50 46C52 24 50 6 44 -12"
        "C26 -16 -4 -18 -20 -32C-26 -18 -36 -10 -44 -6C-46 14 -47 30 -46 46Z",
        c,
        INK,
    )
    clip = path("M34 -38L54 -28L51 -20L31 -30Z", "#ffd15c", INK, 2.2)
    return back, front + clip + _shine("M-38 -30C-30 -44 -14 -52 2 -52")


def _crop(c: str) -> tuple[str, str]:
    back = path("M-50 -10C-62 10 -58 30 -46 38L48 36C60 24 60 4 52 -12Z", c, INK)
    front = path(
        "M-50 30C-62 22 -62 -6 -56 -28C-50 -62 -14 -76 16 -70C52 -66 64 -30 56 4C56 14 54 22 50 28C50 14 50 0 46 -14"
        "C30 -14 16 -26 10 -40C-2 -26 -28 -18 -43 -15C-46 4 -46 18 -50 30Z",
        c,
        INK,
    )
    return back, front + _shine("M-36 -38C-26 -54 -8 -58 6 -56")


_STYLES: dict[str, Callable[[str], tuple[str, str]]] = {
    "ponytail": _ponytail,
    "short": _short,
    "bun": _bun,
    "pigtails": _pigtails,
    "spiky": _spiky,
    "tuft": _tuft,
    "cap": _cap,
    "bob": _bob,
    "crop": _crop,
}


def draw_hair(style: str, colour: str) -> tuple[str, str]:
    """Hair behind the head and hair over the face, around (0, 0)."""
    return _STYLES[style](colour)
