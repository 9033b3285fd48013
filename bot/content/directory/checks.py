"""What the loader cannot see: names that lead nowhere, numbers that must not be shown, entries grown old."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from string import Formatter

from bot.content.directory.models import NEED, STALE_DAYS, Directory, Need
from bot.text.entities.gazetteer import gazetteer

LONGEST_LABEL = 14
MOST_NUMBERS = 2
"""Numbers an answer to danger may name."""
_NUMBER = re.compile(r"(?<!\d)(?:\d{3,4}-\d{6,8}|400-\d{3}-\d{4}|1\d{2}|\d{5,})(?!\d)")


def check_directory(directory: Directory, pages: Collection[str], titles: Collection[str]) -> list[str]:
    """Faults of the directory as a whole; `pages` and `titles` are what a lead may open."""
    faults = [*_locals(directory), *_released(directory)]
    owners: dict[str, str] = {}
    for need in directory.needs.values():
        here = f"directory/needs.toml [need {need.id}]"
        faults += [f"{here} {fault}" for fault in _need(need, directory, pages, titles)]
        for page in need.pages:
            if owners.setdefault(page, need.id) != need.id:
                faults.append(f"{here} [pages] {page} opens {owners[page]} already")
    return faults


def withheld_named(directory: Directory, where: str, text: str) -> list[str]:
    """Faults for each withheld number that a text names."""
    return [f"{where} names {x.number}, which is withheld: {x.why}" for x in directory.withheld if x.number in text]


def stale_entries(directory: Directory, today: datetime.date) -> list[str]:
    """Warnings: entries nobody has checked for 90 days. They are shown with that remark, so this is no fault."""
    entries = [(f"national.toml [channel {c.id}]", c.checked) for c in directory.channels.values()]
    entries += [(f"local.toml [entry {x.name} {x.channel}]", x.checked) for x in directory.local]
    return [
        f"directory/{where} [checked] {day}: not checked for {(today - day).days} days, shown with that remark"
        for where, day in entries
        if (today - day).days > STALE_DAYS
    ]


def _locals(directory: Directory) -> Iterator[str]:
    title = gazetteer().title
    for entry in directory.local:
        here = f"directory/local.toml [entry {entry.name} {entry.channel}]"
        if title.get(entry.place) != entry.name:
            yield f"{here} [place] {entry.place} is {title.get(entry.place, 'no division')}"
        if entry.channel not in directory.channels:
            yield f"{here} [channel] no such channel"


def _released(directory: Directory) -> Iterator[str]:
    """A number is shown or withheld, never both; and no words of the directory name a withheld one."""
    numbers = {x.number for x in directory.withheld}
    for channel in directory.channels.values():
        here = f"directory/national.toml [channel {channel.id}]"
        if channel.number in numbers:
            yield f"{here} [number] {channel.number} is withheld"
        yield from withheld_named(directory, here, channel.what + channel.hours)
    for entry in directory.local:
        yield from withheld_named(directory, f"directory/local.toml [entry {entry.name} {entry.channel}]", entry.hours)


def _need(need: Need, directory: Directory, pages: Collection[str], titles: Collection[str]) -> Iterator[str]:
    shown = {c.number for c in directory.channels.values() if c.number}
    named: list[str] = []
    for line in need.lines:
        channel = directory.channels.get(line.channel)
        if line.channel and channel is None:
            yield f"[lines] no such channel: {line.channel}"
            continue
        fields = {name for _, name, _, _ in Formatter().parse(line.text) if name is not None}
        if fields - {"number"} or ("number" in fields and not (channel and channel.number)):
            yield f"[lines] only {{number}}, of a channel that has one: {line.text}"
        if channel and channel.number:
            if not named and channel.never_first:
                yield f"[lines] {channel.id} may not be the first number"
            named += [channel.number, *_NUMBER.findall(channel.hours)]
    text = need.opening + "".join(x.text for x in need.lines)
    unknown = set(_NUMBER.findall(text)) - shown
    if unknown:
        yield f"numbers of no channel: {', '.join(sorted(unknown))}"
    if need.urgent and len(set(named) | set(_NUMBER.findall(text))) > MOST_NUMBERS:
        yield f"names more than {MOST_NUMBERS} numbers"
    if not need.leads:
        yield "[leads] has no option: a dead end"
    for label, target in need.leads:
        known = target[len(NEED) :] in directory.needs if target.startswith(NEED) else target in {*pages, *titles}
        if not known:
            yield f"[leads] leads nowhere: {target}"
        if len(label) > LONGEST_LABEL:
            yield f"[leads] label longer than {LONGEST_LABEL}: {label}"
    yield from (f"[pages] no such page: {page}" for page in need.pages if page not in pages)
