"""One turn: from a message to a reply. Safety first, then list and flows, then the engine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Protocol

from bot.content.catalogue import Catalogue, Shelf
from bot.dialogue.afterwards import not_again
from bot.dialogue.choice import choose
from bot.dialogue.disclosed import by_engine
from bot.dialogue.front import KEPT, Ask, Fetch, before_engine, worried
from bot.dialogue.introduction import INTRODUCES, answers_it, trouble
from bot.dialogue.labels import resolve
from bot.dialogue.menus import menu_options, welcome
from bot.dialogue.questions import OFFERED, two_questions, worth_both
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.small_words import faces
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.dialogue.words import as_words
from bot.errors import EngineError
from bot.logs import log, short
from bot.reply.messages import Incoming
from bot.reply.meter import TURNS, metered
from bot.reply.render import SEPARATOR, tap
from bot.reply.whose import whose
from bot.safety.detector import NOTHING, Detector, Disclosure
from bot.text.encode import handed_on
from bot.text.entities import facts

logger = logging.getLogger(__name__)
SHOW_RESULT = Option("看结果", KEPT)
NOBODY = Talk()


class Engine(Protocol):
    """What a turn needs of the engine."""

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        """The engine's replies. Raises EngineError when there is none to be had."""
        ...


class TurnTaker:
    """Turns messages into replies; knows content, patterns and the engine, but no store and no door."""

    def __init__(
        self, catalogue: Catalogue | Shelf, detector: Detector, engine: Engine, clock: Callable[[], float] = time.time
    ) -> None:
        self._shelf = Shelf.of(catalogue)
        self.clock = clock
        self._detector = detector
        self._engine = engine

    @property
    def catalogue(self) -> Catalogue:
        """The content in force at this moment; a turn that waits takes it once."""
        return self._shelf.present

    def detect(self, incoming: Incoming, talk: Talk) -> Disclosure:
        """What the detector sees in a message and those just before; milliseconds of work, not for the event loop."""
        if incoming.kind != "text":
            return NOTHING
        # a number or label of the list on screen answers us: it is no part of a story told in pieces
        answers = isinstance(choose(incoming.text, talk.options), Option)
        if not answers and resolve(incoming.text, talk, self.catalogue) is not None:
            return NOTHING  # 有人正受到伤害, tapped in an older message: our own words, whose meaning is known
        before = () if answers else talk.lately(self.clock())
        with metered("safety"):
            return whose(self._detector.detect(incoming.text, before), incoming.text, before, talk.profile.role)

    def quick(self, incoming: Incoming, talk: Talk, found: Disclosure = NOTHING) -> Reply | Ask | Fetch:
        """What needs no engine: a protocol, a tap, a flow, a picture; `Ask` when it must be asked.

        Runs before everything else and never waits, so that a cry for help is not queued
        behind a slow turn.
        """
        lines = self.catalogue.texts
        if incoming.kind in ("follow", "scan"):
            return welcome(self.catalogue)
        if incoming.kind == "click":
            known = incoming.key in self.catalogue.pages or incoming.key in ("lesson_list", "quiz_start", "scene_list")
            return respond(Turn(incoming.key if known else "show_menu", talk, now=self.clock()), self.catalogue)
        wordless = incoming.kind == "text" and not as_words(incoming.text)
        if wordless or incoming.kind == "other":  # a sticker, a blank: no less an answer than a face
            return faces(talk, incoming.text, self.catalogue)
        if incoming.kind != "text":
            return Reply(lines.line("talk", incoming.kind), aside=True)
        with metered("dialogue"):
            outcome = self.outcome(incoming, talk, found)
        if isinstance(outcome, Reply):
            if outcome.urgent and found.urgent:
                log(logger, "disclosure", person=short(incoming.person), kind=found.kind)
            TURNS.labels("protocol" if outcome.urgent else "dialogue").inc()
        return outcome

    def outcome(self, incoming: Incoming, talk: Talk, found: Disclosure) -> Reply | Ask | Fetch:
        """What becomes of a text without the engine; nothing is counted."""
        danger = found.kind if found.urgent else None
        concern = found.kind if found.tier == "concern" else None
        told = facts(incoming.text) if talk.ask is not None else {}
        return before_engine(talk, incoming.text, danger, told, self.catalogue, self.clock(), concern)

    def suspects(self, incoming: Incoming, talk: Talk) -> bool:
        """Whether a text, or it with those just before, looks at all like a disclosure: well under a millisecond."""
        with metered("safety"):
            return self._detector.suspects(incoming.text, talk.lately(self.clock()))

    async def ask(self, person: str, words: str, talk: Talk, concern: str | None = None) -> Reply:
        """The engine's reply to a person's words, with the question of a concern. Raises EngineError."""
        catalogue = self.catalogue
        both = await self._both(person, words, talk, catalogue)
        reply = by_engine(both or await self._troubled(person, words, talk, catalogue))
        reply = not_again(reply, words, talk, catalogue, self.clock())
        return self._asking(reply, concern, talk)

    async def _one(self, person: str, words: str, talk: Talk, catalogue: Catalogue) -> Reply:
        plain = as_words(words)
        known = {**handed_on(plain), **self._detector.handed_on(plain)}  # so that the engine need not find it out again
        state = {**talk.metadata(), **({"content": catalogue.version} if catalogue.version else {}), **known}
        replies = await self._engine.send(person, plain, state)
        if not replies:
            raise EngineError("the engine answered nothing")
        first, *more = replies
        for reply in more:
            first = join(first, reply)
        return first

    async def _troubled(self, person: str, words: str, talk: Talk, catalogue: Catalogue) -> Reply:
        """The answer; to words that begin with who one is, the answer to what troubles them, for whom they say they
        are."""
        reply = await self._one(person, words, talk, catalogue)
        rest = trouble(words) if reply.intent == INTRODUCES else None
        if rest is None:
            return reply
        known = replace(talk, profile=talk.profile.told_more(reply.profile, self.clock()))
        answer = await self._one(person, rest, known, catalogue)
        if not answers_it(answer, catalogue):
            return reply
        return replace(answer, profile={**reply.profile, **answer.profile})

    async def _both(self, person: str, words: str, talk: Talk, catalogue: Catalogue) -> Reply | None:
        """The answers to two questions in one message, a protocol first; None when it is one question after all."""
        parts = two_questions(words)
        if parts is None:
            return None
        first, second = [await self._one(person, part, talk, catalogue) for part in parts]
        if not worth_both(first, second, catalogue):
            return None
        if second.urgent and not first.urgent:
            first, second = second, first
        if first.urgent:  # a protocol is never merged with anything
            return first
        kept = [replace(reply, options=reply.options[:OFFERED]) for reply in (first, second)]
        return join(*kept)

    def away(self, talk: Talk, concern: str | None = None) -> Reply:
        """What is said while the engine is down: the words are kept, the menu still works, a concern is asked about."""
        TURNS.labels("away").inc()
        return self._asking(self._kept("talk", "engine_away", talk), concern, talk)

    def in_haste(self, incoming: Incoming) -> Reply:
        """What is said when nothing else came in time: what the patterns alone know of a danger, else to wait. No
        list, for a number would be read as one of the list before."""
        found = self._detector.match(incoming.text)
        reply = Reply(self.catalogue.texts.line("talk", "engine_away"))
        if found.urgent and found.kind is not None:
            reply = respond(Turn(found.kind, NOBODY, text=incoming.text, now=self.clock()), self.catalogue)
        return replace(reply, options=())

    def busy(self, talk: Talk) -> Reply:
        """What is said when too many write at once: the words are kept, the menu still works."""
        TURNS.labels("shed").inc()
        return self._kept("limits", "busy", talk)

    def crowded(self) -> str:
        """What is said where not even the talk is moved: `busy` without a list, for a number would be read as one of
        the list before. 看结果 can be tapped where it stands."""
        TURNS.labels("unheard").inc()
        line, word = self.catalogue.texts.line("limits", "busy"), SHOW_RESULT.label
        return line.replace(word, tap(word, 1), 1)

    def late(self, talk: Talk = NOBODY, concern: str | None = None) -> Reply:
        """What is said when the engine needs longer than WeChat waits."""
        TURNS.labels("late").inc()
        return self._asking(Reply(self.catalogue.texts.line("talk", "late"), (SHOW_RESULT,)), concern, talk)

    def _kept(self, table: str, key: str, talk: Talk) -> Reply:
        options = (SHOW_RESULT, *menu_options(self.catalogue, talk.profile.role))
        return Reply(self.catalogue.texts.line(table, key), options)

    def _asking(self, reply: Reply, concern: str | None, talk: Talk) -> Reply:
        return reply if concern is None else worried(reply, concern, self.catalogue, talk.profile.role)


