"""What new content begins with: everything in its place, and nothing yet that could be published. Pure.

Words and sources are empty on purpose: the checks refuse them, so that no text of ours is ever taken for somebody's.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from bot.content.lessons import STORY
from bot.content.toml_values import written

PANELS = (
    ("dormitory night", ("mother phone tired left",)),
    ("video_call night", ("girl stand calm left", "mother phone calm right")),
    ("village_house night", ("girl sit sad left", "grandma sit calm right")),
    ("workshop day", ("manager stand calm left", "mother work surprised right")),
    ("street dusk", ("xiaomei walk happy left", "mother walk calm right")),
    ("video_call night", ("girl stand happy left", "mother phone happy right")),
)
"""Six pictures to change: a place and who is there."""
QUESTIONS = 5
_GROUP = ("2", "3", "3", "2")
"""Minutes of the steps of a group script: ten together."""
ENTRIES: dict[str, str] = {"channel": "national", "entry": "local", "need": "needs", "withheld": "withheld"}
"""Tables of the directory, and the file each stands in."""


def topic(name: str, title: str, audience: tuple[str, ...]) -> str:
    """A topic: the first answer, more, and what to do when it was in vain."""
    front = _front({"topic": name, "title": title, "audience": list(audience), "sources": [], "keywords": []})
    more, still, menu = "* 说细一点 => more\n", "* 试了还是不行 => still\n", "* 看别的 => menu\n"
    parts = (("start", more + still + menu), ("more", still + menu), ("still", menu))
    return front + "".join(f"\n## {section}\n\n\n{options}" for section, options in parts)


def lesson(
    name: str, title: str, audience: str, need: str, about: str, form: str, monday: datetime.date
) -> tuple[str, str]:
    """A lesson and its quiz: they belong together."""
    head: dict[str, Any] = {"lesson": name, "title": title, "summary": "", "audience": [audience], "need": need}
    head |= {"topics": [about], "keywords": [], "quiz": name, "published": monday.isoformat(), "minutes": 2}
    head |= {"sources": [], **({"form": STORY, "teller": ""} if form == STORY else {})}
    pictures = "".join(_panel(number, *panel) for number, panel in enumerate(PANELS, 1))
    steps = "".join(f"* {minutes}分钟：\n" for minutes in _GROUP)
    bodies = (("text", ""), ("do", "* \n" * 3), ("grandparents", ""), ("group", steps))
    words = "".join(f"\n## {section}\n{body}source: facts:\n" for section, body in bodies)
    return _front(head) + pictures + words, _quiz(name, title, audience)


def entry(table: str, values: Mapping[str, Any], today: datetime.date) -> str:
    """A table of the directory."""
    found: dict[str, Any] = dict(values)
    if table == "channel":
        found |= {"dial": "plain", "what": "", "hours": "", "confidence": "confirmed", "sources": [], "checked": today}
    elif table == "entry":
        found |= {"hours": "", "confidence": "confirmed", "sources": [], "checked": today}
    elif table == "need":
        found |= {"opening": "", "sources": [], "pages": [], "lines": [{"channel": "gov_12345"}]}
        found |= {"leads": [["老家打什么电话", "need:all"]]}
    else:
        found |= {"class": "memory", "why": "", "sources": []}
    return f"\n[[{table}]]\n" + _lines(found)


def _panel(number: int, scene: str, cast: tuple[str, ...]) -> str:
    there = "".join(f"cast: {actor}\n" for actor in cast)
    says = "".join(f"{actor.partition(' ')[0]}:\n" for actor in cast)
    return f"\n## {number}\nscene: {scene}\n{there}alt:\nnarration:\n{says}"


def _quiz(name: str, title: str, audience: str) -> str:
    head = _lines({"quiz": name, "title": title, "audience": [audience], "lesson": name, "sources": []})
    asked = "\n[[question]]\n" + _lines({"text": "", "choices": [], "right": 1, "why": ""})
    return head + asked * QUESTIONS


def _front(values: Mapping[str, Any]) -> str:
    return f"+++\n{_lines(values)}+++\n"


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {written(value)}\n" for key, value in values.items())
