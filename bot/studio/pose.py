"""Poses: joint angles, in degrees from hanging straight down, positive towards where the figure faces.

Every pose faces right; a figure that faces left is mirrored. `near` is the side towards the viewer
(left in the picture), `far` the other. An arm is given by its two angles, or by what the hand reaches for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Arm:
    """Upper arm and forearm; if `reach` is set the elbow is found from where the hand must be."""

    upper: float = 0
    fore: float = 0
    hand: str = "rest"
    """rest, open, point, phone or hold."""
    reach: str = ""
    """ear, face, chest, knee or bench."""
    front: bool = True
    """Drawn over the body."""


@dataclass(frozen=True)
class Leg:
    """Thigh and shin; `short` below 1 is a thigh that comes towards the viewer."""

    thigh: float
    shin: float
    short: float = 1


@dataclass(frozen=True)
class Pose:
    """How a body stands."""

    near: Arm
    far: Arm
    near_leg: Leg = Leg(-4, -2)
    far_leg: Leg = Leg(5, 3)
    lean: float = 0
    tilt: float = 0
    """Of the head, on top of the lean."""
    seated: bool = False


_DOWN = Arm(-14, -4)
_DOWN_FAR = Arm(15, 8, front=False)

POSE = {
    "stand": Pose(_DOWN, _DOWN_FAR),
    "sit": Pose(Arm(reach="knee"), Arm(reach="far knee"), Leg(76, 4, 0.86), Leg(84, -2, 0.98), tilt=2, seated=True),
    "walk": Pose(Arm(-34, -12), Arm(32, 66, front=False), Leg(24, 10), Leg(-20, -36), lean=4, tilt=-2),
    "phone": Pose(Arm(hand="phone", reach="ear"), Arm(16, 30, front=False), tilt=-5),
    "hug": Pose(Arm(48, 92), Arm(70, 104, front=False), Leg(-10, -6), Leg(12, 4), lean=8, tilt=6),
    "wave": Pose(_DOWN, Arm(118, 166, "open"), tilt=4),
    "point": Pose(Arm(-16, 6), Arm(40, 104, "point"), tilt=1),
    "work": Pose(Arm(hand="hold", reach="bench"), Arm(reach="bench"), lean=3, tilt=8),
    # Not for authors: "hug" with nobody there, and "phone" when the picture itself is the call.
    "welcome": Pose(Arm(-58, -96), Arm(62, 98), tilt=3),
    "selfie": Pose(_DOWN, Arm(hand="phone", reach="face"), tilt=2),
    # For somebody who walks in an animation: arms hang straight and swing about that.
    "stride": Pose(Arm(-4, 6), Arm(6, 14, front=False), lean=3),
}


def holding(pose: Pose, hanging: bool = False) -> Pose:
    """The same pose with a prop in the far hand: held up in front of the chest, or hanging from the arm."""
    return replace(pose, far=Arm(20, 6, "hold") if hanging else Arm(hand="hold", reach="chest"))
