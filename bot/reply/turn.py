"""One turn: from a message to a reply. Safety first, then the list on screen, then the engine."""

from __future__ import annotations

import json
import logging
from typing import Protocol

from bot.content.catalogue import Catalogue
from bot.content.models import ROLES
from bot.dialogue.choice import OffList, choose
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import Turn, menu_options, off_list, respond, welcome
from bot.dialogue.screen import Screen
from bot.dialogue.words import as_words
from bot.errors import EngineError
from bot.logs import log, short
from bot.reply.messages import Incoming
from bot.reply.meter import TURNS, metered
from bot.reply.render import KEPT, SHOW_RESULT
from bot.safety.detector import Detector

logger = logging.getLogger(__name__)
FETCH_WORDS = frozenset({"看结果", "继续"})
MENU_WORDS = frozenset({"菜单", "帮助", "目录", "功能", "help", "menu", "?"})
DELETE_WORDS = frozenset({"删除我的数据", "删除我的资料", "清除我的数据"})


class Engine(Protocol):
    """What a turn needs of the engine."""

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        """The engine's replies. Raises EngineError when there is none to be had."""
        ...


class TurnTaker:
    """Turns messages into replies; knows content, patterns and the engine, but no store and no door."""

    def __init__(self, catalogue: Catalogue, detector: Detector, engine: Engine) -> None:
        self.catalogue = catalogue
        self._detector = detector
        self._engine = engine

    def quick(self, incoming: Incoming, screen: Screen) -> Reply | Option | None:
        """What needs no engine: a protocol, a tap, a picture; an Option when a list was answered.

        Runs before everything else and never waits, so that a cry for help is not queued
        behind a slow turn.
        """
        lines = self.catalogue.texts
        if incoming.kind in ("follow", "scan"):
            return welcome(self.catalogue)
        if incoming.kind == "click":
            return Option(incoming.key, "/" + (incoming.key if incoming.key in self.catalogue.pages else "show_menu"))
        if incoming.kind != "text":
            return Reply(lines.line("talk", incoming.kind))
        if not as_words(incoming.text):
            return Reply(lines.line("talk", "other"))
        word = incoming.text.strip().lower()
        if word in FETCH_WORDS:
            return Option(word, KEPT)
        with metered("dialogue"):
            picked = choose(incoming.text, screen.options)
        if isinstance(picked, Option):
            return picked
        with metered("safety"):
            disclosure = self._detector.detect(incoming.text)
        if disclosure.urgent and disclosure.kind:
            TURNS.labels("protocol").inc()
            log(logger, "disclosure", person=short(incoming.person), kind=disclosure.kind)
            return respond(Turn(disclosure.kind, role=screen.role), self.catalogue)
        if isinstance(picked, OffList):
            return off_list(screen.options, self.catalogue)
        if word in MENU_WORDS:
            return Option(word, "/show_menu")
        if word in DELETE_WORDS:
            return Reply(lines.line("talk", "deleted"), forget=True)
        return None

    async def ask(self, person: str, message: str, screen: Screen) -> Reply:
        """The engine's reply to words or a payload. Raises EngineError."""
        replies = await self._engine.send(person, message, screen.metadata())
        if not replies:
            raise EngineError("the engine answered nothing")
        first, *more = replies
        for reply in more:
            first = join(first, reply)
        return first

    async def payload(self, person: str, option: Option, screen: Screen) -> Reply:
        """The reply to a chosen option: by the engine, or from the catalogue while it is away."""
        try:
            reply = await self.ask(person, option.payload, screen)
            TURNS.labels("option").inc()
            return reply
        except EngineError:
            TURNS.labels("option_alone").inc()
            return respond(read_payload(option.payload, screen), self.catalogue)

    def away(self, screen: Screen) -> Reply:
        """What is said while the engine is down: the words are kept, the menu still works."""
        TURNS.labels("away").inc()
        line = self.catalogue.texts.line("talk", "engine_away")
        return Reply(line, (SHOW_RESULT, *menu_options(self.catalogue, screen.role)))


def read_payload(payload: str, screen: Screen) -> Turn:
    """An option's payload `/intent{"entity": value}` as a turn, without the engine."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    try:
        entities = json.loads(brace + rest) if brace else {}
    except ValueError:
        entities = {}
    role = entities.get("role")
    return Turn(
        intent,
        section=entities.get("section"),
        role=role if role in ROLES else screen.role,
        page=screen.page,
        page_section=screen.section,
    )


def join(first: Reply, second: Reply) -> Reply:
    """Two replies in one text; the second's list is the one that stays on screen."""
    return Reply(
        f"{first.text}\n\n———\n\n{second.text}",
        second.options or first.options,
        page=second.page or first.page,
        section=second.section if second.page else first.section,
        role=second.role or first.role,
        urgent=first.urgent or second.urgent,
        closing=second.closing,
        forget=first.forget or second.forget,
    )
