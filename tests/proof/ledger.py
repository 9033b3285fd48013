"""Every message answered or kept, exactly once: who was sent what, and what they saw.

Each message asks about another page, and no person asks about a page twice; so an answer is known by the first
sentence of its page wherever it turns up: at once, later with the next message, or behind 看结果. The sentences name no
place, for who has said where home is gets other words; and they are far from any danger, for a protocol would be the
answer instead. Where three together still are taken for one, that message is answered by it, and the person says that
all is well, as the next message would not be answered before.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from bot.text.entities.place import find_place
from bot.text.normalise import normalise
from bot.training.evaluation import live_detector

HOLDOUT = Path(__file__).parents[1] / "holdout" / "nlu_dev.jsonl"
CATALOGUE = load_catalogue()
TALK = CATALOGUE.texts.tables["talk"]
FETCH, SAFE = "看结果", TALK["am_safe"]
CALM = 0.02
"""The danger the classifier sees in a sentence, at most."""
ENOUGH = 16
"""Characters by which a page's first sentence is known."""
TRIES = 90
TOGETHER = 8
"""Questions tried at once."""
Say = Callable[[str, str], Awaitable[str | None]]
"""A person (openid) says something; what they see, None for nothing."""


@dataclass(frozen=True)
class Question:
    """A sentence and the page that answers it."""

    text: str
    page: str


def _starts(page: str) -> list[str]:
    """How the answers of a page may begin, for whomever."""
    sections = CATALOGUE.pages[page].sections
    texts = [s.text for key, s in sections.items() if key.partition("@")[0] == "start"]
    first = [re.split(r"(?<=[。！？!?\n])", text.strip())[0][:ENOUGH] for text in texts]
    return [*first, *(as_you(text) for text in first)]


STARTS = {name: _starts(name) for name, page in CATALOGUE.pages.items() if page.kind == "topic"}
PROTOCOL = "程序"
"""Every protocol says that we are one; no topic does."""


def says(key: str, shown: str) -> bool:
    """Whether somebody sees that line of `talk`, however they are addressed."""
    return TALK[key] in shown or as_you(TALK[key]) in shown


def pages_in(shown: str) -> list[str]:
    """The pages whose answers stand in what somebody sees."""
    return [name for name, starts in STARTS.items() if any(start in shown for start in starts)]


async def questions(say: Say, each: int = 2, openings: Sequence[str] = ("",)) -> list[Question]:
    """Unseen sentences that this product, at rest, answers with one page each; asked by people who ask nothing else.
    `each`: so many of an intent, with every one of the `openings` before them."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    detector = await asyncio.to_thread(live_detector)
    assert detector.classifier is not None
    for line in HOLDOUT.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["intent"] not in STARTS or find_place(normalise(row["text"])):
            continue
        if detector.classifier.judge(row["text"]).danger < CALM:
            by_intent[row["intent"]].append(row["text"])
    at_once = asyncio.Semaphore(TOGETHER)

    async def ask(number: int, text: str) -> Question | None:
        async with at_once:
            shown = await say(f"oquiet{number}".ljust(28, "x"), text) or ""
        pages = pages_in(shown)
        return Question(text, pages[0]) if len(pages) == 1 and "———" not in shown else None

    texts = [opening + text for texts in by_intent.values() for text in texts[:each] for opening in openings]
    found = await asyncio.gather(*(ask(number, text) for number, text in enumerate(texts)))
    return [question for question in found if question is not None]


class Ledger:
    """Who asked what, and how often each answer was seen."""

    def __init__(self, known: Iterable[Question], seed: int = 1) -> None:
        self._by_page: dict[str, list[str]] = defaultdict(list)
        for question in known:
            self._by_page[question.page].append(question.text)
        self._random = random.Random(seed)
        self._left: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.alarmed: set[tuple[str, str]] = set()
        """Messages that were answered by a protocol."""
        self.alarmed_later: Counter[str] = Counter()
        """By person: protocols that waited for them; each answers a message of theirs, which one it does not say."""
        self._seen: Counter[tuple[str, str]] = Counter()

    def next(self, person: str) -> str:
        """What this person asks next: a page they have not asked about. Raises IndexError when there is none left."""
        if person not in self._left:
            self._left[person] = self._random.sample(sorted(self._by_page), len(self._by_page))
        page = self._left[person].pop()
        self.asked.append((person, page))
        return self._random.choice(self._by_page[page])

    @property
    def most(self) -> int:
        """Messages of one person."""
        return len(self._by_page)

    def see(self, person: str, shown: str | None) -> None:
        """Note what a person sees."""
        self._seen.update((person, page) for page in pages_in(shown or ""))

    async def ask(self, say: Say, person: str) -> str:
        """The person asks their next question, and says that all is well where that is asked; what they saw first."""
        text = self.next(person)
        question = self.asked[-1]
        return await self._go_on(say, person, await say(person, text) or "", question)

    async def _go_on(self, say: Say, person: str, shown: str, question: tuple[str, str] | None) -> str:
        self.see(person, shown)
        if PROTOCOL in shown and question is None:
            self.alarmed_later[person] += 1
        elif PROTOCOL in shown and question is not None and question[1] not in pages_in(shown):
            self.alarmed.add(question)
        after = shown
        for _ in range(TRIES):
            if SAFE not in after:
                break
            after = await say(person, SAFE) or ""
            self.see(person, after)
        return shown

    async def fetch_all(self, say: Say, people: Iterable[str]) -> int:
        """Everybody taps 看结果 until nothing is kept for them; how many were still owed something at the end."""

        async def fetch(person: str) -> bool:
            for _ in range(TRIES):
                shown = await self._go_on(say, person, await say(person, FETCH) or "", None)
                if says("nothing_kept", shown):
                    return True
                if not pages_in(shown):
                    await asyncio.sleep(1)
            return False

        at_once = asyncio.Semaphore(8)

        async def one(person: str) -> bool:
            async with at_once:
                return await fetch(person)

        return (await asyncio.gather(*(one(person) for person in people))).count(False)

    def lost(self) -> list[tuple[str, str]]:
        """Messages whose answer nobody saw, and that no protocol answers."""
        by_protocol = Counter(self.alarmed_later)
        lost = []
        for asked in self.asked:
            if self._seen[asked] or asked in self.alarmed:
                continue
            if by_protocol[asked[0]]:
                by_protocol[asked[0]] -= 1
            else:
                lost.append(asked)
        return lost

    def doubled(self) -> list[tuple[str, str]]:
        """Answers that were seen more than once, or that nobody asked for."""
        asked = set(self.asked)
        return [what for what, times in self._seen.items() if times > 1 or what not in asked]
