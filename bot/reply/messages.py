"""The value types between a door and the answering room."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["text", "image", "voice", "video", "location", "link", "file", "follow", "scan", "click", "other"]


@dataclass(frozen=True)
class Incoming:
    """One thing a person sent, freed of its channel's form.

    `person` is the hashed openid (64 hex characters); `text` is what they typed, said or
    tapped (empty for pictures and the like); `key` is the menu key or QR scene of an event.
    """

    person: str
    kind: Kind
    text: str = ""
    key: str = ""
    tapped: bool = False
    push: str = ""
    """Names the push it came by: the same when WeChat sends it again. Empty: nobody sends it again."""
    sealed: str = ""
    """The openid, encrypted: kept so that the person can be written to."""
    arrived: float = field(default_factory=time.monotonic, compare=False)
    """When it came, on the monotonic clock: how long an answer took."""


class Answerer(Protocol):
    """What a door needs from the answering room."""

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        """The rendered answer (WeChat text with its `<a>` links) within so many seconds, always.

        What is not ready in time is kept and offered by 看结果. None: nothing to say.
        Never raises.
        """
        ...

    async def forget(self, person: str) -> None:
        """Delete everything that is stored of this person."""
        ...
