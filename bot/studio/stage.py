"""Who stands where: places to coordinates, who faces whom, huggers close together, and where the heads are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.content.lesson_panels import Actor
from bot.studio.box import Box
from bot.studio.cast import PEOPLE
from bot.studio.pose import POSE
from bot.studio.skeleton import pose_body, turn

_ORDER = ("left", "centre", "right")
_FULL = 640
"""Frames at least this wide use the picture's own places."""
_ALONE = {"left": 0.3, "centre": 0.5, "right": 0.7}
_PAIR = {"left": (0.24, 0.23), "centre": (0.36, 0.63), "right": (0.77, 0.77)}
_STRETCHED = frozenset({"point", "wave"})
_LOWEST_CHIN = 612
"""When figures are lowered for room, faces stay above this."""
_CHIN_ON_PHONE = 546
"""The same where the buttons of a call need room."""


@dataclass(frozen=True)
class Standing:
    """An actor in the picture."""

    actor: Actor
    x: float
    feet: float
    size: float
    facing: int
    """1 to the right, -1 to the left (mirrored)."""
    carried: bool = False
    """In somebody's arms: no shadow on the ground."""

    @property
    def head(self) -> Box:
        """The face with its hair, without pigtails."""
        person = PEOPLE[self.actor.who]
        pose = POSE[self.actor.pose]
        cx, cy = pose_body(person.build, pose).head_centre
        unit = self.size * person.build.head
        up = 96 if person.style == "bun" else 84
        return Box(
            self.x + self.facing * self.size * cx - 62 * unit,
            self.feet + self.size * cy - up * unit,
            124 * unit,
            (up + 57) * unit,
        )

    @property
    def hand(self) -> Box | None:
        """The hand that waves or points; None where none is stretched out."""
        if self.actor.pose not in _STRETCHED:
            return None
        bones = pose_body(PEOPLE[self.actor.who].build, POSE[self.actor.pose])
        x, y = turn(bones.far_arm.end, bones.hip, bones.lean)
        half = 28 * self.size
        return Box(self.x + self.facing * self.size * x - half, self.feet + self.size * y - half, 2 * half, 2 * half)


@dataclass(frozen=True)
class Frame:
    """A part of the picture with its own place: all of it, or one side of a call."""

    box: Box
    scene: str
    cast: tuple[Actor, ...]


def stand(frame: Frame, size: float, feet: float, speakers: Sequence[str]) -> list[Standing]:
    """The frame's cast from left to right, at this size and with feet no lower than `feet` (y down)."""
    actors = sorted(frame.cast, key=lambda a: _ORDER.index(a.place))
    spots = _spots(frame, actors)
    if len(spots) > 1:
        size = min(size, min(b - a for a, b in pairwise(spots)) / 128, 1.04 if len(spots) > 2 else 2)
    if all(PEOPLE[a.who].build.thigh < 50 for a in actors):
        size *= 1.22  # children alone: nearer to the viewer
    chin: float = _LOWEST_CHIN
    if frame.box.w < _FULL and actors:  # a call: close to the camera
        size = min(size * (1.4 if len(actors) == 1 else 1.25), frame.box.w / (150 * len(actors)) + 0.1, 1.6)
        if frame.box.bottom < 720:  # the screen of a phone
            # In a higher picture the phone is longer: faces stay nearer its middle.
            feet, chin = feet + 300, _CHIN_ON_PHONE + min(frame.box.y, 0) * 0.5
    placed = [
        Standing(actor, x, feet, size, _facing(i, actors, frame, speakers))
        for i, (actor, x) in enumerate(zip(actors, spots, strict=True))
    ]
    if frame.box.w < _FULL and len(placed) == 1:
        placed = [_hand_in_sight(placed[0], frame.box)]
    return [_lowered(s, chin) for s in _close_up(placed)]


def _spots(frame: Frame, actors: list[Actor]) -> list[float]:
    box, count = frame.box, len(actors)
    if count == 1:
        part = _ALONE[actors[0].place] if box.w >= _FULL else 0.5
        return [box.x + box.w * part]
    if count == 2 and box.w >= _FULL:
        first, second = _PAIR[actors[0].place], _PAIR[actors[1].place]
        return [box.x + box.w * first[0], box.x + box.w * second[1]]
    return [box.x + box.w * (2 * i + 1) / (2 * count) for i in range(count)]


def _facing(i: int, actors: list[Actor], frame: Frame, speakers: Sequence[str]) -> int:
    if len(actors) == 1:
        if frame.box.w < _FULL:
            return 1 if frame.box.cx < 360 else -1
        return -1 if actors[0].place == "right" else 1
    if sum(a.pose == "walk" for a in actors) > 1 and actors[i].pose == "walk":
        return 1  # they go together
    if i == 0:
        return 1
    if i == len(actors) - 1:
        return -1
    others = [j for j, a in enumerate(actors) if a.who in speakers and j != i]
    return -1 if others and others[0] < i else 1


def _hand_in_sight(one: Standing, box: Box) -> Standing:
    """Somebody in a call, so far aside that the hand they stretch out is not cut off; their head stays in sight."""
    if one.hand is None:
        return one
    aside = min(0.0, box.right - 4 - one.hand.right) + max(0.0, box.x + 4 - one.hand.x)
    room = one.head.x - box.x if aside < 0 else box.right - one.head.right
    return replace(one, x=one.x + min(max(aside, -max(room, 0.0)), max(room, 0.0)))


def _close_up(placed: list[Standing]) -> list[Standing]:
    """Who hugs stands close to the one they face, and that one turns to them; with nobody there, arms are opened."""
    for i, hugger in enumerate(placed):
        j = i + hugger.facing
        if hugger.actor.pose != "hug":
            continue
        if not 0 <= j < len(placed):
            placed[i] = replace(hugger, actor=replace(hugger.actor, pose="welcome"))
            continue
        partner = replace(placed[j], facing=-hugger.facing)
        if _is_baby(partner) and not _is_baby(hugger):
            # A baby is not hugged but carried.
            partner = replace(
                partner, feet=hugger.feet - PEOPLE[hugger.actor.who].build.height * 0.3 * hugger.size, carried=True
            )
        a, b = hugger.head, partner.head
        same_height = abs(a.cy - b.cy) < 0.6 * a.h
        apart = (a.w + b.w) / 2 * (0.66 if partner.carried else 0.92 if same_height else 0.62)
        # Heads lean out of the body's line, so the distance is set between heads and not between feet.
        gap = apart - abs(a.cx - b.cx)
        share = 0.5 if len(placed) == 2 else 1.0
        placed[i] = replace(hugger, x=hugger.x - hugger.facing * gap * share)
        placed[j] = replace(partner, x=partner.x + hugger.facing * gap * (1 - share))
    return placed


def _is_baby(one: Standing) -> bool:
    return PEOPLE[one.actor.who].build.thigh < 30


def _lowered(one: Standing, chin: float) -> Standing:
    """Short people are not lowered out of sight."""
    return replace(one, feet=max(min(one.feet, 696), one.feet - max(0, one.head.bottom - chin)))
