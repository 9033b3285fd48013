"""A page of content as a reply: its text for this role, its options with what they mean."""

from __future__ import annotations

from bot.content.catalogue import payload
from bot.content.models import START, Page
from bot.dialogue.reply import Option, Reply

MENU = "/show_menu"


def page_reply(page: Page, section: str = START, role: str | None = None) -> Reply:
    """The section as a reply; an unknown section shows the page's start (an old tap is never a dead end)."""
    try:
        shown = page.section(section, role)
    except KeyError:
        section, shown = START, page.section(START, role)
    options = tuple(Option(link.label, _meaning(page, link.target)) for link in shown.links)
    return Reply(shown.text, options, page=page.name, section=section, urgent=page.kind == "protocol")


def _meaning(page: Page, target: str) -> str:
    if target == "menu":
        return MENU
    if any(name.partition("@")[0] == target for name in page.sections):
        return payload(page.name, section=target)
    return payload(target)
