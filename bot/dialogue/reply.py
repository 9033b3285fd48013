"""What an answer is, before any door renders it: text, options, and where the talk now stands.

A `Reply` travels as plain JSON between action server, engine and bot.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """One line of a numbered list. A tap sends `label`; `payload` is what it means to the engine."""

    label: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One answer. `page` and `section` say which page of our content it shows, if any."""

    text: str
    options: tuple[Option, ...] = ()
    page: str | None = None
    section: str | None = None
    role: str | None = None
    """Set when the person has just told who they are."""
    urgent: bool = False
    """True for a protocol: shown first and never merged behind other text."""
    closing: str = ""
    """A line under the options, such as 「回复数字也可以」."""
    forget: bool = False
    """True when everything stored of the person is to be deleted before this is shown."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Reply:
        """Read `as_dict`'s form; unknown keys are ignored so that releases may differ by one."""
        known = {k: v for k, v in data.items() if k in cls.__dataclass_fields__}
        options = tuple(Option(o["label"], o["payload"]) for o in known.pop("options", ()) or ())
        return cls(options=options, **known)
