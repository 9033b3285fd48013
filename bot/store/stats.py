"""Numbers of people, never a person. Blocking; call from a thread. What is small is hidden by `bot.people.wall`."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import attempts, duties, people, profiles, progress, talks

WEEK = 7 * 86400.0


class Stats:
    """Counts over the tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reach(self, now: float) -> dict[str, int]:
        """People known at all, new within a week, writing within a week and within four."""
        with self._engine.connect() as connection:

            def count(table: sa.Table, *which: sa.sql.ColumnElement[bool]) -> int:
                query = sa.select(sa.func.count(sa.distinct(table.c.person))).where(*which)
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

    def lessons(self) -> dict[str, int]:
        """People who opened a lesson, by lesson."""
        return self._by(progress.c.lesson, progress.c.person)

    def quizzes(self) -> dict[str, tuple[int, float, int, float]]:
        """By quiz: people, their first score (0–1), people who tried again, how much their last score is higher."""
        query = sa.select(attempts.c.quiz, attempts.c.person, attempts.c.right, attempts.c.total).order_by(
            attempts.c.id
        )
        scores: dict[str, dict[str, list[float]]] = {}
        with self._engine.connect() as connection:
            for quiz, person, right, total in connection.execute(query):
                scores.setdefault(quiz, {}).setdefault(person, []).append(right / total if total else 0.0)
        found = {}
        for quiz, by_person in scores.items():
            again = [tries for tries in by_person.values() if len(tries) > 1]
            first = sum(tries[0] for tries in by_person.values()) / len(by_person)
            gain = sum(tries[-1] - tries[0] for tries in again) / len(again) if again else 0.0
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
