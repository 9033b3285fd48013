"""Lessons in the chat: which there are, the one asked for, the next, the newest. The pages are the web room's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.content.catalogue import Catalogue
from bot.content.lessons import CHOICES, MADE_UP, STORY, Lesson
from bot.dialogue.pages import MENU
from bot.dialogue.reply import Option, PageLink, Reply
from bot.dialogue.turn import Turn, payload
from bot.dialogue.way import begin, way_here, way_link, way_reply
from bot.people.call_times import day_of

SHOWN = 3
BESIDE = 2
"""Other lessons named beside the one that was found."""
GUESSES = 5
"""How many of the engine's guesses may say what a request for a lesson is about."""
NOT_OURS = frozenset({"out_of_scope", "chitchat"})


def lesson_reply(lesson: Lesson, catalogue: Catalogue, before: str = "", beside: Sequence[Lesson] = ()) -> Reply:
    """One lesson: what it is about, its page, its quiz or its choices; `beside` are lessons that were perhaps meant."""
    line = catalogue.texts.line("learn", "lesson", title=lesson.title, summary=lesson.summary, minutes=lesson.minutes)
    if lesson.form == STORY:
        line = f"{line}\n{MADE_UP}"
    options = [Option(catalogue.texts.line("learn", "next"), payload("lesson_next"))]
    if lesson.quiz in catalogue.quizzes:
        options.insert(0, Option(catalogue.texts.line("learn", "quiz"), payload("quiz_start", quiz=lesson.quiz)))
    if lesson.form == CHOICES:
        options.insert(0, begin(lesson, catalogue))
    options += [Option(x.title, payload("lesson_find", lesson=x.name)) for x in beside]
    options.append(Option(catalogue.texts.line("learn", "other"), MENU))
    return Reply(
        f"{before}\n{line}".strip(),
        tuple(options),
        (PageLink(catalogue.texts.line("learn", "open"), f"/lessons/{lesson.name}"),),
        page=lesson.name,
    )


def weekly_card(lesson: Lesson, catalogue: Catalogue, line: str = "latest") -> Reply:
    """The lesson of the week as a card: what it is about, one thing to do today, its page."""
    shown = lesson_reply(lesson, catalogue, catalogue.texts.line("learn", line))
    first = next(iter(lesson.sections.do), "")
    return replace(shown, text=f"{shown.text}\n{catalogue.texts.line('learn', 'first_thing', thing=first)}")


def lesson_list(turn: Turn, catalogue: Catalogue) -> Reply:
    """The lessons of a role, the unread first, and the page with all of them."""
    lessons = sorted(catalogue.lessons_for(turn.role), key=lambda x: x.name in turn.talk.progress.opened)
    options = tuple(Option(x.title, payload("lesson_find", lesson=x.name)) for x in lessons[:SHOWN])
    every = PageLink(catalogue.texts.line("learn", "all"), "/lessons")
    return Reply(catalogue.texts.line("learn", "which"), options, (every,))


def lesson_find(turn: Turn, catalogue: Catalogue) -> Reply:
    """A lesson on something: the one named, else those the words or their meaning come closest to, else the list."""
    named = catalogue.lessons.get(str(turn.entities.get("lesson")))
    if named is not None:
        way = turn.entities.get("way")
        on_the_way = way_reply(named, str(way), catalogue) if way is not None else None
        return on_the_way or lesson_reply(named, catalogue)
    asked = str(turn.entities.get("topic") or turn.text)
    found = catalogue.lessons_about(asked, _meant(turn, catalogue), turn.role)
    if found:
        return lesson_reply(found[0], catalogue, beside=found[1 : BESIDE + 1])
    listed = lesson_list(turn, catalogue)
    return Reply(catalogue.texts.line("learn", "none_on_that"), listed.options, listed.links)


def _meant(turn: Turn, catalogue: Catalogue) -> list[str]:
    """The topics behind a request for a lesson: those among the engine's next guesses, while none says it is nothing
    of ours. The guesses after these are noise: measured on requests for cooking, shares and repairs.
    """
    likely = takewhile(lambda intent: intent not in NOT_OURS, turn.ranking[:GUESSES])
    return [intent for intent in likely if catalogue.topic(intent) is not None]


def lesson_next(turn: Turn, catalogue: Catalogue) -> Reply:
    """The lesson of the role to read next; all opened: say so and offer the list.

    What was on screen last says what is needed: its topic first, then the same need, then whatever is oldest.
    """
    here = turn.talk.page
    now = catalogue.lessons.get(here or "")
    needs = {now.need} if now else {x.need for x in catalogue.lessons_on(here)}
    unread = [x for x in catalogue.lessons_for(turn.role) if x.name not in turn.talk.progress.opened and x != now]
    if unread:
        nearest = min(unread, key=lambda x: (here not in x.topics, x.need not in needs, x.published, x.name))
        return lesson_reply(nearest, catalogue)
    listed = lesson_list(turn, catalogue)
    return Reply(catalogue.texts.line("learn", "all_read"), listed.options, listed.links)


def lesson_latest(turn: Turn, catalogue: Catalogue) -> Reply:
    """The lesson of the week as a card; where there is none yet, the newest of the role."""
    weekly = catalogue.lesson_of_week(turn.role, day_of(turn.now))
    if weekly is not None:
        return weekly_card(weekly, catalogue, "of_week")
    lessons = catalogue.lessons_for(turn.role)
    return weekly_card(lessons[0], catalogue) if lessons else lesson_list(turn, catalogue)


def lesson_again(turn: Turn, lesson: Lesson, catalogue: Catalogue) -> Reply:
    """The lesson on screen once more, where somebody stands in it."""
    way = way_here(turn.talk, lesson)
    return (way_reply(lesson, way, catalogue) if way is not None else None) or lesson_reply(lesson, catalogue)


def lesson_here(turn: Turn, catalogue: Catalogue) -> Reply:
    """The one the words name, else the lesson on screen, else one on the topic on screen, else the newest."""
    named = catalogue.lessons_about(str(turn.entities.get("topic") or ""))
    here = [*named, *filter(None, [catalogue.lessons.get(turn.talk.page or "")]), *catalogue.lessons_on(turn.talk.page)]
    return lesson_reply(here[0], catalogue) if here else lesson_latest(turn, catalogue)


def lesson_comic(turn: Turn, catalogue: Catalogue) -> Reply:
    """The pictures themselves: a passive reply can only link to them, so it says how many there are and where."""
    shown = lesson_here(turn, catalogue)
    lesson = catalogue.lessons.get(shown.page or "")
    if lesson is None:
        return shown
    if lesson.form == CHOICES:
        way = way_here(turn.talk, lesson) or ""
        there = way_reply(lesson, way, catalogue) or shown
        line = catalogue.texts.line("learn", "way_shown")
        return replace(there, text=line, links=(way_link(lesson, way, catalogue),), finished=None)
    line = catalogue.texts.line("learn", "pictures", n=len(lesson.panels))
    return replace(shown, text=f"{shown.text}\n{line}")


def lesson_video(turn: Turn, catalogue: Catalogue) -> Reply:
    """Asked for a film: there are drawn pages for now, and that is said plainly."""
    shown = lesson_here(turn, catalogue)
    return Reply(
        catalogue.texts.line("learn", "no_video") + "\n" + shown.text, shown.options, shown.links, page=shown.page
    )
