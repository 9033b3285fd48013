"""What there is, as a page: every topic beside what it has, every protocol beside its sections (docs/content.md).

Written by `python -m bot content table`; a test fails when the page is not what the files under data/ give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from bot.content.catalogue import Catalogue
from bot.content.models import AGES, CARERS, ROLES, Page

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "content.md"
PLAN_LIST, SCENE_LIST = "plan_list", "scene_list"
"""Targets of options that open the list of plans or scenes."""
_TOPICS = ("topic", "title", "for", *"role age carer more still".split(), "plans", "bad day", "scenes")
_TOPICS += ("lessons", "quizzes", "sources")
_PROTOCOLS = ("protocol", "title", "sections", "channels", "sources", "quiet")


def render(catalogue: Catalogue) -> str:
    """The whole page."""
    pages = sorted(catalogue.pages.values(), key=lambda page: page.name)
    topics = [page for page in pages if page.kind == "topic"]
    protocols = [page for page in pages if page.kind == "protocol"]
    parts = [
        "# What there is",
        "Written by `python -m bot content table` from data/; do not edit.",
        f"{len(topics)} topics, {len(protocols)} protocols, {len(catalogue.plans)} plans, {len(catalogue.scenes)} "
        f"scenes, {len(catalogue.lessons)} lessons, {len(catalogue.quizzes)} quizzes.",
        "## Topics",
        "role, age, carer: for whom a section is written anew. more, still: what 「然后呢」 and 「他还是不听」 open. "
        "plans, scenes, lessons, quizzes: those that name the topic; → is an option of the page to the whole list. bad "
        "day: one of its plans has a tip for after a call that went badly. sources: how many.",
        _table(_TOPICS, (_topic_row(page, catalogue) for page in topics)),
        "## What topics lack",
        "\n".join(_lacks(topics, catalogue)),
        "## Protocols",
        "A section's variants stand behind it.",
        _table(_PROTOCOLS, (_protocol_row(page) for page in protocols)),
    ]
    return "\n\n".join(parts) + "\n"


def _topic_row(page: Page, catalogue: Catalogue) -> list[str]:
    plans = [plan for plan in catalogue.plans.values() if page.name in plan.topics]
    scenes = [scene.name for scene in catalogue.scenes.values() if page.name in scene.topics]
    lessons = catalogue.lessons_on(page.name)
    return [
        page.name,
        page.title,
        ", ".join(role for role in ROLES if role in page.audience),
        *(", ".join(tag for tag in kind if page.varies([tag])) for kind in (ROLES, AGES, CARERS)),
        _tick(page.has("more")),
        _tick(page.has("still")),
        _names([plan.name for plan in plans], _leads(page, PLAN_LIST)),
        _tick(any(plan.tip for plan in plans)),
        _names(scenes, _leads(page, SCENE_LIST)),
        _names([lesson.name for lesson in lessons]),
        _names(
            {lesson.quiz for lesson in lessons if lesson.quiz in catalogue.quizzes}
            | {quiz.name for quiz in catalogue.quizzes_on(page.name)}
        ),
        str(len(page.sources)),
    ]


def _protocol_row(page: Page) -> list[str]:
    variants: dict[str, list[str]] = {}
    for name in page.sections:
        base, _, tags = name.partition("@")
        variants.setdefault(base, []).extend([tags] if tags else [])
    sections = [f"{base} ({', '.join(tags)})" if tags else base for base, tags in variants.items()]
    return [
        page.name,
        page.title,
        ", ".join(sections),
        ", ".join(page.channels),
        str(len(page.sources)),
        _tick(page.quiet),
    ]


def _lacks(topics: Collection[Page], catalogue: Catalogue) -> list[str]:
    """One line for each thing that some topics have and others do not."""
    asked: dict[str, Callable[[Page], object]] = {
        "variants": lambda page: page.varies([*ROLES, *AGES, *CARERS]),
        "more": lambda page: page.has("more"),
        "still": lambda page: page.has("still"),
        "a lesson": lambda page: catalogue.lessons_on(page.name),
        "a quiz": lambda page: catalogue.quizzes_on(page.name) or catalogue.lessons_on(page.name),
        "a plan, for parents": lambda page: (
            "parent" not in page.audience
            or _leads(page, PLAN_LIST)
            or any(page.name in plan.topics for plan in catalogue.plans.values())
        ),
        "a scene, for managers": lambda page: (
            "manager" not in page.audience
            or _leads(page, SCENE_LIST)
            or any(page.name in scene.topics for scene in catalogue.scenes.values())
        ),
    }
    lines = []
    for what, has in asked.items():
        without = [page.name for page in topics if not has(page)]
        lines.append(f"- {what}: {', '.join(without) or 'none lacks it'}")
    return lines


def _leads(page: Page, target: str) -> bool:
    return any(link.target == target for section in page.sections.values() for link in section.links)


def _names(names: Iterable[str], to_all: bool = False) -> str:
    return ", ".join([*sorted(names), *(["→"] if to_all else [])])


def _tick(there: bool) -> str:
    return "✓" if there else ""


def _table(head: Iterable[str], rows: Iterable[list[str]]) -> str:
    lines = [list(head), *rows]
    body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join([body[0], "|" + "---|" * len(lines[0]), *body[1:]])
