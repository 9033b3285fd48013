"""A reply as WeChat shows it: text, links, then options as numbered lines that can be tapped.

WeChat's limits for passive text are not published; failures were seen above 628 characters. We
stay under MAX_CHARACTERS and MAX_BYTES, hrefs counted, and offer the rest behind 继续.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from bot.content.catalogue import Catalogue
from bot.dialogue.front import KEPT
from bot.dialogue.pages import asks_for_help
from bot.dialogue.reply import Option, Reply

MAX_CHARACTERS = 600
MAX_BYTES = 1800
GO_ON = Option("继续", KEPT)
SEPARATOR = "\n\n———\n\n"
"""Between two answers in one message."""
Address = Callable[[str], str]
"""From a path of ours to the address a phone opens."""
_HREF = re.compile(r' href="[^"]*"')
_TAP = re.compile(r'<a href="weixin:[^"]*">(.*?)</a>')
_SENTENCE = re.compile(r"(?<=[。！？!?；\n])")


def tap(label: str, number: int) -> str:
    """A link that sends `label` as the person's own words when tapped."""
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(label)}&msgmenuid={number}">{label}</a>'


def without_taps(text: str) -> str:
    """A rendered text as words alone, its links to pages kept: it is shown at another time, below another list."""
    return _TAP.sub(r"\1", text)


def to_text(reply: Reply, *, taps: bool = True, address: Address = str) -> str:
    """The whole reply as one WeChat text, however long."""
    pages = [f'<a href="{address(link.path)}">{link.label}</a>' for link in reply.links]
    lines = [f"{n}. {tap(o.label, n) if taps else o.label}" for n, o in enumerate(reply.options, 1)]
    parts = [reply.text.strip(), "\n".join(pages), "\n".join(lines), reply.closing]
    return "\n\n".join(part for part in parts if part)


def fits(text: str) -> bool:
    """Whether WeChat shows it: at most 600 characters to be seen, and 1,800 bytes with the hrefs."""
    return len(_HREF.sub("", text)) <= MAX_CHARACTERS and len(text.encode()) <= MAX_BYTES


def with_more(reply: Reply, more: int, catalogue: Catalogue) -> Reply:
    """The reply with 继续 in its list when more answers wait; 我需要帮助 stays the last."""
    if not more or reply.hold is not None or reply.urgent or GO_ON in reply.options:
        return reply
    last = len(reply.options) - asks_for_help(reply, catalogue)
    return replace(reply, options=(*reply.options[:last], GO_ON, *reply.options[last:]))


def render(reply: Reply, address: Address = str) -> tuple[Reply, str, Reply | None]:
    """What is shown now (as a reply and as text), and what is left for 继续.

    Short of room, options first lose their links (a typed number still works), then the text is
    cut between two answers or at the end of a sentence, and links and options come with the last part.
    """
    for taps in (True, False):
        text = to_text(reply, taps=taps, address=address)
        if fits(text):
            return reply, text, None
    head, rest = _cut(reply.text)
    now = replace(reply, text=head, links=(), options=(GO_ON,), closing="", quiz=None, ask=None, hold=None)
    now = replace(now, plan=None, due=None)
    # What a reply moves besides the screen is moved once, with its first part.
    later = replace(
        reply,
        text=rest,
        attempt=None,
        answered=None,
        finished=None,
        profile={},
        weekly=None,
        forget=False,
        understood=None,
        duty=None,
    )
    return now, to_text(now), later


def _cut(text: str) -> tuple[str, str]:
    """The answers that fit beside the link 继续, else the sentences; and the rest."""
    tail = "\n\n1. " + tap(GO_ON.label, 1)
    head = ""
    for sentence in _SENTENCE.split(text):
        if not fits(head + sentence + tail):
            break
        head += sentence
    if SEPARATOR in head and len(head) < len(text):
        head = head[: head.rindex(SEPARATOR)]
        return head.strip(), text[len(head) + len(SEPARATOR) :].strip()
    if not head.strip():  # one endless sentence
        head = next(text[:n] for n in range(min(len(text), MAX_CHARACTERS), 0, -1) if fits(text[:n] + tail))
    return head.strip(), text[len(head) :].strip()
