"""What waits for an officer: said at the head of every page of the console."""

from __future__ import annotations

from bot.admin.roles import May, allowed
from bot.reply.desk import Desk


class Alerts:
    """Counts what waits; blocking."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, role: str) -> tuple[tuple[str, str], ...]:
        """Sentences for a role, each with the page that settles it."""
        found = []
        if allowed(role, May.DUTY):
            hours = self._desk.rules().remind
            count = self._desk.store.duties.unseen(self._desk.clock() - hours * 3600)
            if count:
                found.append(
                    (f"值守记录里有 {count} 条：超过 {hours} 小时没人看，或者看过以后又说了一次。", "/admin/duty")
                )
        if allowed(role, May.TALKS) and (waiting := self._desk.store.handovers.waiting()):
            found.append((f"有 {waiting} 个人在等真人回话。", "/admin/desk"))
        if allowed(role, May.TALKS) and (asked := len(self._desk.requests())):
            found.append((f"有 {asked} 个人想找真人，还没有人接。", "/admin/desk"))
        return tuple(found)
