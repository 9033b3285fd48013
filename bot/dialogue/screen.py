"""Where a talk stands: the list on screen, the page shown last, who the person said they are.

One value per person, moved only here; the store keeps it as JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.dialogue.reply import Option, Reply


@dataclass(frozen=True)
class Screen:
    """The state of one person's talk."""

    options: tuple[Option, ...] = ()
    page: str | None = None
    section: str | None = None
    role: str | None = None

    def after(self, reply: Reply) -> Screen:
        """The state once this reply is shown.

        A reply without a list leaves the old list standing: it is still what the person sees
        when they type a number. A reply of no page leaves the page, so 「然后呢」 finds it.
        """
        state = replace(self, role=reply.role or self.role)
        if reply.options:
            state = replace(state, options=reply.options)
        if reply.page:
            state = replace(state, page=reply.page, section=reply.section)
        return state

    def metadata(self) -> dict[str, Any]:
        """What the engine and its actions need of it."""
        return {"page": self.page, "section": self.section, "role": self.role}

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Screen:
        """Read `as_dict`'s form."""
        options = tuple(Option(o["label"], o["payload"]) for o in data.get("options") or ())
        return cls(options, data.get("page"), data.get("section"), data.get("role"))
