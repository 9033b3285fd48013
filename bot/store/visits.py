"""What our pages keep beside progress: counts of followed links, and whether a person's phone is known. Blocking."""

from __future__ import annotations

import datetime
import time

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import phones, visits

MOST_A_DAY = 1000
"""Rows a day: a source is whatever stands in an address, and nobody may fill the disk with them."""
OTHER = "other"


class Visits:
    """Reads and writes the tables `visits` and `phones`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, page: str, source: str, now: float | None = None) -> None:
        """A link with this source was followed to a page."""
        day = datetime.date.fromtimestamp(time.time() if now is None else now).isoformat()
        with self._engine.begin() as connection:
            today = sa.select(sa.func.count()).select_from(visits).where(visits.c.day == day)
            full = int(connection.execute(today).scalar() or 0) >= MOST_A_DAY
            for named in (source, OTHER):
                here = sa.and_(visits.c.day == day, visits.c.page == page, visits.c.source == named)
                if connection.execute(sa.update(visits).where(here).values(count=visits.c.count + 1)).rowcount:
                    return
                if not full or named == OTHER:
                    connection.execute(sa.insert(visits).values(day=day, page=page, source=named, count=1))
                    return

    def by_source(self, page: str | None = None) -> dict[str, int]:
        """How often each source brought somebody, to one page or to all."""
        wanted = sa.select(visits.c.source, sa.func.sum(visits.c.count)).group_by(visits.c.source)
        wanted = wanted if page is None else wanted.where(visits.c.page == page)
        with self._engine.connect() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(wanted)}

    def first_phone(self, person: str) -> bool:
        """Remember that the person has opened a page; True when it was the first time, also of two at once."""
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(phones).values(person=person, since=time.time()))
        except sa.exc.IntegrityError:
            return False
        return True
