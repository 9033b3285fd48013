"""A plan under way, as one value of the talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESULTS = ("good", "fair", "missed", "bad")
"""打得好, 一般, 没打成, 打得不好."""
UNLUCKY = 2
"""Bad calls in a row after which another plan is offered."""
ASKING = ("shift", "age", "time", "check", "other")
"""Stages that wait for an answer; at `step` the plan rests until the call."""


@dataclass(frozen=True)
class PlanRun:
    """Where somebody stands in a plan.

    `paused`: something else is on screen; `stopped`: left, may be taken up again.
    """

    plan: str
    stage: str = "shift"
    weekday: str | None = None
    """The clock picked for school days."""
    weekend: str | None = None
    """The clock picked for days without school, where it is another."""
    results: tuple[str, ...] = ()
    """How each call went."""
    call_at: float = 0.0
    """When the call of today's step is to be."""
    offered: int = 0
    """How many results there were when another plan was offered last."""
    seen: float = 0.0
    """When the plan was last on screen."""
    paused: bool = False
    stopped: bool = False

    @property
    def day(self) -> int:
        """The day the plan stands at, from 0: a call that was not made has used up no step."""
        return sum(result != "missed" for result in self.results)

    @property
    def unlucky(self) -> bool:
        """Whether the last calls were bad ones: not good, or not made."""
        lately = self.results[self.offered :][-UNLUCKY:]
        return len(lately) == UNLUCKY and all(result in ("missed", "bad") for result in lately)

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer."""
        return self.stage in ASKING and not self.stopped

    @property
    def on_screen(self) -> bool:
        """Whether the last reply was the plan's."""
        return not self.paused and not self.stopped

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> PlanRun | None:
        """Read JSON's form; unknown keys are ignored so that releases may differ by one."""
        if not data:
            return None
        known = {k: v for k, v in data.items() if k in cls.__dataclass_fields__}
        return cls(**{**known, "results": tuple(known.get("results") or ())})
