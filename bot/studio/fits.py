"""Whether every panel of some lessons can be drawn with its words inside their bubbles."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.lessons import Lesson
from bot.errors import ContentError
from bot.studio.comic import draw_panel


def drawing_faults(lessons: Iterable[Lesson]) -> list[str]:
    """Panels whose words find no room, as `file [field] reason`."""
    faults = []
    for lesson in lessons:
        for number, panel in enumerate(lesson.panels, 1):
            try:
                draw_panel(panel, number=number)
            except ContentError as err:
                faults.append(f"lessons/{lesson.name}.md [## {number}] {err}")
    return faults
