"""When humans are there: days of the week and a stretch of the day, on China's clock. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CHINA = 8 * 3600
_DAYS = "一二三四五六日"
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WRITTEN = re.compile(r"([1-7]{1,7}) (\d{1,2}:\d\d)-(\d{1,2}:\d\d)")


@dataclass(frozen=True)
class Staffed:
    """`days`: 0 is Monday; `start` and `end`: minutes since midnight, an end before the start is on the next day."""

    days: tuple[int, ...]
    start: int
    end: int

    def now(self, moment: float) -> bool:
        """Whether somebody is there at a moment (seconds since 1970)."""
        minutes = int((moment + _CHINA) // 60)
        day, minute = (minutes // 1440 + 3) % 7, minutes % 1440
        if self.start < self.end:
            return day in self.days and self.start <= minute < self.end
        return (day in self.days and minute >= self.start) or ((day - 1) % 7 in self.days and minute < self.end)

    def words(self) -> str:
        """周一到周五 9:00到17:30."""
        run = len(self.days) > 2 and self.days[-1] - self.days[0] == len(self.days) - 1
        some = [self.days[0], self.days[-1]] if run else self.days
        days = "每天" if len(self.days) == 7 else ("到" if run else "、").join(f"周{_DAYS[day]}" for day in some)
        return f"{days} {show_clock(self.start)}到{'第二天' if self.end <= self.start else ''}{show_clock(self.end)}"

    def as_dict(self) -> dict[str, Any]:
        """JSON's form."""
        return {"days": list(self.days), "start": self.start, "end": self.end}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Staffed | None:
        """Read JSON's form; None for nobody at any time."""
        if not data or not data.get("days"):
            return None
        return cls(tuple(sorted({int(day) for day in data["days"]})), int(data["start"]), int(data["end"]))

    @classmethod
    def read(cls, text: str) -> Staffed | None:
        """Read `12345 9:00-17:30` (1 is Monday); None for nothing. Raises ValueError."""
        if not text.strip():
            return None
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError("days and hours are written 12345 9:00-17:30, 1 is Monday")
        return cls(tuple(sorted({int(day) - 1 for day in found[1]})), read_clock(found[2]), read_clock(found[3]))


def read_clock(text: str) -> int:
    """Minutes since midnight of 17:30. Raises ValueError."""
    found = _CLOCK.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        raise ValueError(f"{text} is no time of day")
    return int(found[1]) * 60 + int(found[2])


def show_clock(minutes: int) -> str:
    """9:05."""
    return f"{minutes // 60}:{minutes % 60:02}"
