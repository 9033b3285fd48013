"""The words of a lesson beside its comic: `## text`, `## do`, `## grandparents`, `## group`, each with its sources.

```text
## do
* 今晚先讲您自己一件糗事。
* 他说一句，您接三个字：后来呢？
* 说好下回哪天几点打。
source: facts:5.2 S-80

## group
* 2分钟：问大伙：上回打电话，说了几分钟？
* 8分钟：…
source: facts:5.3 S-83
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

SECTIONS = ("text", "do", "grandparents", "group")
TEXT = (300, 500)
STORY = (500, 900)
DO = (10, 60)
GRANDPARENTS = (60, 200)
STEP = (15, 140)
"""Least and most characters, of an item where there are several."""
THINGS = 3
STEPS = (3, 6)
GROUP_MINUTES = 10
_STEP = re.compile(r"(\d+) ?分钟[：:] *(.+)")
_SOURCE = re.compile(r"(facts|corrections|channels):\S.*")


@dataclass(frozen=True)
class Step:
    """A part of the group script: how many minutes, and what is said and done."""

    minutes: int
    words: str


@dataclass(frozen=True)
class Sections:
    """A lesson in words."""

    text: tuple[str, ...] = ()
    """Paragraphs."""
    do: tuple[str, ...] = ()
    """Three things to do."""
    grandparents: tuple[str, ...] = ()
    """Lines of the card that is passed on to whoever looks after the child."""
    group: tuple[Step, ...] = ()
    """What a line manager or social worker does with a group in ten minutes."""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By section."""

    def passages(self) -> Iterator[tuple[str, str]]:
        """Every section's name and all its words."""
        yield "text", "\n".join(self.text)
        yield "do", "\n".join(self.do)
        yield "grandparents", "\n".join(self.grandparents)
        yield "group", "\n".join(step.words for step in self.group)


def parse_sections(parts: Mapping[str, str], where: str, faults: list[str], *, story: bool = False) -> Sections:
    """The sections from their bodies; what is missing or wrong is added to `faults` as `file [field] reason`.

    The text of a `story` is longer, and told by somebody who says 我.
    """
    lines: dict[str, tuple[str, ...]] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for name in SECTIONS:
        if name not in parts:
            faults.append(f"{where} [## {name}] is missing")
        mine = [line.strip() for line in parts.get(name, "").splitlines() if line.strip()]
        sources[name] = tuple(line.partition(":")[2].strip() for line in mine if line.startswith("source:"))
        lines[name] = tuple(line for line in mine if not line.startswith("source:"))
        if name in parts:
            faults.extend(f"{where} [## {name}] [source] {fault}" for fault in source_faults(sources[name]))
    here = {name: f"{where} [## {name}]" for name in parts}
    if "text" in parts:
        told = "".join(lines["text"])
        faults.extend(_length(here["text"], told, STORY if story else TEXT))
        if story and "我" not in told:
            faults.append(f"{here['text']} a story is told in the first person: 我")
    if "grandparents" in parts:
        faults.extend(_length(here["grandparents"], "".join(lines["grandparents"]), GRANDPARENTS))
    return Sections(
        text=lines["text"],
        do=_things(lines["do"], here["do"], faults) if "do" in parts else (),
        grandparents=lines["grandparents"],
        group=_steps(lines["group"], here["group"], faults) if "group" in parts else (),
        sources=sources,
    )


def source_faults(sources: Iterable[str]) -> list[str]:
    """What is wrong with a list of sources."""
    sources = list(sources)
    if not sources:
        return ["is missing: every fact says where it comes from"]
    return [f"begins with facts:, corrections: or channels:, not {s}" for s in sources if not _SOURCE.fullmatch(s)]


def _things(lines: tuple[str, ...], here: str, faults: list[str]) -> tuple[str, ...]:
    things = tuple(_item(line, here, faults) for line in lines)
    if len(things) != THINGS:
        faults.append(f"{here} {len(things)} things to do; exactly {THINGS}, each a line that begins with *")
    for thing in things:
        faults.extend(_length(here, thing, DO))
    return things


def _steps(lines: tuple[str, ...], here: str, faults: list[str]) -> tuple[Step, ...]:
    steps = []
    for line in lines:
        found = _STEP.fullmatch(_item(line, here, faults))
        if found is None:
            faults.append(f"{here} a step is `* 2分钟：what is said and done`, not {line}")
            continue
        faults.extend(_length(here, found[2], STEP))
        steps.append(Step(int(found[1]), found[2]))
    fewest, most = STEPS
    if not fewest <= len(steps) <= most:
        faults.append(f"{here} {len(steps)} steps; {fewest} to {most}")
    if (minutes := sum(step.minutes for step in steps)) != GROUP_MINUTES:
        faults.append(f"{here} takes {minutes} minutes; {GROUP_MINUTES}")
    return tuple(steps)


def _item(line: str, here: str, faults: list[str]) -> str:
    if not line.startswith("* "):
        faults.append(f"{here} a line begins with `* `: {line}")
    return line.removeprefix("* ").strip()


def _length(here: str, words: str, limits: tuple[int, int]) -> Iterator[str]:
    least, most = limits
    if not least <= len(words) <= most:
        yield f"{here} {len(words)} characters; {least} to {most}: {words[:20]}"
