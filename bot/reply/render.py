"""A reply as WeChat shows it: text, then options as numbered lines that can be tapped.

WeChat's limits for passive text are not published; failures were seen above 628 characters
(reference: docs/wechat.md). We stay under MAX_CHARACTERS and MAX_BYTES, hrefs counted, and
offer the rest behind 继续.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from bot.dialogue.reply import Option, Reply

MAX_CHARACTERS = 600
MAX_BYTES = 1800
KEPT = "/kept"
"""Payload of 看结果 and 继续: whatever is kept for the person."""
GO_ON = Option("继续", KEPT)
SHOW_RESULT = Option("看结果", KEPT)
_HREF = re.compile(r' href="[^"]*"')
_SENTENCE = re.compile(r"(?<=[。！？!?；\n])")


def tap(label: str, number: int) -> str:
    """A link that sends `label` as the person's own words when tapped."""
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(label)}&msgmenuid={number}">{label}</a>'


def to_text(reply: Reply, *, links: bool = True) -> str:
    """The whole reply as one WeChat text, however long."""
    lines = [f"{n}. {tap(o.label, n) if links else o.label}" for n, o in enumerate(reply.options, 1)]
    parts = [reply.text.strip(), "\n".join(lines), reply.closing]
    return "\n\n".join(part for part in parts if part)


def fits(text: str) -> bool:
    """Whether WeChat shows it: at most 600 characters to be seen, and 1,800 bytes with the hrefs."""
    return len(_HREF.sub("", text)) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES


def render(reply: Reply) -> tuple[Reply, str, Reply | None]:
    """What is shown now (as a reply and as text), and what is left for 继续.

    Short of room, options first lose their links (a typed number still works), then the text is
    cut at the end of a sentence and the options come with the last part.
    """
    for links in (True, False):
        text = to_text(reply, links=links)
        if fits(text):
            return reply, text, None
    head, rest = _cut(reply.text)
    now = replace(reply, text=head, options=(GO_ON,), closing="")
    return now, to_text(now), replace(reply, text=rest)


def _cut(text: str) -> tuple[str, str]:
    """The sentences that fit beside the link 继续, and the rest."""
    tail = "\n\n1. " + tap(GO_ON.label, 1)
    head = ""
    for sentence in _SENTENCE.split(text):
        if not fits(head + sentence + tail):
            break
        head += sentence
    if not head.strip():  # one endless sentence
        head = next(text[:n] for n in range(min(len(text), MAX_CHARACTERS), 0, -1) if fits(text[:n] + tail))
    return head.strip(), text[len(head) :].strip()
