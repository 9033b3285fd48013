"""What a shown reply moves beside the talk itself: rows in tables of their own."""

from __future__ import annotations

from typing import Any

from bot.dialogue.pages import MENU
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.reply.transcript import UNSURE


def unsure(shown: Reply, asked: str | None) -> dict[str, Any] | None:
    """How the engine read the words `asked`, when it was not sure: then they go to review."""
    read = shown.understood
    return read if asked and read and read["intent"] in UNSURE else None


def picked(talk: Talk, shown: Reply) -> int | None:
    """The message under review whose 「您是想问」 this answers a choice from: it tells the reviewers what was meant."""
    return talk.review if shown.intent in talk.offered and f"/{shown.intent}" != MENU else None


def moves_more(talk: Talk, shown: Reply, asked: str | None) -> bool:
    """Whether anything but the talk is written once this is shown: a disclosure, a message for review, an ended quiz
    or lesson, what is due."""
    rows = (shown.duty, shown.attempt, shown.finished, shown.due, shown.due_over)
    return bool(shown.quiet) or any(row is not None for row in (*rows, unsure(shown, asked), picked(talk, shown)))
