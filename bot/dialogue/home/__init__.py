"""The home-place router: asks once for the county of home, keeps it, says what is dialled and who is found there."""

from __future__ import annotations

from bot.dialogue.home.fit import at_home
from bot.dialogue.home.question import answered
from bot.dialogue.home.route import home_call, labels

__all__ = ["answered", "at_home", "home_call", "labels"]
