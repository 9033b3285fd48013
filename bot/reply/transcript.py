"""What is kept of a conversation for a safeguarding officer: masked words, what was shown, how it was answered."""

from __future__ import annotations

import logging
import re
import time

from bot.content.catalogue import Catalogue
from bot.dialogue.front import KEPT
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.logs import log, short
from bot.people.masking import mask
from bot.people.names import hide
from bot.reply.messages import Incoming
from bot.store.conversations import Line

logger = logging.getLogger(__name__)
UNDERSTOOD, ASKED, MISSED, PROTOCOL, PRACTICE, FLOW, LATE, HUMAN = (
    "understood", "asked", "missed", "protocol", "practice", "flow", "late", "human",
)  # fmt: skip
"""How a message was answered: by its intent; by 「您是想问」; not at all; by a protocol; in a scene, whose words are
not kept; by a list, menu or quiz without the engine; not yet; by nobody of ours, for an officer has taken over."""
UNSURE = frozenset({"nlu_fallback", "out_of_scope"})
"""Readings whose messages go to review."""
WANTS_HUMAN = "想找真人"
"""The tag of a conversation in which a human was asked for."""
_TAGS = re.compile(r"<[^>]+>")


def how(reply: Reply, catalogue: Catalogue) -> str:
    """How a reply answers."""
    labels = [option.label for option in reply.options]
    if reply.urgent or reply.duty is not None:
        return PROTOCOL
    if reply.scene is not None or reply.scene_over:
        return PRACTICE
    if reply.understood is None:
        return LATE if any(o.payload == KEPT for o in reply.options) and reply.page is None else FLOW
    if reply.understood.get("intent") not in UNSURE:
        return UNDERSTOOD
    return ASKED if catalogue.texts.line("talk", "none_of_these") in labels else MISSED


def line(incoming: Incoming, reply: Reply, text: str, talk: Talk, catalogue: Catalogue, now: float) -> Line:
    """What is kept of one message and what was shown for it. In a practice the words are not."""
    answered = how(reply, catalogue)
    practice = answered == PRACTICE or (talk.scene is not None and reply.duty is None)
    names = talk.profile.names
    said = None if practice else masked(incoming, names)
    shown = hide(_TAGS.sub("", text), names)
    intent = (reply.understood or {}).get("intent") or reply.intent
    milliseconds = round((time.monotonic() - incoming.arrived) * 1000)
    return Line(
        now, incoming.kind, said, shown, answered, intent, reply.page, reply.section,
        reply.duty.kind if reply.duty is not None else None, milliseconds,
    )  # fmt: skip


def masked(incoming: Incoming, names: tuple[str, ...] | list[str]) -> str | None:
    """A message's words as they may be kept; None where it has none (a picture is never kept)."""
    return mask(hide(incoming.text, names)) if incoming.kind == "text" else None


def not_kept(person: str, err: Exception) -> None:
    """A line could not be written: the answer goes out all the same."""
    log(logger, "conversation not written", logging.ERROR, person=short(person), exc_info=err)
