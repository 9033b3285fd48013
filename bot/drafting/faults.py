"""What would be wrong with the content if a file said something else: everything `content check` and `lessons check`
find, for that file and for those it touches, in about a second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.content.catalogue import DATA
from bot.content.checks import check_content
from bot.content.fields import Field
from bot.content.lessons import read_lessons
from bot.content.loader import parse_page
from bot.content.overlay import lay
from bot.content.quizzes import read_quizzes
from bot.content.reading.check import faults_of
from bot.content.reading.passages import Passage, lesson_passages, page_passages, quiz_passages
from bot.content.reading.vocabulary import load_vocabulary
from bot.studio.fits import drawing_faults

_FAULT = re.compile(
    r"(?:(?P<file>[a-z]+/[a-z0-9_]+\.(?:md|toml)|[a-z]+\.toml):? ?)?(?P<parts>(?:\[[^\]]*\] ?)*)(?P<said>.*)", re.S
)
_PART = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class Fault:
    """One fault: the file and the place it names, and what is wrong there."""

    file: str
    parts: tuple[str, ...]
    said: str

    @classmethod
    def read(cls, line: str) -> Fault:
        """From a line of the checks."""
        found = _FAULT.fullmatch(line)
        assert found is not None
        return cls(found["file"] or "", tuple(_PART.findall(found["parts"])), found["said"].strip())


def faults_with(replaced: Mapping[str, str], file: str, data: Path = DATA) -> list[Fault]:
    """Everything that is wrong with data/ once these texts stand in their files; `file` is also read for how hard it
    is to read, and drawn. Blocking."""
    with TemporaryDirectory() as scratch:
        folder = lay(Path(scratch) / "data", replaced, data)
        found = check_content(folder) + _read_aloud(folder, file, data)
    return [Fault.read(line) for line in dict.fromkeys(found)]


def _read_aloud(folder: Path, file: str, data: Path) -> list[str]:
    """Reading level and drawings of one file; what cannot be read at all is told by the checks, and what is withdrawn
    is not there."""
    if not (folder / file).is_file():
        return []
    kind, name = file.partition("/")[0], Path(file).stem
    passages: Iterable[Passage] = ()
    drawn: list[str] = []
    if kind in ("topics", "protocols"):
        page = parse_page(folder / file, kind[:-1], [])
        passages = page_passages(page) if page is not None else ()
    elif kind == "lessons":
        lesson = read_lessons(folder)[0].get(name)
        passages = lesson_passages(lesson) if lesson is not None else ()
        drawn = drawing_faults([lesson]) if lesson is not None else []
    elif kind == "quizzes":
        quiz = read_quizzes(folder)[0].get(name)
        passages = quiz_passages(quiz) if quiz is not None else ()
    return faults_of(passages, load_vocabulary(data)) + drawn


def beside(fields: Iterable[Field], faults: Iterable[Fault], file: str) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Faults by the key of the field they stand beside, and those of no field: of the whole, or of another file."""
    by_field: dict[str, list[Fault]] = {}
    rest = []
    fields = list(fields)
    for fault in faults:
        key = _field_of(fault, fields) if fault.file == file else None
        if key is None:
            rest.append(fault)
        else:
            by_field.setdefault(key, []).append(fault)
    return by_field, rest


def _field_of(fault: Fault, fields: list[Field]) -> str | None:
    """The field whose place is named, else the first of the same section or entry."""
    if not fault.parts:
        return None
    options = "label" in fault.said or "option" in fault.said or "leads nowhere" in fault.said or "=>" in fault.said
    exact = [f for f in fields if f.parts == fault.parts[: len(f.parts)] and len(f.parts) == min(2, len(fault.parts))]
    inside = [f for f in fields if f.parts[0] == fault.parts[0]]
    named = [f for f in inside if f"[{f.label}]" in fault.parts]
    several = [f for f in fields if f.parts[0].strip("[]") in fault.parts[0].strip("[]").split(", ")]
    for found in (exact, named, inside, several):
        if found:
            of_options = [f for f in found if f.key.endswith(" *")]
            return (of_options if options and of_options else found)[0].key
    return None
