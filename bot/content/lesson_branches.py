"""A comic that goes on as the reader chooses: what follows each panel, and every way through it.

```text
## 4
scene: …
ask: 她不吭声了。您这会儿说啥？
* 今天累了吧？ => 5
* 我问你话呢！ => 8
```
A panel says `ask:` with two to four choices, `next: 9`, or `end:` with a closing word; else the next number follows.
A way is the choices made so far as digits, "21": it stands in a page's address and in a list's options, and needs
no memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

CHOICES = (2, 4)
LABEL, ASK, END = (2, 14), (6, 40), (10, 60)
_DEEPEST = 5
_LINE = re.compile(r"(ask|next|end):(.*)|\* (.*)")
_CHOICE = re.compile(r"(.+?) => (\d+)")


@dataclass(frozen=True)
class Choice:
    """Something to say or do, and the number of the panel it leads to."""

    label: str
    to: int


@dataclass(frozen=True)
class Follow:
    """What follows a panel: the panel `to`, or a question with choices, or the end with a word to take along."""

    to: int = 0
    ask: str = ""
    choices: tuple[Choice, ...] = ()
    end: str = ""

    @property
    def onward(self) -> list[int]:
        """The panels that may come next."""
        return [self.to] if self.to else [choice.to for choice in self.choices]


@dataclass(frozen=True)
class Stretch:
    """Panels shown in a row, by number: what was `chosen` to come here, and what follows the last of them."""

    numbers: tuple[int, ...]
    follow: Follow = Follow()
    chosen: str = ""
    way: str = ""


@dataclass(frozen=True)
class Branches:
    """What follows each panel, by number; `best` is the way the video goes."""

    follows: Mapping[int, Follow] = field(default_factory=dict)
    best: str = ""

    def walk(self, way: str) -> tuple[Stretch, ...] | None:
        """What is seen on a way, stretch by stretch; None when there is no such way."""
        found = [self._stretch(1, "", "")]
        for step, digit in enumerate(way, 1):
            choices = found[-1].follow.choices
            if not "1" <= digit <= str(len(choices)):
                return None
            choice = choices[int(digit) - 1]
            found.append(self._stretch(choice.to, choice.label, way[:step]))
        return tuple(found)

    def ways(self) -> Iterator[str]:
        """Every way to an end; one with far too many questions is cut off."""
        yield from self._ways("")

    def _ways(self, way: str) -> Iterator[str]:
        *_, last = self.walk(way) or ()
        if not last.follow.choices or len(way) == _DEEPEST:
            yield way
            return
        for digit in range(1, len(last.follow.choices) + 1):
            yield from self._ways(f"{way}{digit}")

    def _stretch(self, number: int, chosen: str, way: str) -> Stretch:
        numbers = [number]
        while to := self.follows[numbers[-1]].to:
            numbers.append(to)
        return Stretch(tuple(numbers), self.follows[numbers[-1]], chosen, way)


def split_follows(parts: Mapping[str, str], where: str, faults: list[str]) -> tuple[dict[str, str], dict[int, Follow]]:
    """The numbered parts without what follows, and what follows each; what is wrong is added to `faults`."""
    bare: dict[str, str] = {}
    follows: dict[int, Follow] = {}
    for place, (number, body) in enumerate(parts.items(), 1):
        mine = [line for line in body.splitlines() if _LINE.fullmatch(line.strip())]
        bare[number] = "\n".join(line for line in body.splitlines() if line not in mine)
        after = place + 1 if place < len(parts) else 0
        follows[place] = _follow([line.strip() for line in mine], after, f"{where} [## {number}]", faults)
    return bare, follows


def _follow(lines: Sequence[str], after: int, here: str, faults: list[str]) -> Follow:
    told: dict[str, str] = {}
    choices: list[Choice] = []
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found is not None
        if found[1] is not None:
            if found[1] in told:
                faults.append(f"{here} [{found[1]}] stands there twice")
            told[found[1]] = found[2].strip()
        elif (led := _CHOICE.fullmatch(found[3].strip())) is not None:
            choices.append(Choice(led[1].strip(), int(led[2])))
        else:
            faults.append(f"{here} [choice] is `* label => 7`, not {line}")
    if len(told) > 1:
        faults.append(f"{here} [{']['.join(sorted(told))}] only one of ask, next and end")
    if bool(choices) != ("ask" in told):
        faults.append(f"{here} [ask] a question and its choices stand together")
    if "ask" in told:
        faults += _sizes(here, "ask", told["ask"], ASK)
        fewest, most = CHOICES
        if not fewest <= len(choices) <= most:
            faults.append(f"{here} [choice] {len(choices)} choices; {fewest} to {most}")
        if len({c.label for c in choices}) != len(choices):
            faults.append(f"{here} [choice] two say the same")
        for choice in choices:
            faults += _sizes(here, "choice", choice.label, LABEL)
        return Follow(ask=told["ask"], choices=tuple(choices))
    if "end" in told:
        faults += _sizes(here, "end", told["end"], END)
        return Follow(end=told["end"])
    if "next" in told:
        if not re.fullmatch(r"[1-9]\d?", told["next"]):
            faults.append(f"{here} [next] the number of a panel, not {told['next']}")
            return Follow(to=after)
        return Follow(to=int(told["next"]))
    if not after:
        faults.append(f"{here} [end] a dead end: nothing follows, and it is not said to be the end")
    return Follow(to=after)


def _sizes(here: str, name: str, words: str, limits: tuple[int, int]) -> list[str]:
    least, most = limits
    return (
        [] if least <= len(words) <= most else [f"{here} [{name}] {len(words)} characters; {least} to {most}: {words}"]
    )
