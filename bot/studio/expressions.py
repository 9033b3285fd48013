"""What eight feelings do to eyes, brows and mouth, on a head 100 wide and 108 high, turned a little to the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.studio.svg import INK, disc, line, oval, path

_TEAR = "#6db8e6"
_LIP = "#b4473f"
_PUPIL = "#33231f"
TURN = 7
"""How far eyes, nose and mouth are moved to the right: the head turns that way."""
EYES = (TURN - 19, TURN + 19)
EYE_Y = 11


def _open_eyes(size: float = 1, dx: float = 1.5, dy: float = 0) -> str:
    return "".join(
        oval(x + dx, EYE_Y + dy, 5.4 * size, 7.4 * size, _PUPIL)
        + disc(x + dx + 1.8, EYE_Y + dy - 2.8, 2.1 * size, "#fff")
        for x in EYES
    )


def shut_eyes(curve: float) -> str:
    """Closed eyes; a negative curve laughs."""
    return "".join(line(f"M{x - 8} {EYE_Y}q8 {curve} 16 0", _PUPIL, 3.4) for x in EYES)


def _tired_eyes() -> str:
    lids = ""
    for x, fall in zip(EYES, (-1, 1), strict=True):
        a, b = EYE_Y + 2 - 2 * fall, EYE_Y + 2 + 2 * fall
        lids += path(f"M{x - 6} {a}L{x + 8} {b}q-1 8 -7 8q-6 0 -7 {-8 - 2 * fall}Z", _PUPIL)
        lids += line(f"M{x - 8} {a}L{x + 9} {b}", _PUPIL, 3.2)
        lids += line(f"M{x - 6} {EYE_Y + 15}q7 5 14 0", "#8a5f74", 2.6, 0.55)
    return lids


def _wide_eyes() -> str:
    return "".join(
        oval(x + 1, EYE_Y - 1, 9, 11, "#fff", INK, 2.4)
        + disc(x + 2, EYE_Y, 4.8, _PUPIL)
        + disc(x + 3.6, EYE_Y - 2, 1.6, "#fff")
        for x in EYES
    )


def _brows(left: str, right: str) -> str:
    return line(f"M{EYES[0] - 9} {EYE_Y - 16}{left}", INK, 3.6) + line(f"M{EYES[1] - 9} {EYE_Y - 16}{right}", INK, 3.6)


def _mouth(d: str, fill: str = "none") -> str:
    return path(d, fill, INK, 3)


def _smile() -> str:
    return _mouth(f"M{TURN - 12} 30q12 11 25 0")


def _laugh() -> str:
    return _mouth(f"M{TURN - 15} 27q16 5 32 0q-1 19 -16 19q-15 0 -16 -19Z", _LIP) + path(
        f"M{TURN - 12} 29q13 4 26 0l-2 5q-11 3 -22 0Z", "#fff"
    )


def talking(wide: float, high: float) -> str:
    """An open mouth of this half width and height, instead of the expression's own while somebody speaks."""
    x = TURN + 1
    return path(
        f"M{x - wide} 31Q{x} 27 {x + wide} 31Q{x + wide} {31 + high} {x} {31 + high}"
        f"Q{x - wide} {31 + high} {x - wide} 31Z",
        _LIP,
        INK,
        2.8,
    ) + path(f"M{x - wide + 4} 31.5Q{x} 29 {x + wide - 4} 31.5Q{x} 36 {x - wide + 4} 31.5Z", "#fff")


@dataclass(frozen=True)
class Look:
    """One expression."""

    eyes: Callable[[], str]
    brows: str
    mouth: Callable[[], str]
    extra: str = ""
    """Tears, sweat, a mark of anger; painted over the hair."""
    blush: float = 0.5
    wide: float = 11
    """Half width of the mouth while speaking."""
    shut: bool = False
    """The eyes are closed anyway: no blinking."""


_LEVEL = _brows("q9 -4 18 -1", "q9 -3 18 1")
_RAISED_INSIDE = _brows("q9 -3 17 -9", "q9 5 18 9").replace(
    f"M{EYES[1] - 9} {EYE_Y - 16}", f"M{EYES[1] - 9} {EYE_Y - 24}"
)
_TIRED = _brows("m0 3q9 -6 18 -8", "m0 -5q9 2 18 8")
_HIGH = _brows("m0 -8q9 -7 18 -3", "m0 -9q9 -4 18 3")
_FROWN = _brows("m0 -6q10 3 18 10", "m0 4q9 -7 18 -10")
_DROPS = "".join(
    path(f"M{x - 5} 18q-2 12 -1 21a6 6 0 0 0 11 0q1 -9 -1 -21Z", _TEAR, None, opacity=0.9)
    + disc(x + 0.5, 42, 6.5, _TEAR, "#4a94c4", 1.5)
    for x in EYES
)
_SWEAT = path("M-46 -30c-9 13 -10 21 -1 23c9 0 10 -10 1 -23Z", _TEAR, "#4a94c4", 1.8)
_HUFF = line("M52 -62q3 10 13 9M70 -58q-9 2 -8 12M60 -76q2 9 -7 12M78 -70q-10 1 -9 -9", "#d2402f", 4.2)

LOOKS = {
    "calm": Look(_open_eyes, _LEVEL, _smile),
    "happy": Look(lambda: shut_eyes(-11), _brows("m0 -3q9 -6 18 -1", "m0 -4q9 -3 18 3"), _laugh, blush=0.85, shut=True),
    "sad": Look(
        lambda: _open_eyes(0.95, 0.5, 2), _RAISED_INSIDE, lambda: _mouth(f"M{TURN - 11} 37q11 -9 23 0"), blush=0.3
    ),
    "tired": Look(_tired_eyes, _TIRED, lambda: _mouth(f"M{TURN - 9} 34q9 -4 19 0"), blush=0.15),
    "angry": Look(
        lambda: _open_eyes(0.95), _FROWN, lambda: _mouth(f"M{TURN - 12} 37q6 -8 12 -5q8 -2 12 5"), _HUFF, blush=0.6
    ),
    "worried": Look(
        _open_eyes, _RAISED_INSIDE, lambda: _mouth(f"M{TURN - 11} 34q5 -6 9 -1q5 6 13 -1"), _SWEAT, blush=0.25
    ),
    "surprised": Look(
        _wide_eyes,
        _HIGH,
        lambda: path(f"M{TURN + 1} 28c10 0 10 18 0 18c-10 0 -10 -18 0 -18Z", _LIP, INK, 3),
        blush=0.5,
        wide=9,
    ),
    "cry": Look(
        lambda: shut_eyes(7),
        _RAISED_INSIDE,
        lambda: _mouth(f"M{TURN - 13} 41q1 -12 14 -12q13 0 14 12q-14 -6 -28 0Z", _LIP),
        _DROPS,
        blush=0.9,
        shut=True,
    ),
}
