"""The person's own things: who they are, what is stored, the weekly lesson, passing the account on."""

from __future__ import annotations

from typing import Any

from bot.content.catalogue import Catalogue
from bot.content.models import AGES, ROLES
from bot.dialogue import children
from bot.dialogue.home.place import with_home
from bot.dialogue.menus import menu_options, role_options
from bot.dialogue.pages import MENU, page_reply
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import Turn, payload
from bot.people.children import CHILD
from bot.people.profile import FIELDS, SURE, Profile

_MIDDLE = {"0-3": 18, "3-6": 54, "6-12": 108, "12-18": 174}
"""Months to assume for somebody who only picked a band."""
_CARERS = ("grandparents_paternal", "mother", "relative", "school", "nobody")


def set_role(turn: Turn, catalogue: Catalogue) -> Reply:
    """Acknowledge a role and show what there is for it; without one, keep what is told of the child, or ask again."""
    role = turn.entities.get("role")
    if role not in ROLES:
        if facts_of(turn):  # 现在孩子是他姑姑带: who is asked about is the child
            return tell_child(turn, catalogue)
        return Reply(catalogue.texts.line("menu", "who"), role_options())
    options = menu_options(catalogue, str(role))
    if role == "parent" and turn.talk.profile.age_band(turn.now) is None:
        tell = Option(catalogue.texts.line("account", "tell"), payload("tell_child", ask="age"))
        options = (*options[:-1], tell, options[-1])
    return Reply(catalogue.texts.line("menu", str(role)), options, profile=facts_of(turn))


def tell_child(turn: Turn, catalogue: Catalogue) -> Reply:
    """Keep what was told of the child; ask for what is missing; show the page on screen anew where that changes it."""
    facts = facts_of(turn)
    if not facts:
        return ask_age(catalogue)
    return noted(turn, {**children.meant(turn), **facts}, catalogue)


def noted(turn: Turn, facts: dict[str, Any], catalogue: Catalogue) -> Reply:
    """What is known with these facts, and the next thing that is missing, or the page on screen anew."""
    profile = turn.talk.profile.told_more(facts, turn.now)
    said = describe(profile, turn.now, catalogue)
    told = catalogue.texts.line("account", "noted", what=said) if said else catalogue.texts.line("account", "noted_it")
    if profile.age_band(turn.now) is None:
        asked = ask_age(catalogue)
        return Reply(f"{told}\n{asked.text}", asked.options, profile=facts, ask="age")
    if profile.caregiver is None:
        options = tuple(
            Option(catalogue.texts.line("carer", carer), payload("tell_child", caregiver=carer)) for carer in _CARERS
        )
        line = catalogue.texts.line("account", "ask_carer")
        return Reply(f"{told}\n{line}", options, profile=facts, ask="caregiver")
    page = catalogue.topic(turn.talk.page or "")
    tags = profile.tags(turn.now)
    if page is not None and page.varies(tags - turn.talk.profile.tags(turn.now)):
        again = page_reply(page, turn.talk.section or "start", tags)
        line = catalogue.texts.line("account", "anew")
        return Reply(
            f"{told}{line}\n\n{again.text}", again.options, page=again.page, section=again.section,
            variant=again.variant, profile=facts,
        )  # fmt: skip
    line = catalogue.texts.line("account", "what_now")
    return Reply(f"{told}{line}", menu_options(catalogue, profile.role or "parent"), profile=facts)


def child_name(turn: Turn, catalogue: Catalogue) -> Reply:
    """The answer to 「以后我就叫他“壮壮”，行吗」: the name is kept, or not; or all names are dropped again."""
    lines, told = catalogue.texts, turn.entities.get("children")
    if turn.entities.get("drop"):
        return Reply(lines.line("child", "dropped"), menu_options(catalogue, turn.role), profile={"nameless": True})
    if isinstance(told, list) and told:
        return noted(turn, {"children": told}, catalogue)
    facts = facts_of(turn)
    if facts:
        return noted(turn, facts, catalogue)
    return Reply(lines.line("child", "not_kept"), menu_options(catalogue, turn.role))


def ask_age(catalogue: Catalogue) -> Reply:
    """How old the child is: four bands to tap, or any way of saying it."""
    options = tuple(
        Option(catalogue.texts.line("age", band), payload("tell_child", child_age_months=_MIDDLE[band]))
        for band in AGES
    )
    return Reply(catalogue.texts.line("account", "ask_age"), options, ask="age")


def show_profile(turn: Turn, catalogue: Catalogue) -> Reply:
    """What is stored of the person, in full and in plain words, and how to erase it."""
    said = describe(turn.talk.profile, turn.now, catalogue)
    key = "stored" if said else "stored_nothing"
    weekly = catalogue.texts.line("account", "weekly_on" if turn.talk.profile.weekly else "weekly_off")
    done = turn.talk.progress
    learned = catalogue.texts.line("account", "learned", lessons=len(done.opened), quizzes=len(done.best))
    run = turn.talk.plan
    if run is not None and run.plan in catalogue.plans:
        learned += catalogue.texts.line("account", "planned", title=catalogue.plans[run.plan].title)
    names = (Option(catalogue.texts.line("child", "drop"), payload(children.NAME, drop=True)),)
    options = (
        Option(catalogue.texts.line("account", "tell"), payload("tell_child", ask="age")),
        *(names if turn.talk.profile.names else ()),
        Option(catalogue.texts.line("account", "delete"), "/delete_my_data"),
        Option(catalogue.texts.line("menu", "back"), MENU),
    )
    return Reply(catalogue.texts.line("account", key, what=said) + "\n" + weekly + "\n" + learned, options)


def subscribe(turn: Turn, catalogue: Catalogue) -> Reply:
    """The weekly lesson on."""
    latest = Option(catalogue.texts.line("account", "this_week"), "/lesson_latest")
    return Reply(catalogue.texts.line("account", "subscribed"), (latest,), weekly=True)


def unsubscribe(turn: Turn, catalogue: Catalogue) -> Reply:
    """The weekly lesson off."""
    return Reply(catalogue.texts.line("account", "unsubscribed"), weekly=False)


def describe(profile: Profile, now: float, catalogue: Catalogue) -> str:
    """The profile in words: 孩子上三年级，爷爷奶奶带; several children by name; empty when nothing is known."""
    lines = catalogue.texts
    said = [words for child in profile.children if (words := children.words(child, now, catalogue))]
    parts = [lines.line("account", f"is_{profile.role}")] if profile.role in ROLES else []
    parts += ["；".join(said)] if said else []
    if profile.shift:
        parts.append(lines.line("account", "works", shift=lines.line("shift", profile.shift)))
    if profile.place:  # a place named in passing may be where the factory is
        parts.append(lines.line("account", "home" if profile.home == SURE else "place", place=profile.place))
    return ("；" if len(said) > 1 else "，").join(parts)


def facts_of(turn: Turn) -> dict[str, Any]:
    """The facts of the profile among a message's entities."""
    facts = {name: turn.entities[name] for name in FIELDS if turn.entities.get(name) not in (None, "")}
    if turn.entities.get("stranger"):  # told of a child we do not know: nothing of it is another one's
        facts = {name: value for name, value in facts.items() if name not in CHILD}
    return with_home(facts, turn.text)
