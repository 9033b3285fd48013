"""A comic with choices in the chat: the panels told in words, the choices as the list's options, pictures on request.

Where somebody stands is the way gone so far; every option carries the way it leads to, and `section` of what is on
screen remembers it for 「再说一遍」 and for the pictures.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.catalogue import Catalogue
from bot.content.lesson_panels import CAST, Panel
from bot.content.lessons import Lesson
from bot.dialogue.pages import MENU
from bot.dialogue.reply import Option, PageLink, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import payload

_HERE = "way"
"""Begins the section of a reply that stands on a way; the way itself follows."""


def begin(lesson: Lesson, catalogue: Catalogue) -> Option:
    """The option that opens the first panels."""
    return Option(catalogue.texts.line("learn", "begin"), payload("lesson_find", lesson=lesson.name, way=""))


def way_here(talk: Talk, lesson: Lesson) -> str | None:
    """The way somebody stands on, if this lesson is on their screen and begun."""
    section = talk.section or ""
    return section.removeprefix(_HERE) if talk.page == lesson.name and section.startswith(_HERE) else None


def way_reply(lesson: Lesson, way: str, catalogue: Catalogue) -> Reply | None:
    """What is seen where a way leads, and what to choose there; at an end the lesson is finished. None: no such way."""
    stretches = lesson.walk(way)
    if lesson.branches is None or stretches is None:
        return None
    here, lines = stretches[-1], catalogue.texts
    told = _told([lesson.panels[number - 1] for number in here.numbers])
    chosen = lines.line("learn", "chosen", label=here.chosen) if here.chosen else ""
    options = [
        Option(choice.label, payload("lesson_find", lesson=lesson.name, way=f"{way}{digit}"))
        for digit, choice in enumerate(here.follow.choices, 1)
    ]
    ended, thing = not options, ""
    if ended:
        thing = lines.line("learn", "first_thing", thing=lesson.sections.do[0])
        options = [
            Option(lines.line("learn", "another_way"), payload("lesson_find", lesson=lesson.name, way="")),
            Option(lines.line("learn", "next"), payload("lesson_next")),
            Option(lines.line("learn", "other"), MENU),
        ]
    return Reply(
        "\n\n".join(filter(None, [chosen, told, here.follow.ask or here.follow.end, thing])),
        tuple(options),
        (way_link(lesson, way, catalogue),) if ended else (),
        page=lesson.name,
        section=f"{_HERE}{way}",
        finished=lesson.name if ended else None,
    )


def way_link(lesson: Lesson, way: str, catalogue: Catalogue) -> PageLink:
    """The page with the pictures of a way."""
    return PageLink(catalogue.texts.line("learn", "way_pictures"), f"/lessons/{lesson.name}/{way}".rstrip("/"))


def _told(panels: Sequence[Panel]) -> str:
    """Panels in words, a line each for what is told and for what is said."""
    lines = []
    for panel in panels:
        lines += [panel.narration] if panel.narration else []
        lines += [f"{CAST[who]}：“{words}”" for who, words in panel.speech]
    return "\n".join(lines)
