"""Signs: by what regular expressions a manager's practice answer is judged: `data/signs.toml`, and those of a turn.

Four criteria; for each, `good` signs (2 points), `fair` ones (1), `slip` (takes 1 back) and `bad` (0, whatever else).
Expressions run on the folded text (`bot.dialogue.scoring.fold`): normalised, common dialect words in standard Chinese.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ContentError

CRITERIA = ("listening", "facts", "next", "privacy")
WEIGHTS = ("good", "fair", "slip", "bad")
Patterns = tuple[re.Pattern[str], ...]
_LISTS = (
    "nothing",
    "insult",
    "ask_again",
    "question",
    "no_question",
    "general_question",
    "real",
    "others",
    "is_practice",
    "is_real",
)


@dataclass(frozen=True)
class Marks:
    """The signs of one criterion."""

    good: Patterns = ()
    fair: Patterns = ()
    slip: Patterns = ()
    bad: Patterns = ()

    def __add__(self, other: Marks) -> Marks:
        """Both together."""
        return Marks(self.good + other.good, self.fair + other.fair, self.slip + other.slip, self.bad + other.bad)


@dataclass(frozen=True)
class Signs:
    """What holds for every scene."""

    fold: tuple[tuple[str, str], ...] = ()
    """Dialect word and standard word, in the order they are replaced."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Parts of expressions, written {name}."""
    negation: re.Pattern[str] = re.compile(r"(?!)")
    """What takes a sign back when it stands right before it."""
    marks: Mapping[str, Marks] = field(default_factory=dict)
    lists: Mapping[str, Patterns] = field(default_factory=dict)
    """By name:

    - `nothing`, `insult`: whole answers that say nothing useful; `ask_again`: that want the words once more
    - `question`: a clause that asks, unless `no_question`; `general_question`: no more than 「怎么了」
    - `real`: words of a real disclosure in a practice; `others`: about somebody who is not spoken to
    - `is_practice`, `is_real`: answers to 「练习，还是真的」
    """

    def any(self, name: str) -> Patterns:
        """One of the lists."""
        return self.lists.get(name, ())


def load_signs(data: Path) -> Signs:
    """Read data/signs.toml. Raises ContentError with all faults."""
    where = "signs.toml"
    try:
        raw = tomllib.loads((data / where).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ContentError(f"{where}: {err}") from err
    known = {"fold", "words", "negation", *WEIGHTS, *_LISTS}
    faults = [f"[{key}] unknown key" for key in raw.keys() - known]
    faults += [f"[{key}] is missing" for key in known - raw.keys()]
    if faults:
        raise ContentError("\n".join(f"{where} {fault}" for fault in faults))
    words: dict[str, str] = {}
    for name, expression in raw.pop("words").items():  # one may use those above it
        words |= fill({name: expression}, words)
    fold = tuple((str(dialect), str(standard)) for standard, forms in raw.pop("fold").items() for dialect in forms)
    raw = fill(raw, words)
    signs = Signs(
        # A longer word first: 娃儿 before 娃.
        fold=tuple(sorted(fold, key=lambda pair: -len(pair[0]))),
        words=words,
        negation=(compiled([raw["negation"]], "[negation]", faults) or (re.compile(r"(?!)"),))[0],
        marks=read_marks(raw, "", faults),
        lists={name: compiled(raw[name], f"[{name}]", faults) for name in _LISTS},
    )
    if faults:
        raise ContentError("\n".join(f"{where} {fault}" for fault in faults))
    return signs


def read_marks(tables: Mapping[str, Any], here: str, faults: list[str]) -> dict[str, Marks]:
    """The signs in a table of [good], [fair], [slip], [bad]; an unknown criterion or a wrong expression is a fault."""
    found: dict[str, dict[str, Patterns]] = {}
    for weight in WEIGHTS:
        for criterion, expressions in tables.get(weight, {}).items():
            place = f"{here} [{weight}.{criterion}]".strip()
            if criterion not in CRITERIA:
                faults.append(f"{place} unknown criterion")
                continue
            found.setdefault(criterion, {})[weight] = compiled(expressions, place, faults)
    return {criterion: Marks(**lists) for criterion, lists in found.items()}


def fill(table: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """The table with {name} in its expressions replaced; everything else as it is."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [filled(part) for part in value]
        if isinstance(value, str):
            for name, expression in words.items():
                value = value.replace("{" + name + "}", expression)
        return value

    return {key: filled(value) for key, value in table.items()}


def compiled(expressions: Any, place: str, faults: list[str]) -> Patterns:
    """The expressions, compiled; what does not compile is a fault."""
    found = []
    for expression in expressions if isinstance(expressions, list) else [expressions]:
        try:
            found.append(re.compile(expression))
        except (re.error, TypeError) as err:
            faults.append(f"{place} {expression}: {err}")
    return tuple(found)
