"""Somebody wants a person: what is said depends on whether officers are at the desk now. Pure.

The engine answers such a request with one fixed line, whatever stands beside it in the same message. Here, where the
hours are known, that line gives way to another; the bot goes on answering, and a protocol is never touched.
"""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue.address import as_you
from bot.dialogue.reply import Reply
from bot.people.staffed import Staffed


def wanted(reply: Reply, catalogue: Catalogue) -> bool:
    """Whether a reply, or a part of it, answers somebody who wants a person. Asked before the hours are put in."""
    plain = catalogue.texts.line("talk", "human")
    return plain in reply.text or as_you(plain) in reply.text


def with_hours(reply: Reply, staffed: Staffed | None, catalogue: Catalogue, now: float) -> Reply:
    """The reply as it is at this hour; as it was, where nobody is ever there or nobody was asked for."""
    if staffed is None or not wanted(reply, catalogue):
        return reply
    lines, plain = catalogue.texts, catalogue.texts.line("talk", "human")
    if staffed.now(now):
        said = lines.line("talk", "human_asked")
    else:
        hotlines = plain.partition("\n")[2]
        said = lines.line("talk", "human_later", hours=staffed.words()) + "\n" + hotlines
    return replace(reply, text=reply.text.replace(plain, said).replace(as_you(plain), as_you(said)))
