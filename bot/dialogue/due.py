"""What is due at a time: kept by the store, brought up at the person's next message, or pushed by a later sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PLAN_CHECK = "plan_check"
"""How the call of a plan's step went."""
KINDS = frozenset({PLAN_CHECK})


@dataclass(frozen=True)
class Due:
    """One thing to bring up from a moment on (seconds since 1970). A person has at most one of a kind open.

    `payload` says which one it is; never a person's words.
    """

    kind: str
    at: float
    payload: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Due | None:
        """Read JSON's form."""
        return cls(str(data["kind"]), float(data["at"]), dict(data.get("payload") or {})) if data else None
