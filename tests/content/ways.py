"""Every way through a comic with choices, found by trying: independent of how the lesson lists them."""

from __future__ import annotations

from bot.content.lessons import Lesson


def every_way(lesson: Lesson, way: str = "") -> list[str]:
    """All ways from `way` on to an end."""
    stretches = lesson.walk(way)
    if stretches is None:
        return []
    found = [one for digit in "1234" for one in every_way(lesson, way + digit)]
    return found or [way]
