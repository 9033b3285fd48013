"""Whether every panel of some lessons can be drawn, as comic and as video, and all be read in a video's time."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.lessons import Lesson
from bot.errors import ContentError
from bot.studio.comic import draw_panel
from bot.studio.film.sheet import FILM
from bot.studio.film.timing import time_lesson
from bot.studio.layout import lay_out


def drawing_faults(lessons: Iterable[Lesson]) -> list[str]:
    """Panels whose words find no room, lessons too long or too short for a video, as `file [field] reason`."""
    faults = []
    for lesson in lessons:
        for number, panel in enumerate(lesson.panels, 1):
            try:
                draw_panel(panel, number=number)
                lay_out(panel, FILM)
            except ContentError as err:
                faults.append(f"lessons/{lesson.name}.md [## {number}] {err}")
        try:
            time_lesson(lesson.film)
        except ContentError as err:
            faults.append(f"lessons/{lesson.name}.md [panels] {err}")
    return faults
