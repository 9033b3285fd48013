"""Who may be asked to wait when somebody writes too fast or too many write at once, and who never.

The detector has read the message by then, in a crowd (`bot.reply.hearing`) at a glance. Never waits: what may be a
disclosure, an answer to 「您现在安全吗」, a protocol and what is said soon after it, a tap or number from the list,
看结果, a deletion.
"""

from __future__ import annotations

from bot.dialogue.choice import choose
from bot.dialogue.front import Ask, Fetch
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.reply.messages import Incoming
from bot.safety.detector import Disclosure

CALM = 1800.0
"""Seconds after a protocol in which nobody has to wait for anything."""


def may_wait(incoming: Incoming, talk: Talk, found: Disclosure, outcome: Reply | Ask | Fetch, now: float) -> bool:
    """Whether these are free words without a sign of danger in them or just before them."""
    if incoming.kind != "text" or incoming.tapped or found.tier != "none":
        return False
    if talk.check or talk.calm_for(now) < CALM:
        return False
    if isinstance(choose(incoming.text, talk.options), Option):
        return False
    if isinstance(outcome, Reply):
        return not (outcome.urgent or outcome.forget or outcome.hold is not None or outcome.duty is not None)
    return isinstance(outcome, Ask) and outcome.concern is None
