"""A weekly lesson that could not be pushed waits for the person's next message, as one line of the list under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue.pages import asks_for_help
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import payload
from bot.store.kept import LESSON

MOST_OPTIONS = 8


def split_lessons(kept: Sequence[Reply]) -> tuple[list[Reply], list[Reply]]:
    """What waits, as lessons and as answers."""
    return [r for r in kept if r.intent == LESSON], [r for r in kept if r.intent != LESSON]


def with_lesson(talk: Talk, reply: Reply, lessons: Sequence[Reply], catalogue: Catalogue) -> Reply:
    """The reply with the newest lesson that waits as its last option.

    Not beside danger, another flow or a full list, nor for somebody whose phone may be read by others; it is not kept
    any longer then: next week there is another one, and 看课 shows them all.
    """
    if not lessons or talk.quiet or talk.check or reply.quiet or reply.urgent or reply.hold is not None or reply.aside:
        return reply
    if reply.quiz is not None or reply.plan is not None or reply.scene is not None or asks_for_help(reply, catalogue):
        return reply
    lesson = catalogue.lessons.get(lessons[-1].text)
    if lesson is None or not talk.profile.weekly or len(reply.options) >= MOST_OPTIONS:
        return reply
    line = Option(lesson.title, payload("lesson_find", lesson=lesson.name))
    return reply if line in reply.options else replace(reply, options=(*reply.options, line))
