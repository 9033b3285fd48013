"""Bring up what is due with the answer to a message.

A person who writes has something of their own on their mind: what is due is one more line of the list under
the answer, never a block above it (four options more would also cost the answer its tappable links). Only where
the message asks for nothing, a greeting or a thanks, the question itself is asked. Nothing is brought up while
danger is spoken of, nor after violence at home until the person says that nobody reads the phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue import recall
from bot.dialogue.due import PLAN_CHECK, Due
from bot.dialogue.pages import asks_for_help
from bot.dialogue.plan_check import check
from bot.dialogue.plan_step import under_way
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.people.call_times import day_of

SMALL_WORDS = frozenset({"greet", "thanks", "affirm"})
"""Intents that ask for nothing."""
LATEST = 14 * 86400
"""Seconds after which what is due is no longer worth a word."""


def question(talk: Talk, due: Due, catalogue: Catalogue, now: float) -> Reply | None:
    """The reply that asks for what is due; None where it no longer stands, or must not be brought up.

    A sender that pushes shows this reply, so that the list on screen is the one it answers.
    """
    run = under_way(talk, catalogue)
    if talk.quiet or talk.check or not 0 <= now - due.at <= LATEST:
        return None
    if due.kind != PLAN_CHECK or run is None or run.stopped or run.stage != "step":
        return None
    if due.payload != {"plan": run.plan, "n": len(run.results)}:
        return None
    return check(run, Turn(PLAN_CHECK, talk, now=now), catalogue)


def offer(talk: Talk, reply: Reply, due: Sequence[Due], catalogue: Catalogue, now: float) -> Reply:
    """The reply with what is due, where there is room for it: how the call went, else questions that came back."""
    if reply.urgent or reply.forget or reply.aside or reply.quiet or reply.hold is not None:
        return reply
    if asks_for_help(reply, catalogue):
        return reply
    if reply.plan is not None or reply.plan_over or reply.quiz is not None:  # another flow is on screen
        return reply
    calm = not talk.quiet and not talk.check
    asked = next((q for item in due if (q := question(talk, item, catalogue, now)) is not None), None)
    if asked is None:
        return recall.offer(talk, reply, catalogue, now) if calm else reply
    if reply.intent in SMALL_WORDS:
        return replace(asked, profile=reply.profile, intent=reply.intent, understood=reply.understood)
    line = Option(catalogue.texts.line("plan", "tell"), payload(PLAN_CHECK))
    return reply if line in reply.options else replace(reply, options=(*reply.options, line))


def tell_weekly(talk: Talk, reply: Reply, catalogue: Catalogue, now: float) -> Reply:
    """A greeting or a thanks with the lesson of the week, for those who asked for one and have not opened it."""
    if not talk.profile.weekly or talk.quiet or talk.check or reply.intent not in SMALL_WORDS:
        return reply
    if reply.urgent or reply.aside or reply.quiet or reply.hold is not None or reply.due_over is not None:
        return reply
    lesson = catalogue.lesson_of_week(talk.profile.role, day_of(now))
    if lesson is None or lesson.name in talk.progress.opened:
        return reply
    line = catalogue.texts.line("learn", "this_week", title=lesson.title)
    look = Option(catalogue.texts.line("account", "this_week"), payload("lesson_find", lesson=lesson.name))
    return replace(reply, text=f"{reply.text}\n{line}", options=(look, *reply.options))
