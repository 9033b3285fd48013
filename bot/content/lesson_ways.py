"""Whether a comic that goes on as the reader chooses can be walked: every way leads on, ends, and ends warm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.content.lesson_branches import Branches, Follow, Stretch
from bot.content.lesson_panels import PANELS, Panel

FORKS = (2, 3)
"""Fewest and most questions on a way."""
TOTAL = (10, 24)
"""Fewest and most panels of all ways together."""
_NOT_WARM = frozenset({"angry", "worried", "sad"})


def broken(branches: Branches, where: str) -> list[str]:
    """What makes walking impossible: targets that are not there, loops, a best way that is none."""
    follows = branches.follows
    faults = [
        f"{where} [## {number}] leads to {to}, which is not there"
        for number, follow in follows.items()
        for to in follow.onward
        if to not in follows
    ]
    if not follows:
        return [f"{where} [panels] there is none"]
    if faults:
        return faults
    if (again := _loop(follows)) is not None:
        return [f"{where} [## {again}] a loop: this panel leads back to itself"]
    ways = list(branches.ways())
    return [] if branches.best in ways else [f"{where} [best] {branches.best} leads to no end; {ways[0]} does"]


def branch_faults(branches: Branches, panels: Sequence[Panel], where: str) -> list[str]:
    """Panels nobody comes to, ways too long or too short, ends that are not warm; `branches` are not broken."""
    told = {way: branches.walk(way) or () for way in branches.ways()}
    reached = {number for stretches in told.values() for s in stretches for number in s.numbers}
    faults = [f"{where} [## {n}] nobody comes to this panel" for n in branches.follows if n not in reached]
    for way, stretches in told.items():
        faults += [f"{where} [way {way}] {fault}" for fault in _way_faults(stretches)]
    for number, follow in branches.follows.items():
        faces = {actor.face for actor in panels[number - 1].cast}
        if follow.end and ("happy" not in faces or faces & _NOT_WARM):
            faults.append(f"{where} [## {number}] [end] ends warm: somebody is happy, nobody angry, worried or sad")
    return faults


def _way_faults(told: Sequence[Stretch]) -> Iterator[str]:
    forks, panels = len(told) - 1, sum(len(s.numbers) for s in told)
    if not FORKS[0] <= forks <= FORKS[1]:
        yield f"{forks} questions; {FORKS[0]} to {FORKS[1]}"
    if not PANELS[0] <= panels <= PANELS[1]:
        yield f"{panels} panels; {PANELS[0]} to {PANELS[1]}"


def _loop(follows: Mapping[int, Follow]) -> int | None:
    """A panel that can be come to again from itself, or None."""
    done: set[int] = set()

    def look(number: int, above: tuple[int, ...]) -> int | None:
        if number in above:
            return number
        if number not in done:
            for to in follows[number].onward:
                if (found := look(to, (*above, number))) is not None:
                    return found
            done.add(number)
        return None

    return next((found for number in follows if (found := look(number, ())) is not None), None)
