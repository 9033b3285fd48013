"""What an animation moves in a drawn person: between two frames, or against the still picture of a comic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Motion:
    """What moves between two frames of an animation; the default is a still picture."""

    blink: bool = False
    mouth: float = 0
    """How far a speaking mouth is open, 0–1."""
    swing: float = 0
    """Degrees the near arm is away from its pose, if that is given by angles."""
    swing_far: float | None = None
    """The same for the far arm; None: as far the other way."""
    nod: float = 0
    """Degrees the head is bent forward of its pose."""
    hands: tuple[float, float] = (0, 0)
    """How far a hand that holds or reaches is away from its place; one at the ear stays there."""
    stride: float | None = None
    """Where in a step the legs are, in degrees of a cycle of two steps; None: the legs of the pose."""


STILL = Motion()
