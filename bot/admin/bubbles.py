"""A text as people will see it in the chat, before it is published. Blocking."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.content.catalogue import DATA, Catalogue
from bot.content.directory import load_directory
from bot.content.lessons import read_lessons
from bot.content.loader import parse_page
from bot.content.quizzes import read_quizzes
from bot.dialogue import quiz as quizzes
from bot.dialogue.home.card import card
from bot.dialogue.reply import Option, QuizRun, Reply
from bot.errors import ContentError
from bot.reply.render import to_text


@dataclass(frozen=True)
class Bubble:
    """One message: what leads to it, and its text."""

    about: str
    text: str


def bubbles(file: str, text: str, catalogue: Catalogue, data: Path = DATA) -> list[Bubble]:
    """The messages of a file; none while it cannot be read, which the checks say."""
    kind, name = file.partition("/")[0], Path(file).stem
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        for part in (kind, "directory"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if kind == "directory":
            for path in (data / "directory").glob("*.toml"):
                (folder / "directory" / path.name).write_bytes(path.read_bytes())
        (folder / file).write_text(text, encoding="utf-8")
        if kind in ("topics", "protocols"):
            return _page(folder / file, kind[:-1])
        if kind == "quizzes":
            return _quiz(folder, name, catalogue)
        if kind == "lessons":
            lesson = read_lessons(folder)[0].get(name)
            return [Bubble(part, words) for part, words in lesson.sections.passages()] if lesson else []
        return _directory(folder, catalogue)


def _page(path: Path, kind: str) -> list[Bubble]:
    page = parse_page(path, kind, [])
    if page is None:
        return []
    return [
        Bubble(name, to_text(Reply(s.text, tuple(Option(x.label, x.target) for x in s.links)), taps=False))
        for name, s in page.sections.items()
    ]


def _quiz(folder: Path, name: str, catalogue: Catalogue) -> list[Bubble]:
    quiz = read_quizzes(folder)[0].get(name)
    if quiz is None:
        return []
    found = []
    for number, asked in enumerate(quiz.questions):
        shown = quizzes.question(quiz, QuizRun(quiz.name, (0,) * number), catalogue)
        found.append(Bubble(f"{number + 1}", f"{to_text(shown, taps=False)}\n\n——\n{asked.right}：{asked.why}"))
    return found


def _directory(folder: Path, catalogue: Catalogue) -> list[Bubble]:
    try:
        directory = load_directory(folder)
        changed, now = replace(catalogue, directory=directory), time.time()
        return [Bubble(n.title, to_text(card(n, None, changed, now), taps=False)) for n in directory.needs.values()]
    except (ContentError, KeyError, ValueError):  # a line may name what is not there: the checks say so
        return []
