"""One thing a person of the walk sends, with what its writer knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["words", "number", "tap", "old_tap", "picture", "follow"]


@dataclass(frozen=True)
class Sent:
    """A message. `intent` and `tier` are what the files say of the sentence; None for junk."""

    text: str
    how: How = "words"
    intent: str | None = None
    tier: str = "none"
    again: bool = False
    """The same once more within two seconds: by an impatient thumb, as a message of its own."""
    resent: bool = False
    """The very same push once more, as WeChat does that had no answer in time."""
