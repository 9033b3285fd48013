"""Numbers of people, never a person. Blocking; call from a thread. What is small is hidden by `bot.people.wall`.

`source`: only of those who first came by that QR code.
"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import attempts, duties, people, profiles, progress, sources, talks

WEEK = 7 * 86400.0
Gain = tuple[int, float, int, float]
"""People, their first score (0–1), people who tried again, how much their second score is higher."""


def of_source(person: sa.sql.ColumnElement[str], source: str | None) -> sa.sql.ColumnElement[bool]:
    """Whether a person first came by a source; without one: everybody."""
    return sa.true() if source is None else person.in_(_first().where(sources.c.scene == source))


def _first() -> sa.sql.Select:
    """Everybody who came by a code; who came by several counts for the first."""
    earliest = sa.select(sa.func.min(sources.c.id)).where(sources.c.person.isnot(None)).group_by(sources.c.person)
    return sa.select(sources.c.person).where(sources.c.id.in_(earliest))


class Stats:
    """Counts over the tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reach(self, now: float, source: str | None = None) -> dict[str, int]:
        """People known at all, new within a week, writing within a week and within four."""
        with self._engine.connect() as connection:

            def count(table: sa.Table, *which: sa.sql.ColumnElement[bool]) -> int:
                whose = of_source(table.c.person, source)
                query = sa.select(sa.func.count(sa.distinct(table.c.person))).where(whose, *which)
                return int(connection.execute(query).scalar() or 0)

            return {
                "known": count(people),
                "new": count(people, people.c.created > now - WEEK),
                "week": count(talks, talks.c.updated > now - WEEK),
                "month": count(talks, talks.c.updated > now - 4 * WEEK),
            }

    def roles(self) -> dict[str, int]:
        """People by the role they told."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(profiles.c.facts)).scalars().all()
        found: dict[str, int] = {}
        for facts in rows:
            role = str((facts or {}).get("role") or "")
            found[role] = found.get(role, 0) + 1
        return found

    def sources(self) -> dict[str, int]:
        """People who are still with us by the code they first came by."""
        query = _first().with_only_columns(sources.c.scene, sa.func.count()).group_by(sources.c.scene)
        with self._engine.connect() as connection:
            return {str(scene): int(count) for scene, count in connection.execute(query)}

    def lessons(self, source: str | None = None) -> dict[str, int]:
        """People who opened a lesson, by lesson."""
        return self._by(progress.c.lesson, progress.c.person, of_source(progress.c.person, source))

    def finished(self, quiz_of: dict[str, str], source: str | None = None) -> dict[str, int]:
        """People who opened a lesson and ended its quiz, by lesson. `quiz_of`: from a lesson to its quiz."""
        both = progress.join(attempts, attempts.c.person == progress.c.person)
        who = sa.func.count(sa.distinct(progress.c.person))
        query = sa.select(progress.c.lesson, attempts.c.quiz, who).select_from(both)
        query = query.where(of_source(progress.c.person, source)).group_by(progress.c.lesson, attempts.c.quiz)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return {str(lesson): int(count) for lesson, quiz, count in rows if quiz_of.get(lesson) == quiz}

    def quizzes(self, source: str | None = None) -> dict[str, Gain]:
        """By quiz: how it went the first time, and how much better the second."""
        query = sa.select(attempts.c.quiz, attempts.c.person, attempts.c.right, attempts.c.total)
        query = query.where(of_source(attempts.c.person, source)).order_by(attempts.c.id)
        scores: dict[str, dict[str, list[float]]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for quiz, person, right, total in connection.execute(query):
                scores[quiz].setdefault(person, []).append(right / total if total else 0.0)
        found = {}
        for quiz, by_person in scores.items():
            again = [tries for tries in by_person.values() if len(tries) > 1]
            first = sum(tries[0] for tries in by_person.values()) / len(by_person)
            gain = sum(tries[1] - tries[0] for tries in again) / len(again) if again else 0.0
            found[quiz] = (len(by_person), first, len(again), gain)
        return found

    def disclosures(self, since: float) -> dict[str, int]:
        """People of whom a disclosure was written down since a moment, by kind; rows without a person count as one."""
        who = sa.func.coalesce(duties.c.person, sa.cast(duties.c.id, sa.String))
        return self._by(duties.c.kind, who, duties.c.last > since)

    def _by(
        self, name: sa.sql.ColumnElement[str], who: sa.sql.ColumnElement[str], *which: sa.sql.ColumnElement[bool]
    ) -> dict[str, int]:
        query = sa.select(name, sa.func.count(sa.distinct(who))).where(*which).group_by(name)
        with self._engine.connect() as connection:
            return {str(key): int(count) for key, count in connection.execute(query)}
