"""What `data/directory` says, as checked values: channels, what differs by place, needs, and what is withheld.

A *channel* is a number or a helper; a *need* is what somebody wants it for. Only channels of a
`Directory` are ever shown; a withheld number has no way into a reply.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

CONFIDENCE = ("confirmed", "partly_confirmed")
CLASSES = ("memory", "unchecked", "never")
"""Why a number is withheld: no source, not checked whether it works, not official or wrong."""
STALE_DAYS = 90
NEED = "need:"
"""Before the target of a lead that is another need and no page."""
EVERYTHING = "all"
"""The need shown when none is named."""


@dataclass(frozen=True)
class Channel:
    """A number or a helper. `dial`: `home` takes the area code of home from far away, `plain` is dialled as it is."""

    id: str
    name: str
    what: str
    confidence: str
    sources: tuple[str, ...]
    checked: datetime.date
    number: str = ""
    dial: str = "plain"
    hours: str = ""
    """What is to be said about when it answers, or its limits; put behind every line that names it."""
    never_first: bool = False

    def stale(self, today: datetime.date) -> bool:
        """Whether nobody has checked it for so long that this must be said."""
        return (today - self.checked).days > STALE_DAYS


@dataclass(frozen=True)
class Local:
    """What is known of a channel in one division and below it."""

    place: str
    name: str
    channel: str
    hours: str
    confidence: str
    sources: tuple[str, ...]
    checked: datetime.date


@dataclass(frozen=True)
class Withheld:
    """A number that is known and never shown."""

    id: str
    name: str
    number: str
    why: str


@dataclass(frozen=True)
class Line:
    """One line of an answer; `channel` is empty for words that name none."""

    channel: str
    text: str


@dataclass(frozen=True)
class Need:
    """What somebody wants a number for, and the answer: lines in order of urgency, options that lead on."""

    id: str
    title: str
    opening: str
    lines: tuple[Line, ...]
    leads: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    urgent: bool = False
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Everything under data/directory."""

    channels: dict[str, Channel] = field(default_factory=dict)
    local: tuple[Local, ...] = ()
    needs: dict[str, Need] = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()

    def at(self, channel: str, division: str | None) -> Channel:
        """The channel as it is in a division: the most local entry on top of what holds in the whole country."""
        found = self.channels[channel]
        here = [x for x in self.local if x.channel == channel and (division or "").startswith(x.place)]
        if not here:
            return found
        own = max(here, key=lambda x: len(x.place))
        return replace(
            found, hours=own.hours, confidence=own.confidence, checked=own.checked, sources=found.sources + own.sources
        )

    def need_of(self, page: str | None) -> str:
        """The need that a protocol or topic opens."""
        return next((n.id for n in self.needs.values() if page in n.pages), EVERYTHING)
