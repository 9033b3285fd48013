"""WeChat counts its days in Beijing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.people.call_times import BEIJING

"""China has one clock and no summer time."""


def beijing(now: float) -> datetime:
    """A moment (seconds since 1970) as Beijing's clock shows it."""
    return datetime.fromtimestamp(now, UTC).astimezone(BEIJING)


def midnight(now: float) -> float:
    """The next midnight in Beijing, when quotas begin anew."""
    today = beijing(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=1)).timestamp()


def month(now: float) -> str:
    """The month in Beijing: 2026-11."""
    return beijing(now).strftime("%Y-%m")


def month_start(now: float) -> float:
    """When this month began in Beijing."""
    return beijing(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()


def read_moment(text: str) -> float:
    """Seconds since 1970 of `2026-11-30 19:30` in Beijing. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING).timestamp()


def show_moment(moment: float) -> str:
    """The form `read_moment` reads."""
    return beijing(moment).strftime("%Y-%m-%d %H:%M")
