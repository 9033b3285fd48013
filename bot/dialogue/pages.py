"""A page of content as a reply: its text for this person, its options with what they mean."""

from __future__ import annotations

from collections.abc import Collection

from bot.content.catalogue import Catalogue
from bot.content.models import START, Page
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import payload

MENU = "/show_menu"


def page_reply(page: Page, section: str = START, tags: Collection[str] = ()) -> Reply:
    """The section as a reply; an unknown section shows the page's start (an old tap is never a dead end)."""
    if not page.has(section):
        section = START
    shown = page.section(section, tags)
    options = tuple(Option(link.label, meaning(page, link.target)) for link in shown.links)
    urgent = page.kind == "protocol"
    return Reply(
        shown.text, options, page=page.name, section=section, variant=shown.name, urgent=urgent,
        quiet=page.quiet or None,
    )  # fmt: skip


def meaning(page: Page, target: str) -> str:
    """What an option of a page means: a section of it, another page, or the menu."""
    if target == "menu":
        return MENU
    if page.has(target):
        return payload(page.name, section=target)
    return payload(target)


def asks_for_help(reply: Reply, catalogue: Catalogue) -> bool:
    """Whether the reply asks, beside its answer, if somebody is in danger: 我需要帮助 is the last of its list."""
    return bool(reply.options) and reply.options[-1].label == catalogue.texts.line("talk", "need_help")
