"""What the files under data/ say, as checked values: pages with sections, and fixed lines.

A *page* is a topic or a protocol: front matter and named sections; each section is text and
the options that lead on. The same shape for both keeps authors and code at one grammar.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["parent", "manager", "young_worker"]
ROLES: tuple[Role, ...] = ("parent", "manager", "young_worker")
START = "start"


@dataclass(frozen=True)
class Link:
    """An option under a section: what the person taps, and where it leads (a section, a page or `menu`)."""

    label: str
    target: str


@dataclass(frozen=True)
class Section:
    """One answer of a page."""

    name: str
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Page:
    """A topic (`data/topics`) or a protocol (`data/protocols`), named as its intent."""

    name: str
    kind: Literal["topic", "protocol"]
    title: str
    sections: dict[str, Section]
    sources: tuple[str, ...]
    audience: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    kinds: dict[str, str] = field(default_factory=dict)
    """The general protocol: which section answers a disclosure that has no page of its own."""

    def section(self, name: str, role: str | None = None) -> Section:
        """The section as this role reads it. Raises KeyError when the page has none of that name."""
        return self.sections.get(f"{name}@{role}") or self.sections[name]


@dataclass(frozen=True)
class Texts:
    """The fixed lines of data/texts.toml, by table and key."""

    tables: dict[str, dict[str, str]]

    def line(self, table: str, key: str, **values: object) -> str:
        """One line with its {fields} filled. Raises KeyError for a line that is not there."""
        return self.tables[table][key].format(**values) if values else self.tables[table][key]
