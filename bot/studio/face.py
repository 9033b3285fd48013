"""A face: the parts of an expression put together, with what belongs to the person."""

from __future__ import annotations

from bot.studio.cast import Person
from bot.studio.expressions import EYE_Y, EYES, LOOKS, TURN, shut_eyes, talking
from bot.studio.motion import STILL, Motion
from bot.studio.svg import INK, group, line, oval


def draw_face(person: Person, face: str, motion: Motion = STILL) -> str:
    """Eyes, brows, nose, mouth and what else shows a feeling, as named groups."""
    look = LOOKS[face]
    cheeks = "".join(oval(x, 26, 9.5, 6, "#ee8a78", None, opacity=0.5 * look.blush) for x in (TURN - 30, TURN + 31))
    eyes = shut_eyes(4) if motion.blink and not look.shut else look.eyes()
    lashes = ""
    if person.lashes and face != "surprised":
        lashes = line(f"M{EYES[0] - 6} {EYE_Y - 4}l-6 -4M{EYES[1] + 8} {EYE_Y - 4}l6 -4", INK, 2.6)
    mouth = talking(look.wide, 5 + 11 * motion.mouth) if motion.mouth > 0.05 else look.mouth()
    return "".join(
        (
            group("cheeks", cheeks),
            _age(person),
            group("eyes", eyes, lashes),
            group("brows", look.brows),
            line(f"M{TURN + 1} 15q5 6 -2 8", INK, 2.6, 0.75),
            group("mouth", mouth),
            _glasses() if person.glasses else "",
        )
    )


def draw_feeling(face: str) -> str:
    """Drops of sweat and the like, painted over the hair."""
    return group("feeling", LOOKS[face].extra) if LOOKS[face].extra else ""


def _age(person: Person) -> str:
    if not person.wrinkles:
        return ""
    return line(
        f"M{TURN - 34} 2l-5 -2M{TURN - 34} 8l-6 2M{TURN - 21} 25q-5 6 -3 12M{TURN + 23} 25q5 6 3 12"
        f"M{TURN - 12} -20q12 -3 24 0",
        INK,
        2,
        0.45,
    )


def _glasses() -> str:
    rims = "".join(_rim(x + 1) for x in EYES)
    return group(
        "glasses",
        rims,
        line(f"M{EYES[0] + 14} {EYE_Y - 1}q5 -4 12 0M{EYES[0] - 14} {EYE_Y - 2}l-16 -4", "#6a4a3c", 2.8),
    )


def _rim(x: float) -> str:
    return oval(x, EYE_Y, 14, 13.5, "none", "#6a4a3c", 2.8)
