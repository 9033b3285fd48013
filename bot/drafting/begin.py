"""Begin a topic, or a lesson with its quiz: files that are not there yet, as drafts like any other.

Blocking. A protocol is begun nowhere: its kinds are those of the detector. Refusals are DraftErrors whose reasons
stand below.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from bot.content.catalogue import DATA
from bot.content.lessons import COMIC, NEEDS, STORY
from bot.content.loader import load_tables
from bot.content.names import FAMILIES, TITLE, is_name, taught, title_in
from bot.drafting import blank
from bot.drafting.drafting import TAKEN, Drafting
from bot.errors import DraftError
from bot.store.drafts import Draft

NAME, TITLE_LENGTH, TITLE_TAKEN, CHOICE = "name", "title_length", "title_taken", "choice"
"""Why nothing is begun: a name of a wrong form; a title too short or long; one that is another's; something chosen that
is not on the list."""
PEOPLE = {"parent": "parent", "manager": "manager", "young": "young_worker"}
"""With what the name of a lesson begins, and for whom it is."""


def begin_topic(drafting: Drafting, family: str, word: str, title: str, author: str) -> Draft:
    """A topic `family_word`: the name is that of the intent it serves, be that taught yet or not."""
    if family not in FAMILIES:
        raise DraftError(CHOICE)
    name = _named(family, word)
    _untaken(drafting, name, title, _pages_and_more(drafting))
    return drafting.begin(f"topics/{name}.md", blank.topic(name, title, FAMILIES[family]), author)


@dataclass(frozen=True)
class NewLesson:
    """What must be known of a lesson before it is begun."""

    who: str
    """With what its name begins (`PEOPLE`)."""
    word: str
    title: str
    need: str
    about: str
    """The topic it belongs to."""
    form: str = COMIC


def begin_lesson(drafting: Drafting, new: NewLesson, author: str, today: datetime.date) -> Draft:
    """A lesson and its quiz, which go into force together."""
    known = drafting.texts()
    if (
        new.who not in PEOPLE
        or new.need not in NEEDS
        or new.form not in (COMIC, STORY)
        or f"topics/{new.about}.md" not in known
    ):
        raise DraftError(CHOICE)
    name = _named(new.who, new.word)
    intents = taught(DATA) | _titles(drafting).keys()
    _untaken(drafting, name, new.title, {*_pages_and_more(drafting), *intents})
    days = {line for text in known.values() for line in text.splitlines() if line.startswith("published = ")}
    told = blank.lesson(name, new.title, PEOPLE[new.who], new.need, new.about, new.form, free_monday(days, today))
    draft = drafting.begin(f"lessons/{name}.md", told[0], author)
    try:
        drafting.begin(f"quizzes/{name}.toml", told[1], author)
    except DraftError:  # somebody was faster
        drafting.drop(draft, author)
        raise
    return draft


def free_monday(taken: Collection[str], today: datetime.date) -> datetime.date:
    """The first Monday after today on which no lesson comes out. `taken`: lines `published = "2026-11-30"`."""
    day = today + datetime.timedelta(days=7 - today.weekday())
    while any(day.isoformat() in line for line in taken):
        day += datetime.timedelta(days=7)
    return day


def open_intents(drafting: Drafting) -> list[str]:
    """Intents that are understood and have no page: a topic of that name is reached by what people write at once."""
    there = _pages_and_more(drafting)
    return sorted(n for n in taught(DATA) if n.partition("_")[0] in FAMILIES and n not in there)


def _named(family: str, word: str) -> str:
    name = f"{family}_{word.removeprefix(f'{family}_')}"
    if not is_name(word) or not is_name(name):
        raise DraftError(NAME)
    return name


def _untaken(drafting: Drafting, name: str, title: str, names: Collection[str]) -> None:
    """Raises DraftError when a name or a title is another's, or a title does not fit into a list."""
    if name in names:
        raise DraftError(TAKEN)
    if not TITLE[0] <= len(title) <= TITLE[1] or any(c in title for c in '"\\\n') or not title.isprintable():
        raise DraftError(TITLE_LENGTH)
    titles = {title_in(text) for text in drafting.texts().values()}
    titles |= {other for intent, other in _titles(drafting).items() if intent != name}
    if title in titles:
        raise DraftError(TITLE_TAKEN)


def _titles(drafting: Drafting) -> dict[str, str]:
    """What intents without a page are called."""
    return load_tables(drafting.data / "titles.toml")["titles"]


def _pages_and_more(drafting: Drafting) -> frozenset[str]:
    """Names of pages, lessons, quizzes, plans and scenes, those under way too: on screen each name is one thing."""
    more = (path.stem for kind in ("plans", "scenes") for path in (drafting.data / kind).glob("*.toml"))
    return frozenset({*(file.partition("/")[2].partition(".")[0] for file in drafting.texts()), *more})
