"""The catalogue: every page and fixed line, loaded once; turns a page into a reply.

Actions and the bot ask this object; neither opens files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.content.loader import load_pages, load_tables
from bot.content.models import ROLES, START, Page, Texts

DATA = Path(__file__).resolve().parent.parent.parent / "data"
GENERAL_PROTOCOL = "danger_now"
"""Shown for a disclosure that has no protocol of its own."""


@dataclass(frozen=True)
class Catalogue:
    """All content by name."""

    pages: dict[str, Page]
    texts: Texts
    titles: dict[str, str]
    """What an intent without a page of its own is called."""

    def topic(self, name: str) -> Page | None:
        """The topic page of an intent, or None while there is none."""
        page = self.pages.get(name)
        return page if page is not None and page.kind == "topic" else None

    def protocol(self, kind: str) -> tuple[Page, str]:
        """The page of a disclosure and the section to begin with: its own, or the general one's that fits best."""
        page = self.pages.get(kind)
        if page is not None and page.kind == "protocol":
            return page, START
        general = self.pages[GENERAL_PROTOCOL]
        return general, general.kinds.get(kind, START)

    def title(self, name: str) -> str | None:
        """A page's title as a worker would say it."""
        page = self.pages.get(name)
        return page.title if page is not None else self.titles.get(name)

    def topics_for(self, role: str | None) -> list[Page]:
        """Topic pages for a role (all of them when it is not known), those written for it alone first."""
        pages = sorted((p for p in self.pages.values() if p.kind == "topic"), key=lambda p: (len(p.audience), p.name))
        return [p for p in pages if role not in ROLES or role in p.audience]


def payload(intent: str, **entities: str) -> str:
    """What an option means to the engine: `/intent`, or `/intent{"section": "more"}`."""
    return f"/{intent}" + (json.dumps(entities) if entities else "")


@lru_cache(maxsize=1)
def load_catalogue(data: Path = DATA) -> Catalogue:
    """Read everything under data/. Raises ContentError listing every fault."""
    titles = load_tables(data / "titles.toml")["titles"]
    return Catalogue(load_pages(data), Texts(load_tables(data / "texts.toml")), titles)
