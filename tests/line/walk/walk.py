"""The walk itself: people who send and see, one after another, and what the oracle found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.content.catalogue import load_catalogue
from tests.line.walk.cards import Cards
from tests.line.walk.draw import Draw
from tests.line.walk.meanings import Meanings
from tests.line.walk.oracle import LATE, RESULT, Oracle
from tests.line.walk.sent import Sent

Push = Callable[[str, Sent], Awaitable[str | None]]
MESSAGES_EACH = 60
FETCHES = 8
MISREAD = 0.05
"""Share of the files' own sentences that may be taken for something else; how well strangers' sentences are understood
is measured on tests/holdout."""
EVERY_INTENT = 20
"""From so many messages for each intent on, every intent must have come."""


@dataclass
class Report:
    """What a walk came to."""

    messages: int = 0
    words: int = 0
    """Messages of which an intent is known."""
    misread: list[str] = field(default_factory=list)
    asked: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)
    intents: Counter[str] = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)

    @property
    def misread_share(self) -> float:
        """Share of the sentences that were taken for something else."""
        return len(self.misread) / max(1, self.words)

    def refusals(self, intents: int) -> list[str]:
        """Why this walk is refused; empty when it is not. `intents`: how many there are."""
        found = list(self.wrong)
        if self.misread_share > MISREAD:
            found.append(f"{len(self.misread)} of {self.words} sentences misread: {self.misread[:20]}")
        if self.messages >= EVERY_INTENT * intents and len(self.intents.keys() - {None}) < intents:
            found.append(f"only {len(self.intents)} intents were said")
        return found


async def walk(push: Push, messages: int, seed: int) -> Report:
    """Walk: `push` delivers a message of a person and gives what they see."""
    catalogue = load_catalogue()
    cards, meanings, draw = Cards(catalogue), Meanings(catalogue), Draw(seed)
    report, number = Report(), 0
    while report.messages < messages:
        number += 1
        person = ("o" + f"walk{seed}n{number}" + "x" * 28)[:28]
        oracle = Oracle(catalogue, cards, meanings)
        draw.start()
        last: tuple[Sent, str | None] | None = None
        for _ in range(min(MESSAGES_EACH, messages - report.messages)):
            sent = draw.next(oracle.state)
            report.messages += 1
            shown = await push(person, sent)
            if sent.resent and last is not None:
                if shown != last[1]:
                    report.wrong.append(f"#{report.messages} the same push got another answer: {sent}\n{shown}")
                continue
            for _ in range(FETCHES):
                if LATE not in oracle.seen(shown):
                    break
                report.late += 1
                shown = await push(person, Sent(RESULT))
            _note(report, oracle, person, sent, shown)
            last = sent, shown
    return report


def _note(report: Report, oracle: Oracle, person: str, sent: Sent, shown: str | None) -> None:
    before = str(oracle.state)
    verdict = oracle.judge(sent, shown)
    report.cards.update(verdict.cards)
    if sent.intent is not None and sent.how == "words":
        report.words += 1
        report.intents[sent.intent] += 1
    report.asked += verdict.asked
    if verdict.misread:
        report.misread.append(f"{sent.intent}: {sent.text[:60]} -> {sorted(verdict.cards)}")
    for fault in verdict.wrong:
        report.wrong.append(f"#{report.messages} {person[:14]} {sent}\n  {fault}\n  state: {before}\n  shown: {shown}")
