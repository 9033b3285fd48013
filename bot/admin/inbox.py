"""What was not understood, sorted for whoever labels: groups, their weight, what may have been meant. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.reviews import Message

SUGGESTED = 5
_BY_PLACE = (1.0, 0.5, 0.3, 0.2, 0.1)
PICKED = 2.0
"""What the person chose themselves says more than what we guessed first."""


@dataclass(frozen=True)
class Group:
    """Messages that ask the same."""

    messages: tuple[Message, ...]

    @property
    def people(self) -> int:
        """How many people asked it: one person's repetitions are one."""
        return len({m.person for m in self.messages})

    @property
    def uncertainty(self) -> float:
        """How unsure the engine was on the average, 0–1."""
        return sum(1 - m.confidence for m in self.messages) / len(self.messages)

    @property
    def weight(self) -> float:
        """Uncertainty × frequency: what to look at first."""
        return self.uncertainty * self.people

    @property
    def picked(self) -> list[tuple[str, int]]:
        """What people chose from 「您是想问」, and how many did."""
        counts: defaultdict[str, int] = defaultdict(int)
        for message in self.messages:
            if message.picked:
                counts[message.picked] += 1
        return sorted(counts.items(), key=lambda pair: -pair[1])

    @property
    def suggestions(self) -> list[str]:
        """Likely intents, the likeliest first: what was picked, then what was read."""
        votes: defaultdict[str, float] = defaultdict(float)
        for message in self.messages:
            if message.picked:
                votes[message.picked] += PICKED
            for intent, vote in zip(message.ranking, _BY_PLACE, strict=False):
                votes[intent] += vote
        return sorted(votes, key=lambda intent: -votes[intent])[:SUGGESTED]


def sort(messages: Sequence[Message], places: Sequence[Sequence[int]]) -> list[Group]:
    """Groups of messages by weight; `places`: the messages of each group by their place."""
    found = [Group(tuple(messages[at] for at in group)) for group in places]
    return sorted(found, key=lambda group: (-group.weight, -group.messages[0].id))
