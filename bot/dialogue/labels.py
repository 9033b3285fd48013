"""What a label means when it is not on the list on screen: a tap in an older message, or a title typed out.

WeChat keeps every message tappable. Guessing at such words with a classifier answered 「我现在不安全」 with
small talk once; a label of ours is known, so it is never guessed at.
"""

from __future__ import annotations

from functools import lru_cache

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.content.models import Page
from bot.dialogue.home import labels as home_labels
from bot.dialogue.menus import ROLE_LABELS
from bot.dialogue.pages import MENU, meaning
from bot.dialogue.reply import RECALL
from bot.dialogue.talk import Talk
from bot.dialogue.turn import payload
from bot.text.near import bare

SAFE = "/safe"
UNSAFE = "/unsafe"
GO_ON_QUIZ = "/quiz_go_on"
PLAN_LABELS = {
    "go_on": payload("my_plan"),
    "tell": payload("plan_check"),
    "called": payload("plan_check"),
    "other_time": payload("plan_times"),
    "new_shift": payload("plan_new_shift"),
    "stop": payload("plan_stop"),
    "next_plan": payload("plan_list"),
    "others": payload("plan_list"),
    "phone_mine": payload("plan_phone", mine=True),
    "phone_read": payload("plan_phone", mine=False),
}
"""Options of plans that mean the same wherever they stand; those that answer a question of one moment are not here."""
GO_ON_SCENE = "/scene_go_on"
Labels = dict[str, str]


def resolve(text: str, talk: Talk, catalogue: Catalogue) -> str | None:
    """The payload of a label of ours: of the page on screen first, then fixed ones, protocols' and titles."""
    label = bare(text)
    if not label:
        return None
    return _own(catalogue, talk.page or "").get(label) or _known(catalogue).get(label)


@lru_cache(maxsize=512)
def _own(catalogue: Catalogue, name: str) -> Labels:
    page = catalogue.pages.get(name)
    return _labels_of(page) if page is not None else {}


def _labels_of(page: Page) -> Labels:
    return {bare(link.label): meaning(page, link.target) for s in page.sections.values() for link in s.links}


@lru_cache(maxsize=4)
def _known(catalogue: Catalogue) -> Labels:
    lines = catalogue.texts
    found: Labels = home_labels(catalogue)
    found |= {bare(p.title): payload("plan_choose", plan=p.name) for p in catalogue.plans.values()}
    found |= {bare(title): payload(name) for name, title in catalogue.titles.items()}
    found |= {bare(page.title): payload(page.name) for page in catalogue.pages.values() if page.kind == "topic"}
    found |= {bare(s.title): payload("scene_start", scene=s.name) for s in catalogue.scenes.values()}
    lessons = {bare(lesson.title) for lesson in catalogue.lessons.values()}
    found |= {
        bare(q.title): payload("quiz_start", quiz=q.name)
        for q in catalogue.quizzes.values()
        if bare(q.title) not in lessons
    }
    # An option that stands in several protocols with several meanings is nobody's; the general one then asks.
    several: dict[str, set[str]] = {}
    for page in catalogue.pages.values():
        if page.kind == "protocol":
            for label, means in _labels_of(page).items():
                several.setdefault(label, set()).add(means)
    found |= {label: means.pop() if len(means) == 1 else payload(GENERAL_PROTOCOL) for label, means in several.items()}
    found |= {bare(page.title): payload(page.name) for page in catalogue.pages.values() if page.kind == "protocol"}
    found |= {bare(label): payload("set_role", role=role) for role, label in ROLE_LABELS.items()}
    found |= {
        bare(lines.line("talk", "am_safe")): SAFE,
        bare(lines.line("talk", "not_safe")): UNSAFE,
        bare(lines.line("menu", "more_topics")): payload("show_menu", part=1),
        bare(lines.line("menu", "lessons")): payload("lesson_list"),
        bare(lines.line("menu", "back")): MENU,
        bare(lines.line("quiz", "back")): GO_ON_QUIZ,
        bare(lines.line("quiz", "leave")): "/quiz_stop",
        bare(lines.line("quiz", "recall")): RECALL,
        bare(lines.line("quiz", "again")): payload("quiz_start"),
        bare(lines.line("quiz", "on_topic")): payload("quiz_start"),
        bare(lines.line("quiz", "more")): payload("quiz_start", part=1),
        bare(lines.line("quiz", "progress")): payload("quiz_progress"),
        bare(lines.line("quiz", "certificate")): payload("quiz_progress", certificate=True),
        bare(lines.line("child", "drop")): payload("child_name", drop=True),
        bare(lines.line("scene", "back")): GO_ON_SCENE,
        bare(lines.line("scene", "again")): GO_ON_SCENE,
        bare(lines.line("scene", "read")): GO_ON_SCENE,
        bare(lines.line("scene", "leave")): payload("scene_stop"),
        bare(lines.line("scene", "more")): payload("scene_list", part=2),
        bare(lines.line("scene", "other")): payload("scene_list"),
        bare(lines.line("scene", "once_again")): payload("scene_list"),
        bare(lines.line("scene", "is_practice")): payload("scene_practice"),
        bare(lines.line("scene", "is_real")): payload("scene_real"),
        bare(lines.line("account", "tell")): payload("tell_child"),
        bare(lines.line("menu", "plan")): payload("plan_list"),
    }
    found |= {bare(lines.line("plan", key)): means for key, means in PLAN_LABELS.items()}
    return found
