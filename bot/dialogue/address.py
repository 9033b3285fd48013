"""Young workers are spoken to as 你: fixed lines and protocols are written once, for everybody, with 您."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.reply import Reply

_QUOTED = re.compile(r"(“[^”]*”)")


def as_you(text: str) -> str:
    """The text with 你 for 您, but for what is to be said to others word for word.

    >>> as_you("您现在安全吗？跟奶奶说：“您别急。”")
    '你现在安全吗？跟奶奶说：“您别急。”'
    """
    return "".join(part if part.startswith("“") else part.replace("您", "你") for part in _QUOTED.split(text))


def addressed(reply: Reply, role: str | None) -> Reply:
    """The reply as somebody of that role is spoken to."""
    if role != "young_worker":
        return reply
    return replace(reply, text=as_you(reply.text), closing=as_you(reply.closing))
