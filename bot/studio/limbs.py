"""Arms, hands, legs and shoes, drawn along the joints as thick round strokes with an outline under them."""

from __future__ import annotations

import math

from bot.studio.cast import Person
from bot.studio.pose import Arm
from bot.studio.skeleton import Limb, Point
from bot.studio.svg import INK, disc, group, line, num, oval, path

OUTLINE = 2.6


def draw_arm(person: Person, limb: Limb, arm: Arm, side: str, held: str = "") -> str:
    """One arm with its sleeve, hand and what is `held` (drawn between palm and fingers)."""
    width = person.build.arm
    skin = person.skin
    parts = [_tube(limb, width * 0.74, skin)]
    if person.short_sleeves:
        cuff = _between(limb.root, limb.joint, 0.78)
        parts.append(_flat(f"M{_p(limb.root)}L{_p(_between(limb.root, cuff, 1.06))}", INK, width + 2 * OUTLINE))
        parts.append(disc(*limb.root, width / 2 + OUTLINE, INK) + disc(*limb.root, width / 2, person.top))
        parts.append(_flat(f"M{_p(limb.root)}L{_p(cuff)}", person.top, width))
        if side == "near":
            parts.append(_band(limb.root, limb.joint, 0.42, width, person.under))
    else:
        wrist = _between(limb.joint, limb.end, 0.86)
        parts.append(_tube(Limb(limb.root, limb.joint, wrist), width, person.sleeve or person.top))
        parts.append(_sleeve(person, limb, width))
    return group(f"arm {side}", *parts, _hand(skin, limb, arm.hand, width, held))


def draw_leg(person: Person, limb: Limb, side: str) -> str:
    """One leg with trousers and shoe."""
    width = person.build.leg
    long, short = _bent(limb, 0.93), _bent(limb, 0.9)
    cloth = _flat(long, INK, width + 2 * OUTLINE) + _flat(short, person.trousers, width)
    stripe = _flat(short, person.under, 4) if person.outfit == "tracksuit" else ""
    ankle = _flat(_bent(limb, 1), INK, width * 0.5 + 2 * OUTLINE) + _flat(_bent(limb, 1), person.skin, width * 0.5)
    return group(f"leg {side}", ankle, cloth, stripe, _shoe(person, limb))


def draw_hips(person: Person, near: Limb, far: Limb) -> str:
    """The seat of the trousers, between the legs and the jacket."""
    (x1, y1), (x2, y2) = near.root, far.root
    return oval((x1 + x2) / 2, (y1 + y2) / 2 - 2, person.build.hip, person.build.leg * 0.52, person.trousers)


def _tube(limb: Limb, width: float, colour: str) -> str:
    d = _bent(limb, 1)
    return line(d, INK, width + 2 * OUTLINE) + line(d, colour, width)


def _bent(limb: Limb, to: float) -> str:
    """Root to end with the joint rounded off; `to` shortens the last bone."""
    before = _between(limb.root, limb.joint, 0.72)
    after = _between(limb.joint, limb.end, 0.28)
    end = _between(limb.joint, limb.end, to)
    return f"M{_p(limb.root)}L{_p(before)}Q{_p(limb.joint)} {_p(after)}L{_p(end)}"


def _band(a: Point, b: Point, t: float, width: float, colour: str) -> str:
    """A band around the limb at t of the way from a to b."""
    d = f"M{_p(_between(a, b, t - 0.13))}L{_p(_between(a, b, t + 0.13))}"
    return _flat(d, INK, width + 2 * OUTLINE + 2) + _flat(d, colour, width + 2)


def _flat(d: str, colour: str, width: float) -> str:
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}"/>'


def _sleeve(person: Person, limb: Limb, width: float) -> str:
    """What is on the sleeve: stripes or a cuff."""
    a, b = _between(limb.joint, limb.end, 0.7), _between(limb.joint, limb.end, 0.93)
    if person.outfit == "tracksuit":
        return line(_bent(limb, 0.7), person.under, 4)
    if person.outfit in {"hoodie", "sweater", "romper"}:
        cuff = person.under if person.outfit == "romper" else INK
        opacity = 1 if person.outfit == "romper" else 0.18
        return f'<g opacity="{num(opacity)}">{_flat(f"M{_p(a)}L{_p(b)}", cuff, width)}</g>'
    return ""


def _hand(skin: str, limb: Limb, kind: str, width: float, held: str) -> str:
    """A hand at the end of the arm, turned along the forearm; drawn pointing down, then rotated."""
    (jx, jy), (x, y) = limb.joint, limb.end
    angle = math.degrees(math.atan2(jx - x, y - jy))
    size = width / 27
    turned = f"translate({num(x)} {num(y)}) rotate({num(angle)}) scale({size:.2f})"
    wrist = _flat("M0 -10L0 4", skin, 27 * 0.74)  # hides the outline between hand and arm
    if kind == "open":
        fingers = "".join(
            line(f"M{dx * 0.5:.0f} 8L{dx} {dy}", colour, w)
            for colour, w in ((INK, 11.5), (skin, 6.5))
            for dx, dy in ((-11, 21), (-4, 26), (4, 26), (11, 21), (-15, 6))
        )
        return group("hand", fingers, disc(0, 6, 10.5, skin), wrist, move=turned)
    if kind == "point":
        finger = line("M0 8L1 27", INK, 12.5) + line("M0 8L1 27", skin, 7.5)
        return group(
            "hand", finger, oval(0, 6, 11.5, 11, skin, INK, OUTLINE), wrist, line("M-5 10q5 4 9 0", INK, 2), move=turned
        )
    palm = path("M-10 -2C-13 8 -9 19 0 19C9 19 13 9 10 -2Z", skin, INK, OUTLINE)
    if kind in {"hold", "phone"}:
        upright = group("held", held, move=f"translate({num(x)} {num(y)})")
        fingers = path("M-11 6C-8 1 8 1 11 6C13 14 8 19 0 19C-8 19 -13 14 -11 6Z", skin, INK, OUTLINE)
        return group("hand", palm, wrist, move=turned) + upright + group("fingers", fingers, move=turned)
    thumb = path("M8 0C15 3 15 11 10 13", skin, INK, OUTLINE)
    return group("hand", thumb, palm, wrist, move=turned)


def _shoe(person: Person, limb: Limb) -> str:
    """A shoe that points to the right, with a pale sole."""
    x, y = limb.end
    size = person.build.leg / 41
    upper = path("M-17 11C-19 -4 -12 -16 0 -16C10 -16 13 -6 22 -3C31 0 34 5 33 11Z", person.shoes, INK, OUTLINE)
    sole = path("M-18 9H34Q35 15 29 15H-14Q-19 15 -18 9Z", "#fdfaf4", INK, OUTLINE)
    turned = math.degrees(math.atan2(limb.joint[0] - x, y - limb.joint[1])) * 0.6
    return group("shoe", upper, sole, move=f"translate({num(x)} {num(y - 2)}) rotate({num(turned)}) scale({size:.2f})")


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def _p(point: Point) -> str:
    return f"{num(point[0])} {num(point[1])}"
