"""The catalogue: every page, lesson, quiz, plan and fixed line, loaded once.

Actions and the bot ask this object; neither opens files.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bot.content.directory import Directory, load_directory
from bot.content.finding import find_lessons
from bot.content.lessons import Lesson, load_lessons
from bot.content.loader import load_pages, load_tables
from bot.content.models import ROLES, START, Page, Texts
from bot.content.names import taught
from bot.content.plans import Plan, load_plans
from bot.content.quizzes import Quiz, load_quizzes
from bot.content.scenes import Scene, load_scenes
from bot.content.signs import Signs, load_signs
from bot.content.weeks import lesson_of_week

DATA = Path(__file__).resolve().parent.parent.parent / "data"
GENERAL_PROTOCOL = "danger_now"
"""Shown for a disclosure that has no protocol of its own."""
_OWN = 1.5
"""What a lesson for the own role counts more."""
_NEAR = 0.35
"""Share of the best score with which a lesson is worth naming beside it."""
HOME_VIOLENCE = "report_domestic_violence"
"""After this disclosure nothing is brought up unasked, whatever page answers it."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All content by name. It equals itself alone, and can be the key of what is made of it."""

    pages: dict[str, Page]
    texts: Texts
    titles: dict[str, str]
    """What an intent without a page of its own is called."""
    lessons: dict[str, Lesson] = field(default_factory=dict)
    quizzes: dict[str, Quiz] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)
    plans: dict[str, Plan] = field(default_factory=dict)
    scenes: dict[str, Scene] = field(default_factory=dict)
    signs: Signs = field(default_factory=Signs)
    """By what a practice answer is judged."""
    untaught: frozenset[str] = frozenset()
    """Topics whose intent nobody has taught: nothing anybody writes is understood as one of them, so they stand first
    in lists and are found by title and keywords (`bot.content.finding`)."""
    version: str = ""
    """The copy it was read from (`bot.content.overlay`); empty: the files of data/ as they were at the start."""

    def topic(self, name: str) -> Page | None:
        """The topic page of an intent, or None while there is none."""
        page = self.pages.get(name)
        return page if page is not None and page.kind == "topic" else None

    def is_protocol(self, name: str | None) -> bool:
        """Whether a page of that name is a protocol."""
        page = self.pages.get(name or "")
        return page is not None and page.kind == "protocol"

    def protocol(self, kind: str) -> tuple[Page, str]:
        """The page of a disclosure and the section to begin with: its own, or the general one's that fits best."""
        if self.is_protocol(kind):
            return self.pages[kind], START
        general = self.pages[GENERAL_PROTOCOL]
        return general, general.kinds.get(kind, START)

    def title(self, name: str) -> str | None:
        """A page's title as a worker would say it."""
        page = self.pages.get(name)
        return page.title if page is not None else self.titles.get(name)

    def topics_for(self, role: str | None) -> list[Page]:
        """Topic pages for a role (all of them when it is not known): first what is found in lists alone, then what is
        written for it alone."""
        topics = (p for p in self.pages.values() if p.kind == "topic")
        pages = sorted(topics, key=lambda p: (p.name not in self.untaught, len(p.audience), p.name))
        return [p for p in pages if role not in ROLES or role in p.audience]

    def lessons_for(self, role: str | None) -> list[Lesson]:
        """Lessons for a role (all when it is not known), newest first."""
        found = sorted(self.lessons.values(), key=lambda x: (x.published, x.name), reverse=True)
        return [x for x in found if role not in ROLES or role in x.audience] or found

    def lessons_about(self, asked: str, meant: Sequence[str] = (), role: str | None = None) -> list[Lesson]:
        """The lessons on what a text asks for, the best first, those far behind it left out; empty when none is.

        `meant`: the topics it is likely about, the likeliest first. Of two alike the role's own comes first.
        """
        found = find_lessons(asked, meant, self.lessons.values(), self.pages)
        found = [(score * (_OWN if role in lesson.audience else 1.0), lesson) for score, lesson in found]
        found.sort(key=lambda scored: -scored[0])
        return [lesson for score, lesson in found if score >= found[0][0] * _NEAR]

    def lesson_of_week(self, role: str | None, day: datetime.date) -> Lesson | None:
        """The role's lesson of the week from Monday on: what came out in it, else what was shown longest ago.

        None before the role's first lesson. Never the same two weeks in a row while there are two.
        """
        monday = day - datetime.timedelta(days=day.weekday())
        name = lesson_of_week(tuple((x.published, x.name) for x in self.lessons_for(role)), monday)
        return self.lessons[name] if name is not None else None

    def lessons_on(self, topic: str | None) -> list[Lesson]:
        """Lessons that belong to a topic page."""
        return [x for x in self.lessons_for(None) if topic in x.topics]

    def quizzes_for(self, role: str | None) -> list[Quiz]:
        """Quizzes for a role (all when it is not known): those of its lessons, then those of topics."""
        course = self.course(role)
        return course + [
            q for q in self.quizzes.values() if q not in course and (role not in ROLES or role in q.audience)
        ]

    def course(self, role: str | None) -> list[Quiz]:
        """The quizzes of a role's lessons, oldest first: who has passed them all gets the certificate."""
        return [self.quizzes[x.quiz] for x in reversed(self.lessons_for(role)) if x.quiz in self.quizzes]

    def quizzes_on(self, topic: str | None, role: str | None = None) -> list[Quiz]:
        """Quizzes that belong to a topic page, for a role."""
        return [q for q in self.quizzes.values() if topic in q.topics and (role not in ROLES or role in q.audience)]

    def scenes_on(self, topic: str | None) -> list[Scene]:
        """All scenes, those that belong to a topic page first."""
        return sorted(self.scenes.values(), key=lambda scene: (topic not in scene.topics, scene.order))

    def plans_on(self, topic: str | None) -> list[Plan]:
        """All plans, those that belong to a topic page first."""
        return sorted(self.plans.values(), key=lambda plan: topic not in plan.topics)


class Shelf:
    """Holds the catalogue that is in force. Whoever answers takes it from here once a turn."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.present = catalogue

    @classmethod
    def of(cls, catalogue: Catalogue | Shelf) -> Shelf:
        """The shelf itself, or one for a catalogue that will not change."""
        return catalogue if isinstance(catalogue, Shelf) else cls(catalogue)


@lru_cache(maxsize=2)
def load_catalogue(data: Path = DATA) -> Catalogue:
    """Read everything under data/. Raises ContentError listing every fault."""
    titles = load_tables(data / "titles.toml")["titles"]
    texts = Texts(load_tables(data / "texts.toml"))
    signs = load_signs(data)
    pages = load_pages(data)
    topics = frozenset(page.name for page in pages.values() if page.kind == "topic")
    return Catalogue(
        pages,
        texts,
        titles,
        load_lessons(data),
        load_quizzes(data),
        load_directory(data),
        load_plans(data),
        load_scenes(data, signs),
        signs,
        topics - taught(DATA),  # a copy of the content holds no sentences
        "" if data == DATA else data.name,
    )
