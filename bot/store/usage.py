"""Who wrote and how they were answered, by day and week: numbers of people, never a person. Blocking; from a thread.

Counted from the lines of conversations, so that it reaches back as far as they do (`QIANGUA_REVIEW_DAYS`). Days and
weeks are numbers since 1970 in China; a week begins on Monday.
"""

from __future__ import annotations

import datetime
from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.conversations import OFFICER
from bot.store.stats import of_source
from bot.store.tables import lines, people

_CHINA = 8 * 3600
_STEP = 250
"""Milliseconds of a step in which answer times are counted."""
_ANSWERED = ("understood", "asked", "missed")
_WEEK: sa.sql.ColumnElement[int] = (lines.c.day + 3) / 7
_WHO = sa.func.count(sa.distinct(lines.c.person))


def day_of(moment: float) -> int:
    """The day in China of a moment (seconds since 1970)."""
    return int((moment + _CHINA) // 86400)


def week_of(moment: float) -> int:
    """The week in China of a moment."""
    return (day_of(moment) + 3) // 7


def first_day(week: int) -> datetime.date:
    """The Monday of a week."""
    return date(week * 7 - 3)


def date(day: int) -> datetime.date:
    """The date of a day's number."""
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=day)


class Usage:
    """Counts over the table `lines`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_day(self, since: int) -> dict[int, int]:
        """People who wrote, by day."""
        query = self._lines(lines.c.day, _WHO).where(lines.c.day >= since).group_by(lines.c.day)
        with self._engine.connect() as connection:
            return {int(day): int(count) for day, count in connection.execute(query)}

    def by_week(self, since: int, source: str | None = None) -> dict[int, int]:
        """People who wrote, by week; of all, or of those who came by a source."""
        query = self._lines(_WEEK, _WHO).where(since <= _WEEK, of_source(lines.c.person, source)).group_by(_WEEK)
        with self._engine.connect() as connection:
            return {int(week): int(count) for week, count in connection.execute(query)}

    def new(self) -> dict[int, int]:
        """People whom we know, by the week in which they came."""
        found: dict[int, int] = defaultdict(int)
        with self._engine.connect() as connection:
            for created in connection.execute(sa.select(people.c.created)).scalars():
                found[week_of(created)] += 1
        return dict(found)

    def topics(self, since: int) -> dict[str, dict[int, int]]:
        """People who were shown a page, by page and week."""
        query = self._lines(lines.c.page, _WEEK, _WHO).where(since <= _WEEK, lines.c.page.isnot(None))
        found: dict[str, dict[int, int]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for page, week, count in connection.execute(query.group_by(lines.c.page, _WEEK)):
                found[str(page)][int(week)] = int(count)
        return dict(found)

    def understood(self, since: int) -> dict[int, dict[str, tuple[int, int]]]:
        """Messages and their people by week: `understood`, `asked` back, `missed`."""
        query = self._lines(_WEEK, lines.c.how, sa.func.count(), _WHO)
        query = query.where(since <= _WEEK, lines.c.how.in_(_ANSWERED)).group_by(_WEEK, lines.c.how)
        found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for week, how, messages, who in connection.execute(query):
                found[int(week)][str(how)] = (int(messages), int(who))
        return dict(found)

    def seconds(self, since: int) -> dict[int, tuple[int, float, float]]:
        """By week: people, and the seconds within which half and 95 % of the answers were there (in steps of 0.25)."""
        step = lines.c.ms / _STEP
        timed = sa.and_(since <= _WEEK, lines.c.ms.isnot(None))
        query = self._lines(_WEEK, step, sa.func.count()).where(timed).group_by(_WEEK, step)
        whose = self._lines(_WEEK, _WHO).where(timed).group_by(_WEEK)
        steps: dict[int, dict[int, int]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for week, at, count in connection.execute(query):
                steps[int(week)][int(at)] = int(count)
            who = {int(week): int(count) for week, count in connection.execute(whose)}
        return {week: (who[week], _within(found, 0.5), _within(found, 0.95)) for week, found in steps.items()}

    @staticmethod
    def _lines(*columns: sa.sql.ColumnElement[object]) -> sa.sql.Select:
        return sa.select(*columns).where(lines.c.kind != OFFICER)


def _within(steps: dict[int, int], share: float) -> float:
    """The seconds within which a share of the answers were there."""
    wanted, seen = share * sum(steps.values()), 0
    for at, count in sorted(steps.items()):
        seen += count
        if seen >= wanted:
            return (at + 1) * _STEP / 1000
    return 0.0
