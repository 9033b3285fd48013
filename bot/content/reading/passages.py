"""Every text under data/ that a worker reads on a page, in a plan, a scene, a lesson or a quiz, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.lessons import Lesson, load_lessons
from bot.content.loader import load_pages
from bot.content.plans import load_plans
from bot.content.quizzes import Quiz, load_quizzes
from bot.content.scenes import load_scenes
from bot.content.signs import load_signs


@dataclass(frozen=True)
class Passage:
    """A text, the kind of file it is from (`topic` …), the file, and its place there."""

    kind: str
    file: str
    place: str
    text: str
    options: str = ""
    """Labels, one a line: read like the text, but what they name is explained where they lead."""

    @property
    def read(self) -> str:
        """All that is read."""
        return f"{self.text}\n{self.options}"


def passages(data: Path) -> Iterator[Passage]:
    """All of them, file by file. Raises ContentError when a file cannot be read."""
    for page in load_pages(data).values():
        file = f"{page.kind}s/{page.name}.md"
        yield Passage(page.kind, file, "[title]", page.title)
        for section in page.sections.values():
            options = "\n".join(link.label for link in section.links)
            yield Passage(page.kind, file, f"[## {section.name}]", section.text, options)
    for lesson in load_lessons(data).values():
        yield from lesson_passages(lesson)
    for quiz in load_quizzes(data).values():
        yield from quiz_passages(quiz)
    yield from _plans_and_scenes(data)


def _plans_and_scenes(data: Path) -> Iterator[Passage]:
    for plan in load_plans(data).values():
        file = f"plans/{plan.name}.toml"
        yield Passage("plan", file, "[title, goal, tip]", f"{plan.title}\n{plan.goal}\n{plan.tip}")
        for number, day in enumerate(plan.days, 1):
            openers = [opener for three in day.openers.values() for opener in three]
            said = "\n".join([day.step, *day.step_at.values(), *openers])
            yield Passage("plan", file, f"[day {number}]", said)
    for scene in load_scenes(data, load_signs(data)).values():
        file = f"scenes/{scene.name}.toml"
        said = "\n".join([scene.title, scene.setting, *scene.tomorrow.values()])
        yield Passage("scene", file, "[title, setting, tomorrow]", said)
        for number, turn in enumerate(scene.turns, 1):
            said = "\n".join([turn.before, turn.shut, turn.says, turn.model, *turn.hint.values()])
            yield Passage("scene", file, f"[turn {number}]", said)


def lesson_passages(lesson: Lesson) -> Iterator[Passage]:
    """A lesson's title, panels and sections."""
    file = f"lessons/{lesson.name}.md"
    yield Passage("lesson", file, "[title, summary]", "\n".join([lesson.title, lesson.summary, lesson.teller]))
    for number, follow in (lesson.branches.follows if lesson.branches is not None else {}).items():
        asked = [words for words in (follow.ask, *(c.label for c in follow.choices), follow.end) if words]
        if asked:
            yield Passage("lesson", file, f"[## {number}] [ask, end]", "\n".join(asked))
    for number, panel in enumerate(lesson.panels, 1):
        said = "\n".join([panel.narration, panel.seen, *(words for _, words in panel.speech)])
        yield Passage("lesson", file, f"[## {number}]", said)
    for name, words in lesson.sections.passages():
        yield Passage("lesson", file, f"[## {name}]", words)


def quiz_passages(quiz: Quiz) -> Iterator[Passage]:
    """A quiz's questions with their choices and reasons."""
    for number, asked in enumerate(quiz.questions, 1):
        said = "\n".join([asked.text, *asked.choices, asked.why])
        yield Passage("quiz", f"quizzes/{quiz.name}.toml", f"[question {number}]", said)
