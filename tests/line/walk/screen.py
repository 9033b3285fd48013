"""What a person sees of an answer: words, pages to open, the numbered list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

MOST_CHARACTERS, MOST_BYTES = 600, 1800
_ANCHOR = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
_LINE = re.compile(r"^(\d+)\. (.+)$")
_TAP = re.compile(r"^weixin://bizmsgmenu\?msgmenucontent=([^&]*)&msgmenuid=(\d+)$")


@dataclass(frozen=True)
class Screen:
    """One answer, taken apart."""

    body: str
    options: tuple[str, ...]
    pages: tuple[str, ...]
    """Addresses of our own pages."""
    faults: tuple[str, ...]
    """What is wrong with its form alone."""

    @classmethod
    def of(cls, shown: str | None) -> Screen:
        """Take an answer apart; silence is a screen with a fault."""
        if not (shown or "").strip():
            return cls("", (), (), ("silence",))
        assert shown is not None
        faults = []
        seen = _ANCHOR.sub(r"\2", shown)
        if len(seen) > MOST_CHARACTERS or len(shown.encode()) > MOST_BYTES:
            faults.append(f"too long: {len(seen)} characters, {len(shown.encode())} bytes")
        if "<" in seen or "{" in seen:
            faults.append("markup or an unfilled field is to be seen")
        pages, options, body = [], [], []
        for line in shown.split("\n"):
            plain = _ANCHOR.sub(r"\2", line)
            item = _LINE.match(plain)
            for href, label in _ANCHOR.findall(line):
                tap = _TAP.match(href)
                if tap is None:
                    pages.append(href)
                elif item is None or unquote(tap[1]) != label or label != item[2] or tap[2] != item[1]:
                    faults.append(f"a tap that sends something else: {label}")
            if item is None:
                body.append(plain)
                continue
            if int(item[1]) != len(options) + 1:
                faults.append(f"the list does not count: {plain}")
            options.append(item[2])
        if len(set(options)) < len(options):
            faults.append("an option stands twice")
        return cls("\n".join(body).strip(), tuple(options), tuple(pages), tuple(faults))
