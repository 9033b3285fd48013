"""Lessons in the chat: which there are, the one asked for, the next, the newest. The pages are the web room's."""

from __future__ import annotations

from bot.content.catalogue import Catalogue
from bot.content.lessons import Lesson
from bot.dialogue.pages import MENU
from bot.dialogue.reply import Option, PageLink, Reply
from bot.dialogue.turn import Turn, payload

SHOWN = 3


def lesson_reply(lesson: Lesson, catalogue: Catalogue, before: str = "") -> Reply:
    """One lesson: what it is about, its page, its quiz."""
    line = catalogue.texts.line("learn", "lesson", title=lesson.title, summary=lesson.summary, minutes=lesson.minutes)
    options = [Option(catalogue.texts.line("learn", "next"), payload("lesson_next"))]
    if lesson.quiz in catalogue.quizzes:
        options.insert(0, Option(catalogue.texts.line("learn", "quiz"), payload("quiz_start", quiz=lesson.quiz)))
    options.append(Option(catalogue.texts.line("learn", "other"), MENU))
    return Reply(
        f"{before}\n{line}".strip(),
        tuple(options),
        (PageLink(catalogue.texts.line("learn", "open"), f"/lessons/{lesson.name}"),),
        page=lesson.name,
    )


def lesson_list(turn: Turn, catalogue: Catalogue) -> Reply:
    """The lessons of a role, the unread first, and the page with all of them."""
    lessons = sorted(catalogue.lessons_for(turn.role), key=lambda x: x.name in turn.talk.progress.opened)
    options = tuple(Option(x.title, payload("lesson_find", lesson=x.name)) for x in lessons[:SHOWN])
    every = PageLink(catalogue.texts.line("learn", "all"), "/lessons")
    return Reply(catalogue.texts.line("learn", "which"), options, (every,))


def lesson_find(turn: Turn, catalogue: Catalogue) -> Reply:
    """A lesson on something: the one named, else the one whose subject the words name, else the list."""
    named = catalogue.lessons.get(str(turn.entities.get("lesson"))) or catalogue.lesson_about(
        f"{turn.entities.get('topic') or ''} {turn.text}"
    )
    if named is not None:
        return lesson_reply(named, catalogue)
    listed = lesson_list(turn, catalogue)
    return Reply(catalogue.texts.line("learn", "none_on_that"), listed.options, listed.links)


def lesson_next(turn: Turn, catalogue: Catalogue) -> Reply:
    """The oldest lesson of the role that was not opened yet; all opened: say so and offer the list."""
    for lesson in reversed(catalogue.lessons_for(turn.role)):
        if lesson.name not in turn.talk.progress.opened and lesson.name != turn.talk.page:
            return lesson_reply(lesson, catalogue)
    listed = lesson_list(turn, catalogue)
    return Reply(catalogue.texts.line("learn", "all_read"), listed.options, listed.links)


def lesson_latest(turn: Turn, catalogue: Catalogue) -> Reply:
    """The newest lesson of the role."""
    lessons = catalogue.lessons_for(turn.role)
    if not lessons:
        return lesson_list(turn, catalogue)
    return lesson_reply(lessons[0], catalogue, catalogue.texts.line("learn", "latest"))


def lesson_here(turn: Turn, catalogue: Catalogue) -> Reply:
    """The lesson on screen, else one on the topic on screen, else the one the words name, else the newest."""
    on_topic = catalogue.lessons_on(turn.talk.page)
    here = catalogue.lesson_about(turn.text) or catalogue.lessons.get(turn.talk.page or "")
    here = here or (on_topic[0] if on_topic else None)
    return lesson_reply(here, catalogue) if here is not None else lesson_latest(turn, catalogue)


def lesson_video(turn: Turn, catalogue: Catalogue) -> Reply:
    """Asked for a film: there are drawn pages for now, and that is said plainly."""
    shown = lesson_here(turn, catalogue)
    return Reply(
        catalogue.texts.line("learn", "no_video") + "\n" + shown.text, shown.options, shown.links, page=shown.page
    )
