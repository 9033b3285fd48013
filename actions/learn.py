"""Lessons and quizzes."""

from __future__ import annotations

from actions.base import Answering


class ActionLearn(Answering):
    """Show a lesson, start or explain a quiz, tell the progress."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_learn"
