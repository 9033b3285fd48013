"""Places for bubbles: near the speaker, over nobody's head or chest, in the order in which they are read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.studio.box import Box
from bot.studio.bubble import CORNER, Bubble, sizes, tail_base
from bot.studio.lines import clean, cut_words, measure
from bot.studio.stage import Standing

Points = list[tuple[float, float]]
_NARROW = 4.2
"""Three lines and more of fewer characters are hard to read, and cut words in two."""
Choice = tuple[float, Bubble, Points]
"""Cost, bubble, points along its tail."""
_GAP = 10.0
"""Least distance between bubbles, heads and edges."""
_TAIL = 14.0
"""Shortest tail."""


@dataclass(frozen=True)
class Rules:
    """What a place must satisfy; given up one after another when a picture is crowded."""

    own_frame: bool = True
    """In a call, each bubble over its own side (the caller's to observe, by the zones)."""
    reach: float = 90
    """How far a tail may go sideways."""
    bodies: bool = True
    """A bubble covers no chest and no hand that waves or points."""
    strict: bool = True
    """First speech is read first, and tails keep away even from the hair of others."""


def place_bubbles(
    speech: Sequence[tuple[str, str]], zones: list[tuple[Standing, Box]], font: float, rules: Rules
) -> tuple[Bubble, ...] | None:
    """The cheapest places for all bubbles, or None if there is no room.

    `zones` is everybody with where their bubbles may be.
    """
    heads = [s.head for s, _ in zones]
    chests = [Box(s.x - 40 * s.size, s.head.bottom, 80 * s.size, 84 * s.size) for s, _ in zones if rules.bodies]
    chests += [s.hand for s, _ in zones if s.hand is not None and rules.bodies]
    widest = 470 if len(speech) == 1 else 400
    choices = []
    for who, words in speech:
        speaker, zone = next((s, z) for s, z in zones if s.actor.who == who)
        draft = Bubble(who, (), font, speaker.head, (0, 0))
        found = sorted(_choices(draft, words, heads, chests, zone, widest, rules), key=lambda c: c[0])
        if found:
            choices.append(found)
        elif clean(words):
            return None
    if not choices:
        return ()
    if len(choices) == 1:
        return (choices[0][0][1],)
    best, pair = 1e9, None
    for cost, first, tail in choices[0]:
        if cost + choices[1][0][0] >= best:
            break
        for more, second, other in choices[1]:
            if cost + more >= best:
                break
            if (not rules.strict or _reads(first.box, second.box)) and _apart(first.box, tail, second.box, other):
                best, pair = cost + more, (first, second)
    return pair


def _choices(
    draft: Bubble, words: str, heads: list[Box], chests: list[Box], zone: Box, widest: float, rules: Rules
) -> Iterator[Choice]:
    """Every place for one bubble, with what it costs: far from the head, long tail, odd shape.

    `draft` has the speaker's name, the size of type, and for its box the speaker's head.
    """
    head = draft.box
    for lines, w, h in sizes(words, draft.font, min(zone.w, widest)):
        if len(lines) > 5 or (len(lines) > 3 and w < h * 0.95):
            continue
        short = len(lines) > 1 and measure(lines[-1]) < 2.6
        shape = (
            abs(w / h - 2.4) * (20 if w < 2.4 * h else 8)
            + (20 if len(lines) > 4 else 0)
            + (24 if short else 0)
            + (24 if len(lines) > 2 and max(map(measure, lines)) < _NARROW else 0)
            + 6 * len(lines)
            + 14 * cut_words(lines)
        )
        for x in sorted({min(max(head.cx + step * 44 - w / 2, zone.x), zone.right - w) for step in range(-8, 9)}):
            for y in _heights(h, head, zone):
                box = Box(x, y, w, h)
                if any(box.touches(other, _GAP) for other in heads) or any(box.touches(other) for other in chests):
                    continue
                for tip in _tips(box, head):
                    bubble = replace(draft, lines=lines, box=box, tip=tip)
                    long, deep, slant = _tail(bubble)
                    points = _points(bubble)
                    if min(long, deep) < _TAIL or slant > min(rules.reach, 30 + 2 * deep):
                        continue
                    if not any(other.holds(*p, 0 if rules.strict else -16) for other in heads for p in points):
                        yield long * 0.55 + abs(x + w / 2 - head.cx) * 0.16 + shape, bubble, points
                        break


def _heights(h: float, head: Box, zone: Box) -> list[float]:
    """Tops for a bubble: right over the head, then higher up, then beside the face."""
    over = head.y - h - 24
    found = [over + step * 18 for step in range(-30, 20)]
    return [y for y in found if zone.y <= y and y + h <= min(zone.bottom, head.bottom)]


def _tips(box: Box, head: Box) -> list[tuple[float, float]]:
    """Where a tail may end: on the head's side towards the bubble, or elsewhere on top if somebody is in the way."""
    if box.bottom < head.y:
        lean = min(max((box.cx - head.cx) * 0.3, -head.w * 0.3), head.w * 0.3)
        return [(head.cx + part, head.y - 3) for part in (lean, 0.0, -lean)]
    side = head.right + 4 if box.cx > head.cx else head.x - 4
    return [(side, head.y + head.h * 0.66)]


def _tail(bubble: Bubble) -> tuple[float, float, float]:
    """Length of the tail, how far it goes away from its bubble's edge, and how far along it."""
    (ax, ay), (bx, by) = tail_base(bubble.box, bubble.tip, CORNER)
    dx, dy = abs(bubble.tip[0] - (ax + bx) / 2), abs(bubble.tip[1] - (ay + by) / 2)
    return math.hypot(dx, dy), *((dy, dx) if ay == by else (dx, dy))


def _points(bubble: Bubble) -> Points:
    (ax, ay), (bx, by) = tail_base(bubble.box, bubble.tip, CORNER)
    x, y = (ax + bx) / 2, (ay + by) / 2
    return [(x + (bubble.tip[0] - x) * t / 8, y + (bubble.tip[1] - y) * t / 8) for t in range(9)]


def _reads(a: Box, b: Box) -> bool:
    """Whether a is read before b: it is higher up, or at about the same height further left."""
    return a.y <= b.y - 54 or (a.y <= b.y + b.h * 0.4 and a.cx < b.cx)


def _apart(a: Box, tail_a: Points, b: Box, tail_b: Points) -> bool:
    """Two bubbles and their tails do not meet."""
    return not (a.touches(b, _GAP) or any(b.holds(*p, 8) for p in tail_a) or any(a.holds(*p, 8) for p in tail_b))
