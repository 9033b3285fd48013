"""Moments as somebody in China types and reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.people.call_times import BEIJING


def read_moment(typed: str) -> float | None:
    """Seconds since 1970 of a browser's `2026-11-30T19:30`, Beijing time; None for anything else."""
    try:
        return datetime.strptime(typed.replace(" ", "T"), "%Y-%m-%dT%H:%M").replace(tzinfo=BEIJING).timestamp()
    except ValueError:
        return None


def show_moment(at: float | None) -> str:
    """A moment as 11月30日 19:30, Beijing time."""
    if at is None:
        return ""
    shown = datetime.fromtimestamp(at, UTC).astimezone(BEIJING)
    return f"{shown.year}年{shown.month}月{shown.day}日 {shown:%H:%M}"


def month_of(at: float) -> tuple[int, int]:
    """Year and month in Beijing."""
    shown = datetime.fromtimestamp(at, UTC).astimezone(BEIJING)
    return shown.year, shown.month


def monday_of(at: float) -> str:
    """The Monday of a moment's week in Beijing, as an ISO date."""
    day = datetime.fromtimestamp(at, UTC).astimezone(BEIJING).date()
    return datetime.fromordinal(day.toordinal() - day.weekday()).date().isoformat()
