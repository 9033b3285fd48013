"""Where a scene stands: one frozen value, kept in the talk as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SceneRun:
    """A scene under way. `paused`: something else is on screen."""

    scene: str
    scores: tuple[tuple[int, ...], ...] = ()
    """One entry a turn that is over: the points by criterion; empty where the model answer was read instead."""
    paused: bool = False
    asked: str | None = None
    """The kind of danger 「练习，还是真的有人出事了」 was asked about and not yet answered."""
    held: str | None = None
    """The words it was asked about; judged as practice when they were."""
    sure: bool = False
    """The person has said once in this scene that such words are practice."""

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> SceneRun | None:
        """Read JSON's form."""
        if not data:
            return None
        return cls(
            scene=str(data["scene"]),
            scores=tuple(tuple(int(p) for p in points) for points in data.get("scores") or ()),
            paused=bool(data.get("paused")),
            asked=data.get("asked"),
            held=data.get("held"),
            sure=bool(data.get("sure")),
        )
