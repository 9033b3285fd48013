"""Questions that were answered wrongly come back: offered at most once a day, as a short run of the due ones alone.

Pure. When a question is due, `bot.people.spacing` says. It is one option under an answer and never a block above it; it
is never offered in or some days after danger, on a quiet talk, or where something else waits for an answer.
"""

from __future__ import annotations

import re

from bot.content.catalogue import Catalogue
from bot.dialogue import quiz
from bot.dialogue.menus import menu_options
from bot.dialogue.reply import ALL_MISSED, RECALL, Option, QuizRun, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people import spacing
from bot.people.call_times import day_of

MOST = 5
"""Questions of one run; who has more gets the others another day."""
CALM = 3 * 86400
"""Seconds after a protocol in which nobody is offered a quiz."""
WORDS = re.compile(
    r"(?:我要|我想|想|再|来)*(?:练|做|看|温|复习|重做)*(?:一?下|练|一练|温|一温)?(?:我)?(?:上回|上次)?(?:做|答)?错(?:了)?(?:的)?(?:那几)?题(?:目|本)?(?:吧)?"
    r"|(?:我要|我想|想|再|来)*(?:温一温|复习(?:一下)?|温习(?:一下)?)(?:小测)?(?:吧)?"
)
"""How somebody asks for them."""


def option(catalogue: Catalogue) -> Option:
    """What opens the run."""
    return Option(catalogue.texts.line("quiz", "recall"), RECALL)


def due(talk: Talk, catalogue: Catalogue, now: float) -> tuple[tuple[str, str], ...]:
    """The due questions that still exist, as quiz and key, at most MOST."""
    found = [(m.quiz, m.question) for m in spacing.due(talk.progress.missed, day_of(now).toordinal())]
    if not found:  # with every message; most people missed nothing
        return ()
    there = {(q.name, asked.key) for q in catalogue.quizzes.values() for asked in q.questions}
    return tuple(pair for pair in found if pair in there)[:MOST]


def start(turn: Turn, catalogue: Catalogue) -> Reply:
    """The run of what is due; going on with one that waits. With nothing due, that is said, with when it will be."""
    talk, lines = turn.talk, catalogue.texts
    if talk.quiz is not None and talk.quiz.quiz == ALL_MISSED and quiz.under_way(talk, catalogue) is not None:
        return quiz.go_on(talk.quiz, catalogue)
    asked = due(talk, catalogue, turn.now)
    run = QuizRun(ALL_MISSED, asked=asked)
    made = quiz.of_run(run, catalogue)
    if made is not None:
        return quiz.question(made, run, catalogue, lines.line("quiz", "begin_recall", n=len(asked)))
    days = [m.day - day_of(turn.now).toordinal() for m in talk.progress.missed]
    ahead = min((d for d in days if d > 0), default=None)
    text = lines.line("quiz", "nothing_due" if ahead is None else "due_later", n=ahead)
    return Reply(text, menu_options(catalogue, turn.role))


def offer(talk: Talk, reply: Reply, catalogue: Catalogue, now: float) -> Reply:
    """The reply with one more option, where there is room for it. Danger and flows are the caller's to rule out
    (`bot.dialogue.offer`).
    """
    if not reply.options or reply.ask is not None or talk.quiz is not None or reply.quiz_over:
        return reply
    if reply.intent == "nlu_fallback" or reply.scene is not None or reply.scene_over:
        return reply
    if talk.recalled >= day_of(now).toordinal() or talk.calm_for(now) < CALM or not due(talk, catalogue, now):
        return reply
    line = option(catalogue)
    return reply if line in reply.options else reply.with_options((*reply.options, line))
