"""The files of data/nlu as sentences by intent and back, byte for byte, so that an export is a diff of what changed.

A change goes from a sentence, or nothing, to a sentence, or nothing. Pure but for `read_folder` and `write_folder`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.errors import TrainingError

Sentences = dict[str, list[str]]
"""Texts by intent, in the order of the file."""
Sentence = tuple[str, str]
"""Intent and text."""
Change = tuple[Sentence | None, Sentence | None]
HEAD = 'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n'
LINE = "      - "
LONGEST = 400
_JOINERS = "\u200d\ufe0f"
"""Not printable by themselves, and parts of emoji."""
_MARKED = re.compile(r"\][({]")
"""[word](entity) and [word]{…} mean something to Rasa."""


def read_file(path: Path) -> tuple[str, list[str]]:
    """Intent and sentences of a file. Raises TrainingError when it is not of our form, naming the line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    intent = lines[2].removeprefix("  - intent: ") if len(lines) > 2 else ""
    texts = [line.removeprefix(LINE) for line in lines[4:-1]]
    if render(intent, texts) == "\n".join(lines):
        return intent, texts
    written = render(intent, texts).split("\n")
    at = next((n for n, (a, b) in enumerate(zip(lines, written, strict=False), 1) if a != b), len(lines))
    raise TrainingError(f"{path.name}:{at} is not of our form (docs/authoring.md)")


def render(intent: str, texts: Sequence[str]) -> str:
    """The file of an intent."""
    return HEAD.format(intent=intent) + "".join(f"{LINE}{text}\n" for text in texts)


def read_folder(folder: Path) -> Sentences:
    """Every sentence under a folder. Raises TrainingError for a file that is not of our form."""
    return dict(read_file(path) for path in sorted(folder.glob("*.yml")))


def write_folder(folder: Path, sentences: Mapping[str, Sequence[str]]) -> list[Path]:
    """Write what differs, each file at once or not at all; the files written."""
    written = []
    for intent, texts in sentences.items():
        path, new = folder / f"{intent}.yml", render(intent, texts)
        if not path.exists() or path.read_text(encoding="utf-8") != new:
            part = path.with_suffix(".part")
            part.write_text(new, encoding="utf-8")
            os.replace(part, path)
            written.append(path)
    return written


def apply(sentences: Mapping[str, Sequence[str]], changes: Iterable[Change]) -> Sentences:
    """The sentences after the changes, in order. What is there already is not added twice, and what is gone is not
    missed: the files may have moved on since a change was written down."""
    found = {intent: list(texts) for intent, texts in sentences.items()}
    for old, new in changes:
        place = None
        if old is not None and old[1] in (texts := found.get(old[0], [])):
            place = texts.index(old[1])
            texts.remove(old[1])
        if new is not None and new[1] not in (texts := found.setdefault(new[0], [])):
            stays = place is not None and old is not None and old[0] == new[0]
            texts.insert(place if stays and place is not None else len(texts), new[1])
    return found


def difference(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> list[Change]:
    """Changes that lead from one set to another: moves first, then what goes, then what comes."""
    left = [(i, t) for i, texts in before.items() for t in texts]
    right = [(i, t) for i, texts in after.items() for t in texts]
    lefts, rights = set(left), set(right)
    gone, come = [s for s in left if s not in rights], [s for s in right if s not in lefts]
    by_text = {text: (intent, text) for intent, text in come}
    moved: list[Change] = [(s, by_text[s[1]]) for s in gone if s[1] in by_text]
    sources, targets = {old for old, _ in moved}, {new for _, new in moved}
    return [*moved, *((s, None) for s in gone if s not in sources), *((None, s) for s in come if s not in targets)]


def tidy(text: str) -> str:
    """A sentence as it may stand in a file: one line, single spaces."""
    return " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split())


def writable(text: str) -> bool:
    """Whether a tidy sentence would be read back as itself, by us and by Rasa."""
    wrong = not text or len(text) > LONGEST or text != tidy(text) or "\\" in text or _MARKED.search(text)
    return not wrong and text[0] not in "/-"
