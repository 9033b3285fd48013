"""Everything that can be shown, by name, and which of it is on a screen: read from the files under data/ alone.

A card is a name such as `page:parent_homework#more`, `quiz:calls_children_open#2`, `scene:late_again#1`,
`need:missing`, `line:talk.greet`. A screen shows several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from tests.line.walk.screen import Screen

MENU, MORE_TOPICS = "menu", "line:menu.all_topics"
_FIELD = re.compile(r"\{\w+\}")
_FITTED = re.compile(r"区号|老家|\d{3,}|如毕节")
"""Clauses of a page that read otherwise once home is known."""
_CLAUSE = re.compile(r"[。！？；：\n]")
JOINED = "———"
"""Between two answers in one message."""
SHORTEST = 6
_WORDS = frozenset({"today", "tomorrow"})
"""Lines that are parts of others."""


@dataclass(frozen=True)
class _Sign:
    """By what a card is known: these pieces, in this order."""

    card: str
    pieces: tuple[str, ...]

    @property
    def length(self) -> int:
        """How much of it must be there."""
        return sum(map(len, self.pieces))

    def on(self, body: str, whole: bool) -> bool:
        """Whether it is there; of an answer that goes on (`whole` false) the beginning is enough."""
        at = 0
        for n, piece in enumerate(self.pieces):
            found = body.find(piece, at)
            if found < 0:
                return n > 0 and not whole
            at = found + len(piece)
        return True


def _same_you(text: str) -> str:
    """Young workers are addressed with 你, in the same words otherwise."""
    return text.replace("您", "你")


def _clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text that stay word for word wherever the person's home is."""
    parts = [part.strip() for part in _CLAUSE.split(text)]
    return tuple(p for p in parts if len(p) >= SHORTEST and not _FITTED.search(p)) or (text[:12],)


def _pieces(line: str) -> tuple[str, ...]:
    return tuple(piece for piece in (p.strip() for p in _FIELD.split(line)) if piece)


def _signs(catalogue: Catalogue) -> Iterable[_Sign]:
    for page in catalogue.pages.values():
        for name, section in page.sections.items():
            yield _Sign(f"page:{page.name}#{name.partition('@')[0]}", _clauses(section.text))
    for quiz in catalogue.quizzes.values():
        for n, asked in enumerate(quiz.questions, 1):
            yield _Sign(f"quiz:{quiz.name}#{n}", (f"【{n}/{len(quiz.questions)}】{asked.text}",))
            yield _Sign(f"why:{quiz.name}#{n}", (asked.why,))
    for scene in catalogue.scenes.values():
        for n, turn in enumerate(scene.turns, 1):
            yield _Sign(f"scene:{scene.name}#{n}", (f"【{n}/{len(scene.turns)}】", turn.says))
    for lesson in catalogue.lessons.values():
        yield _Sign(f"lesson:{lesson.name}", (f"《{lesson.title}》", lesson.summary[:10]))
        for number, follow in (lesson.branches.follows if lesson.branches is not None else {}).items():
            if follow.ask or follow.end:
                yield _Sign(f"way:{lesson.name}#{number}", (follow.ask or follow.end,))
    for plan in catalogue.plans.values():
        yield _Sign(f"goal:{plan.name}", (f"《{plan.title}》", plan.goal))
        for n, _ in enumerate(plan.days, 1):
            yield _Sign(f"step:{plan.name}#{n}", (f"《{plan.title}》第{n}天", "开头三句"))
    for need in catalogue.directory.needs.values():
        own = next((c for line in need.lines for c in _clauses(line.text) if len(c) >= SHORTEST and "{" not in c), "")
        yield _Sign(f"need:{need.id}", tuple(p for p in (need.opening, own) if p))
    for table, lines in catalogue.texts.tables.items():
        for key, line in lines.items():
            pieces = _pieces(line)
            if sum(map(len, pieces)) >= SHORTEST and key not in _WORDS:
                yield _Sign(f"line:{table}.{key}", pieces)


class Cards:
    """Knows every card."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._signs = tuple(replace(sign, pieces=tuple(map(_same_you, sign.pieces))) for sign in _signs(catalogue))
        texts = catalogue.texts
        self._menu = {
            texts.line("menu", "more_topics"),
            texts.line("menu", "lessons"),
            catalogue.pages[GENERAL_PROTOCOL].title,
        }
        self._protocols = frozenset(p.name for p in catalogue.pages.values() if p.kind == "protocol")
        self._go_on = "继续"
        self._help = texts.line("talk", "need_help")

    def on(self, screen: Screen) -> frozenset[str]:
        """The cards of a screen."""
        whole = self._go_on not in screen.options
        body = _same_you(screen.body)
        signs = [sign for sign in self._signs if sign.on(body, whole)]
        pages = [sign for sign in signs if sign.card.startswith("page:")]
        if pages and JOINED not in screen.body:  # one page's words may be part of another's: the longer one is meant
            longest = max(sign.length for sign in pages)
            signs = [sign for sign in signs if sign not in pages or sign.length == longest]
        found = {sign.card for sign in signs}
        if self._menu <= set(screen.options):
            found.add(MENU)
        return frozenset(found)

    def protocols(self, cards: Iterable[str]) -> frozenset[str]:
        """The names of the protocols among cards."""
        return frozenset(c[5:].partition("#")[0] for c in cards if c.startswith("page:")) & self._protocols
