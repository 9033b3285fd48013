"""Joints of a body in a pose: where hips, knees, shoulders, hands and the head are, feet at (0, 0), y down."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.studio.cast import Build
from bot.studio.motion import STILL, Motion
from bot.studio.pose import Arm, Leg, Pose

Point = tuple[float, float]
SOLE = 12
"""Height of the ankle over the ground."""
NECK = 8
HEAD = 54
"""Half height of the drawn head."""


@dataclass(frozen=True)
class Limb:
    """Root, middle joint and end: shoulder, elbow, hand or hip, knee, ankle."""

    root: Point
    joint: Point
    end: Point


@dataclass(frozen=True)
class Skeleton:
    """Legs and hip stand in the figure's space; arms and head before the lean around the hip."""

    hip: Point
    lean: float
    head: Point
    """Centre of the head before the lean."""
    tilt: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    bench: float
    """Height of a work top for this body."""

    @property
    def head_centre(self) -> Point:
        """Centre of the head in the figure's space, lean applied."""
        return turn(self.head, self.hip, self.lean)


def turn(point: Point, around: Point, degrees: float) -> Point:
    """A point turned clockwise (as SVG's rotate does) around another."""
    a = math.radians(degrees)
    x, y = point[0] - around[0], point[1] - around[1]
    return around[0] + x * math.cos(a) - y * math.sin(a), around[1] + x * math.sin(a) + y * math.cos(a)


def pose_body(build: Build, pose: Pose, motion: Motion = STILL) -> Skeleton:
    """The joints; `motion` says how far arms, legs and head are away from the pose in a frame of an animation."""
    seat = pose.seated and build.thigh > 30  # a toddler sits on the ground
    height = SOLE + build.shin + 8 if seat else SOLE + 14 if pose.seated else SOLE + build.thigh + build.shin - 2
    hip = (-22.0 if seat else 0.0, -height)
    neck = hip[1] - build.torso
    tall = HEAD * build.head
    head = (hip[0] + 2, neck - NECK - tall + 8)
    bench = hip[1] - build.torso * 0.18
    near, far = pose.near_leg, pose.far_leg
    if motion.stride is not None:
        near, far = stepping(motion.stride), stepping(motion.stride + 180)
    near_leg = _leg((hip[0] - build.hip * 0.5, hip[1] - 2), build, near)
    far_leg = _leg((hip[0] + build.hip * 0.5, hip[1] - 2), build, far)
    lean = pose.lean + build.stoop
    targets = {
        "ear": (head[0] - 46 * build.head, head[1] + 30 * build.head),
        "face": (hip[0] + build.shoulder + 34, neck + 14),
        "chest": (hip[0] + build.shoulder * 0.9, neck + build.torso * 0.62),
        "knee": turn((near_leg.joint[0] - 6, near_leg.joint[1] - build.leg * 0.5 - 4), hip, -lean),
        "far knee": turn((far_leg.joint[0] - 8, far_leg.joint[1] - build.leg * 0.5 - 4), hip, -lean),
        "bench": (hip[0] + build.shoulder * 0.9, bench - 8),
    }
    drop = neck + build.arm * 0.62
    near_root = (hip[0] - build.shoulder + build.arm * 0.34, drop)
    far_root = (hip[0] + build.shoulder - build.arm * 0.34, drop)
    dx, dy = motion.hands
    targets = {name: (x, y) if name in {"ear", "far knee"} else (x + dx, y + dy) for name, (x, y) in targets.items()}
    near_arm = _arm(near_root, build, pose.near, targets, -1, motion.swing)
    if pose.near.reach == pose.far.reach == "bench":  # the second hand goes the other way
        targets["bench"] = (targets["bench"][0] + 40 - 2 * dx, targets["bench"][1] - dy * 1.5)
    swing_far = -motion.swing if motion.swing_far is None else motion.swing_far
    far_arm = _arm(far_root, build, pose.far, targets, 1, swing_far)
    return Skeleton(hip, lean, head, pose.tilt + motion.nod, near_arm, far_arm, near_leg, far_leg, bench)


def stepping(degrees: float) -> Leg:
    """A leg in the cycle of walking: forward at 90°, back at 270°, with the knee bent while it swings forward."""
    a = math.radians(degrees)
    thigh = 23 * math.sin(a)
    return Leg(thigh, thigh - 5 - 38 * max(0.0, math.cos(a)) ** 1.5)


def _at(root: Point, degrees: float, length: float) -> Point:
    a = math.radians(degrees)
    return root[0] + length * math.sin(a), root[1] + length * math.cos(a)


def _leg(root: Point, build: Build, leg: Leg) -> Limb:
    knee = _at(root, leg.thigh, build.thigh * leg.short)
    return Limb(root, knee, _at(knee, leg.shin, build.shin))


def _arm(root: Point, build: Build, arm: Arm, targets: dict[str, Point], side: int, swing: float) -> Limb:
    if not arm.reach:
        elbow = _at(root, arm.upper + swing, build.upper)
        return Limb(root, elbow, _at(elbow, arm.fore + swing * 1.5, build.fore))
    hand = targets[arm.reach]
    dx, dy = hand[0] - root[0], hand[1] - root[1]
    far = max(math.hypot(dx, dy), 1)
    # A short arm stretches a little rather than miss: big heads sit on small bodies.
    size = max(1, far / (build.upper + build.fore) * 1.01)
    a, b = build.upper * size, build.fore * size
    along = (a * a - b * b + far * far) / (2 * far)
    out = math.sqrt(max(a * a - along * along, 0))
    ux, uy = dx / far, dy / far
    bend = 1 if (uy * side) > 0 else -1  # the elbow goes outwards
    elbow = (root[0] + ux * along + bend * out * uy, root[1] + uy * along - bend * out * ux)
    return Limb(root, elbow, hand)
