"""Quizzes: `data/quizzes/<id>.toml`, a title and questions with choices, the right one, and why.

A quiz belongs to a lesson, to topic pages, or to both: there it is offered.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.lesson_sections import source_faults
from bot.content.models import ROLES
from bot.errors import ContentError

LONGEST_TITLE = 14
"""A title is an option of a list."""
LONGEST_QUESTION = 80
LONGEST_CHOICE = 24
LONGEST_WHY = 120
_KEYS = {"quiz", "title", "audience", "sources", "question"}
_HOMES = {"lesson", "topics"}
_QUESTION_KEYS = {"text", "choices", "right", "why"}


@dataclass(frozen=True)
class Question:
    """One question; `right` is the 1-based number of the right choice."""

    text: str
    choices: tuple[str, ...]
    right: int
    why: str

    @property
    def key(self) -> str:
        """What it is known by when it comes back; a question that is written anew is another one."""
        return hashlib.blake2s(self.text.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Quiz:
    """A quiz, named as its file."""

    name: str
    title: str
    audience: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    lesson: str = ""
    topics: tuple[str, ...] = ()
    """Pages that offer it."""

    def score(self, answers: Sequence[int]) -> int:
        """How many of the 1-based choices are right."""
        return sum(given == q.right for given, q in zip(answers, self.questions, strict=False))


def load_quizzes(data: Path) -> dict[str, Quiz]:
    """Every quiz under data/quizzes by name. Raises ContentError with all faults."""
    quizzes, faults = read_quizzes(data)
    if faults:
        raise ContentError("\n".join(faults))
    return quizzes


def read_quizzes(data: Path) -> tuple[dict[str, Quiz], list[str]]:
    """What can be read of the quizzes, by name, and every fault as `file [field] reason`."""
    faults: list[str] = []
    quizzes = {}
    for path in sorted((data / "quizzes").glob("*.toml")):
        where = f"quizzes/{path.name}"
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as err:
            faults.append(f"{where}: {err}")
            continue
        wrong = _faults(raw, path.stem)
        faults.extend(f"{where} {fault}" for fault in wrong)
        if not wrong:
            quizzes[path.stem] = _quiz(raw)
    return quizzes, faults


def _quiz(raw: dict[str, Any]) -> Quiz:
    questions = tuple(Question(q["text"].strip(), tuple(q["choices"]), q["right"], q["why"]) for q in raw["question"])
    return Quiz(
        raw["quiz"], raw["title"], tuple(raw["audience"]), tuple(raw["sources"]), questions, raw.get("lesson", ""),
        tuple(raw.get("topics", ())),
    )  # fmt: skip


def _faults(raw: dict[str, Any], name: str) -> list[str]:
    faults = [f"[{key}] unknown key" for key in raw.keys() - _KEYS - _HOMES]
    faults += [f"[{key}] is missing" for key in _KEYS - raw.keys()]
    if faults:
        return faults
    if not _HOMES & raw.keys():
        faults.append("[lesson, topics] a quiz belongs to a lesson or to topics")
    if not raw["sources"]:
        faults.append("[sources] every quiz names where its facts come from")
    if len(raw["title"]) > LONGEST_TITLE:
        faults.append(f"[title] longer than {LONGEST_TITLE}")
    if raw["quiz"] != name:
        faults.append(f"[quiz] must be the file's name, {name}")
    if not raw["audience"] or set(raw["audience"]) - set(ROLES):
        faults.append(f"[audience] some of {', '.join(ROLES)}")
    faults += [f"[sources] {fault}" for fault in source_faults(raw["sources"])]
    for number, asked in enumerate(raw["question"], 1):
        here = f"[question {number}]"
        if set(asked) != _QUESTION_KEYS:
            faults.append(f"{here} needs exactly {', '.join(sorted(_QUESTION_KEYS))}")
        else:
            faults += [f"{here} {fault}" for fault in _question_faults(asked)]
    return faults


def _question_faults(asked: dict[str, Any]) -> list[str]:
    faults = []
    if not _is_list_of_texts(asked["choices"]) or not all(isinstance(asked[key], str) for key in ("text", "why")):
        return ["text and why are texts, choices a list of texts"]
    if not 2 <= len(asked["choices"]) <= 4:
        faults.append("[choices] two to four")
    if isinstance(asked["right"], list):
        faults.append(f"[right] {len(asked['right'])} right answers; exactly one, its number")
    elif not isinstance(asked["right"], int) or not 1 <= asked["right"] <= len(asked["choices"]):
        faults.append("[right] the number of the one right choice")
    same = [re.sub(r"\W", "", choice) for choice in asked["choices"]]
    if len(set(same)) != len(same):
        faults.append("[choices] two say the same: both would be right, or both wrong")
    for key, longest in (("text", LONGEST_QUESTION), ("why", LONGEST_WHY)):
        if not 0 < len(asked[key]) <= longest:
            faults.append(f"[{key}] {len(asked[key])} characters; at most {longest}")
    return faults + [
        f"[choices] longer than {LONGEST_CHOICE}: {c}" for c in asked["choices"] if len(c) > LONGEST_CHOICE
    ]


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
