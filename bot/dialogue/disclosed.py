"""Mark the replies that answer a disclosure, so that whoever shows or keeps them writes it down for the administrator.

A protocol is also opened by reading on in it, or from a topic page by somebody who only wants to know: neither is
a disclosure, and nobody who reads is put on a list.
"""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue.duty import BUTTON, INTENT, Duty, Origin
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.text.near import bare

REAL = "/scene_real"
"""「真的有人出事了」, said in a practice."""
_REPORT = "report_"


def disclosed(reply: Reply, origin: Origin) -> Reply:
    """The reply, marked where it is a protocol; a list of numbers is none."""
    if not reply.urgent or reply.page is None:
        return reply
    told = reply.intent or ""
    return replace(reply, duty=Duty(told if told.startswith(_REPORT) else reply.page, origin))


def by_engine(reply: Reply) -> Reply:
    """What the engine answers: 「然后呢」 about a protocol is urgent too, but tells nothing new."""
    return disclosed(reply, INTENT) if (reply.intent or "").startswith(_REPORT) else reply


def by_button(reply: Reply, option: Option, talk: Talk, catalogue: Catalogue) -> Reply:
    """What a chosen option brings: 我需要帮助, 真的有人出事了, or what is the case, chosen from a protocol's list."""
    asks = bare(option.label) == bare(catalogue.texts.line("talk", "need_help"))
    says_more = talk.check and catalogue.is_protocol(talk.page) and reply.page != talk.page
    return disclosed(reply, BUTTON) if asks or says_more or option.payload == REAL else reply
