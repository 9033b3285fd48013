"""What the files under data/ say, as checked values: pages with sections, and fixed lines.

A *page* is a topic or a protocol: front matter and named sections; each section is text and
the options that lead on. The same shape for both keeps authors and code at one grammar. A
section may have variants, `## start@grandparents+12-18`, each for people of whom all its tags
are known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["parent", "manager", "young_worker"]
ROLES: tuple[Role, ...] = ("parent", "manager", "young_worker")
AGES = ("0-3", "3-6", "6-12", "12-18")
"""Age bands of a child, in years; the upper end belongs to the next band."""
CARERS = ("grandparents", "one_parent", "relative", "school", "nobody")
"""Who is with the child, as far as it changes an answer."""
TAGS = frozenset((*ROLES, *AGES, *CARERS))
START = "start"
EVERYBODY = "everybody"


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
    afterwards: dict[str, str] = field(default_factory=dict)
    """A protocol: the section with which it goes on once the danger at hand is over, for `everybody` and for roles."""
    quiet: bool = False
    """A protocol after which we never speak first: somebody who does harm may read the phone."""

    def section(self, name: str, tags: Collection[str] = ()) -> Section:
        """The section as somebody of whom `tags` are known reads it: the variant whose tags all
        hold, the one with most of them first. Raises KeyError when the page has none of that name.
        """
        best, most = self.sections[name], 0
        for key, section in self.sections.items():
            base, _, wanted = key.partition("@")
            asked = wanted.split("+") if wanted else []
            if base == name and len(asked) > most and all(tag in tags for tag in asked):
                best, most = section, len(asked)
        return best

    def has(self, name: str) -> bool:
        """Whether there is a section of that name."""
        return name in self.sections

    def varies(self, tags: Collection[str]) -> bool:
        """Whether any section has a variant for one of these tags."""
        return any(tag in tags for key in self.sections for tag in key.partition("@")[2].split("+"))


@dataclass(frozen=True)
class Texts:
    """The fixed lines of data/texts.toml, by table and key."""

    tables: dict[str, dict[str, str]]

    def line(self, table: str, key: str, **values: object) -> str:
        """One line with its {fields} filled. Raises KeyError for a line that is not there."""
        return self.tables[table][key].format(**values) if values else self.tables[table][key]
