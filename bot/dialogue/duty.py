"""That somebody may have to act on a disclosure: which kind, and how we came to know. Never a person's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Origin = Literal["detector", "intent", "button"]
DETECTOR: Origin = "detector"
INTENT: Origin = "intent"
BUTTON: Origin = "button"


@dataclass(frozen=True)
class Duty:
    """A disclosure for which a protocol was given."""

    kind: str
    origin: Origin

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Duty | None:
        """Read JSON's form."""
        return cls(str(data["kind"]), data["origin"]) if data else None
