"""Quizzes: `data/quizzes/<id>.toml`, a title and questions with choices, the right one, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.models import ROLES
from bot.errors import ContentError

LONGEST_QUESTION = 80
LONGEST_CHOICE = 24
LONGEST_WHY = 120
_KEYS = {"quiz", "title", "audience", "lesson", "sources", "question"}
_QUESTION_KEYS = {"text", "choices", "right", "why"}


@dataclass(frozen=True)
class Question:
    """One question; `right` is the 1-based number of the right choice."""

    text: str
    choices: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Quiz:
    """A quiz, named as its file."""

    name: str
    title: str
    audience: tuple[str, ...]
    lesson: str
    sources: tuple[str, ...]
    questions: tuple[Question, ...]

    def score(self, answers: Sequence[int]) -> int:
        """How many of the 1-based choices are right."""
        return sum(given == q.right for given, q in zip(answers, self.questions, strict=False))


def load_quizzes(data: Path) -> dict[str, Quiz]:
    """Every quiz under data/quizzes by name. Raises ContentError with all faults."""
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
    if faults:
        raise ContentError("\n".join(faults))
    return quizzes


def _quiz(raw: dict[str, Any]) -> Quiz:
    questions = tuple(Question(q["text"].strip(), tuple(q["choices"]), q["right"], q["why"]) for q in raw["question"])
    return Quiz(raw["quiz"], raw["title"], tuple(raw["audience"]), raw["lesson"], tuple(raw["sources"]), questions)


def _faults(raw: dict[str, Any], name: str) -> list[str]:
    faults = [f"[{key}] unknown key" for key in raw.keys() - _KEYS]
    faults += [f"[{key}] is missing" for key in _KEYS - raw.keys()]
    if faults:
        return faults
    if raw["quiz"] != name:
        faults.append(f"[quiz] must be the file's name, {name}")
    if not raw["audience"] or set(raw["audience"]) - set(ROLES):
        faults.append(f"[audience] some of {', '.join(ROLES)}")
    for number, asked in enumerate(raw["question"], 1):
        here = f"[question {number}]"
        if set(asked) != _QUESTION_KEYS:
            faults.append(f"{here} needs exactly {', '.join(sorted(_QUESTION_KEYS))}")
            continue
        if not 2 <= len(asked["choices"]) <= 4 or len(set(asked["choices"])) != len(asked["choices"]):
            faults.append(f"{here} two to four different choices")
        if not 1 <= asked["right"] <= len(asked["choices"]):
            faults.append(f"{here} right: the number of a choice")
        if len(asked["text"]) > LONGEST_QUESTION or len(asked["why"]) > LONGEST_WHY:
            faults.append(f"{here} text at most {LONGEST_QUESTION}, why at most {LONGEST_WHY} characters")
        faults += [
            f"{here} choice longer than {LONGEST_CHOICE}: {c}" for c in asked["choices"] if len(c) > LONGEST_CHOICE
        ]
    return faults
