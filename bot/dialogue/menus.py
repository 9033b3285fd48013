"""The lists that lead on: the menu of a role, the three roles, what a doubtful message may have meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.content.models import ROLES
from bot.dialogue.pages import MENU
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import payload

SUGGESTIONS = 3
MOST_TOPICS = 4
ROLE_LABELS = {"parent": "我是孩子爸妈", "manager": "我是线长、管理", "young_worker": "我是年轻工人"}
# What stands on a menu first, by role: the questions asked most (product.md); the rest is behind 更多.
_FIRST = {
    "parent": ("parent_call_topics", "parent_child_wont_talk", "parent_phone_gaming", "parent_homework"),
    "manager": ("manager_talk_with_worker", "manager_leave_request", "manager_spot_distress", "guardian_hotlines"),
    "young_worker": ("young_homesick", "young_rights", "guardian_hotlines"),
    None: ("parent_call_topics", "manager_talk_with_worker", "young_homesick", "guardian_hotlines"),
}


def welcome(catalogue: Catalogue) -> Reply:
    """The first words to somebody who follows: who we are, and the question who they are."""
    return Reply(catalogue.texts.line("menu", "hello"), role_options())


def role_options() -> tuple[Option, ...]:
    """The three roles, as options that set them."""
    return tuple(Option(ROLE_LABELS[role], payload("set_role", role=role)) for role in ROLES)


def menu(catalogue: Catalogue, role: str | None) -> Reply:
    """The menu of a role; of everything while the role is not known."""
    return Reply(catalogue.texts.line("menu", "again"), menu_options(catalogue, role))


def menu_options(catalogue: Catalogue, role: str | None) -> tuple[Option, ...]:
    """What is asked most, more topics, lessons, a parent's plan; danger is on every menu, as the last."""
    known = role if role in _FIRST else None
    first = [catalogue.pages[name] for name in _FIRST[known] if name in catalogue.pages][:MOST_TOPICS]
    lines = catalogue.texts
    practice = (Option(lines.line("scene", "menu"), payload("scene_list")),) if known == "manager" else ()
    return (
        *(Option(page.title, payload(page.name)) for page in first),
        *practice,
        Option(lines.line("menu", "more_topics"), payload("show_menu", part=1)),
        Option(lines.line("menu", "lessons"), payload("lesson_list")),
        *((Option(lines.line("menu", "plan"), payload("plan_list")),) if role == "parent" else ()),
        Option(catalogue.pages[GENERAL_PROTOCOL].title, payload(GENERAL_PROTOCOL)),
    )


def more_topics(catalogue: Catalogue, role: str | None, part: int) -> Reply:
    """The other topics, `part` by part of five; behind the last part comes the first again."""
    size = 5
    known = role if role in _FIRST else None
    rest = [p for p in catalogue.topics_for(role) if p.name not in _FIRST[known]]
    parts = max(1, -(-len(rest) // size))
    here = (part - 1) % parts
    options = [Option(p.title, payload(p.name)) for p in rest[here * size : (here + 1) * size]]
    if parts > 1:
        options.append(Option(catalogue.texts.line("menu", "more_topics"), payload("show_menu", part=here + 2)))
    options.append(Option(catalogue.texts.line("menu", "back"), MENU))
    return Reply(catalogue.texts.line("menu", "all_topics"), tuple(options))


def unsure(ranking: Sequence[str], catalogue: Catalogue, role: str | None) -> Reply:
    """「您是想问：1 … 2 … 3 都不是」: up to three likely intents that have a title, and a way out."""
    likely = [(name, catalogue.title(name)) for name in ranking]
    options = [Option(title, payload(name)) for name, title in likely if title][:SUGGESTIONS]
    if not options:
        return Reply(catalogue.texts.line("talk", "out_of_scope"), menu_options(catalogue, role))
    none = Option(catalogue.texts.line("talk", "none_of_these"), MENU)
    return Reply(catalogue.texts.line("talk", "unsure"), (*options, none))
