"""Clothes of the upper body: the trunk, and by name what is worn on it."""

from __future__ import annotations

from collections.abc import Callable

from bot.studio.cast import Person
from bot.studio.clothes_home import cardigan, romper, sweater, tracksuit
from bot.studio.clothes_work import hoodie, jacket, polo, vest, work_jacket
from bot.studio.svg import INK, num, path


def draw_torso(person: Person) -> str:
    """The trunk with what is worn on it."""
    b = person.build
    body = path(_trunk(person), person.top, INK)
    return body + _OUTFITS[person.outfit](person, -b.torso)


def _trunk(person: Person) -> str:
    b = person.build
    s, w, h, t = b.shoulder, b.waist, b.hip + 3, -b.torso
    n = num
    return (
        f"M-16 {n(t - 2)}Q{n(-s + 4)} {n(t)} {n(-s)} {n(t + 24)}Q{n(-w - 2)} {n(t * 0.5)} {n(-w)} {n(t * 0.36)}"
        f"L{n(-h)} 8Q0 16 {n(h)} 8L{n(w)} {n(t * 0.36)}Q{n(w + 2)} {n(t * 0.5)} {n(s)} {n(t + 24)}"
        f"Q{n(s - 4)} {n(t)} 16 {n(t - 2)}Q0 {n(t + 10)} -16 {n(t - 2)}Z"
    )


_OUTFITS: dict[str, Callable[[Person, float], str]] = {
    "work_jacket": work_jacket,
    "jacket": jacket,
    "cardigan": cardigan,
    "sweater": sweater,
    "tracksuit": tracksuit,
    "romper": romper,
    "polo": polo,
    "hoodie": hoodie,
    "vest": vest,
}
