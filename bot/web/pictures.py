"""A lesson's panels as pictures of their own, drawn when somebody first looks and kept packed (4-8 KB each)."""

from __future__ import annotations

import asyncio

from sanic.exceptions import NotFound

from bot.content.lessons import Lesson
from bot.studio.comic import draw_panel
from bot.web.deliver import Parcel


class Pictures:
    """Draws off the event loop, each picture once."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int], Parcel] = {}
        self._pencil = asyncio.Lock()
        """Two who look at once must not have it drawn twice; and the phones of others come first."""

    async def panel(self, lesson: Lesson, number: int) -> Parcel:
        """The panel with that number, from 1; NotFound when there is none."""
        if not 1 <= number <= len(lesson.panels):
            raise NotFound("no such panel")
        key = lesson.name, number
        async with self._pencil:
            if key not in self._drawn:
                svg = await asyncio.to_thread(draw_panel, lesson.panels[number - 1], number=number)
                self._drawn[key] = Parcel.of(svg.encode(), "image/svg+xml")
        return self._drawn[key]
