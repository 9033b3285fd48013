"""The product within this process, with a double of the engine that reads every sentence right.

What the oracle must accept; with one thing broken in it, what the oracle must refuse.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.dialogue.words import as_words
from bot.reply.answer import AnswerService
from bot.reply.messages import Incoming
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import NOTHING, Detector, Disclosure, load_detector
from bot.store.store import Store
from bot.text.entities import facts
from bot.training.dataset import load_examples
from tests.line.walk.draw import DOORS
from tests.line.walk.sent import Sent


class Reader:
    """Reads what the files say of a sentence; anything else is out of scope."""

    def __init__(self) -> None:
        self._intents = {as_words(x.text): x.intent for x in load_examples()}
        self._intents |= {text: intent for text, intent in DOORS.items() if intent is not None}

    async def send(self, person: str, message: str, state: Mapping[str, Any]) -> list[Reply]:
        """The engine's answer."""
        talk, intent = Talk.from_dict(dict(state)), self._intents.get(message, "out_of_scope")
        turn = Turn(intent, talk, facts(message), text=message, now=time.time())
        understood = {"intent": intent, "confidence": 0.9, "ranking": [intent]}
        reply = respond(turn, load_catalogue()).as_dict()
        return [Reply.from_dict({**reply, "understood": understood})]


class Readers(Detector):
    """Knows what readers have said of a sentence."""

    def __init__(self, tiers: Mapping[str, tuple[str, str | None]]) -> None:
        super().__init__()
        told = {x.text: ("now", x.intent) for x in load_examples() if x.intent.startswith("report_")}
        self._tiers = {**told, **tiers}

    def detect(self, text: str, before: object = ()) -> Disclosure:
        """What a caring reader believes, else what the patterns see."""
        known = self._tiers.get(text)
        if known is None:
            return load_detector().match(text)
        return NOTHING if known[0] == "none" else Disclosure(known[0], known[1], 0.9)  # type: ignore[arg-type]


def honest(store: Store, tiers: Mapping[str, tuple[str, str | None]]) -> AnswerService:
    """The answering room with both doubles."""
    turns = TurnTaker(load_catalogue(), Readers(tiers), Reader())
    return AnswerService(turns, Showing(store, turns.catalogue, turns.clock))


def incoming(person: str, sent: Sent) -> Incoming:
    """A message as the door hands it on."""
    known = person.encode().hex().ljust(64, "0")[:64]
    if sent.how == "follow":
        return Incoming(known, "follow")
    if sent.how == "picture":
        return Incoming(known, sent.text)  # type: ignore[arg-type]
    return Incoming(known, "text", sent.text, tapped=sent.how in ("tap", "old_tap"))
