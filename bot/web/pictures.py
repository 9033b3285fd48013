"""A lesson's panels as pictures of their own, drawn when somebody first looks and kept packed (4-8 KB each)."""

from __future__ import annotations

import asyncio

from sanic.exceptions import NotFound

from bot.content.lesson_panels import Panel
from bot.content.lessons import Lesson
from bot.studio.comic import draw_panel
from bot.web.deliver import Parcel


class Pictures:
    """Draws off the event loop, each picture once, and anew when its panel was changed."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int], tuple[Panel, Parcel]] = {}
        self._pencil = asyncio.Lock()
        """Two who look at once must not have it drawn twice; and the phones of others come first."""

    async def panel(self, lesson: Lesson, number: int) -> Parcel:
        """The panel with that number, from 1; NotFound when there is none."""
        if not 1 <= number <= len(lesson.panels):
            raise NotFound("no such panel")
        key, panel = (lesson.name, number), lesson.panels[number - 1]
        async with self._pencil:
            drawn = self._drawn.get(key)
            if drawn is None or drawn[0] != panel:
                svg = await asyncio.to_thread(draw_panel, panel, number=number)
                self._drawn[key] = drawn = panel, Parcel.of(svg.encode(), "image/svg+xml")
        return drawn[1]