def foremost(replies: Sequence[Reply]) -> tuple[Reply, list[Reply]]:
    """Replies as one, and what has to wait for the next time: a protocol stands by itself."""
    urgent = next((n for n, reply in enumerate(replies) if reply.urgent), None)
    if urgent is None:
        return reduce(join, replies), []
    return replies[urgent], [*replies[:urgent], *replies[urgent + 1 :]]


def join(first: Reply, second: Reply) -> Reply:
    """Two replies in one text and one list: the second's options, then what the first still asks."""
    return Reply(
        f"{first.text}{SEPARATOR}{second.text}",
        (*second.options, *(o for o in first.options if o not in second.options)),
        links=(*first.links, *second.links),
        page=second.page or first.page,
        section=second.section if second.page else first.section,
        variant=second.variant if second.page else first.variant,
        closing=second.closing,
        urgent=first.urgent or second.urgent,
        hold=second.hold,
        profile={**first.profile, **second.profile},
        ask=second.ask,
        quiz=second.quiz or first.quiz,
        quiz_over=(first.quiz_over and second.quiz is None) or second.quiz_over,
        scene=second.scene or first.scene,
        scene_over=(first.scene_over and second.scene is None) or second.scene_over,
        attempt=second.attempt or first.attempt,
        answered=second.answered or first.answered,
        plan=second.plan or first.plan,
        plan_over=(first.plan_over and second.plan is None) or second.plan_over,
        due=second.due or first.due,
        due_over=second.due_over or first.due_over,
        duty=second.duty or first.duty,
        quiet=first.quiet if second.quiet is None else second.quiet,
        weekly=first.weekly if second.weekly is None else second.weekly,
        forget=first.forget or second.forget,
        intent=second.intent,
        understood=second.understood or first.understood,
    )
