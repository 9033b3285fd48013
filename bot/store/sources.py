"""By which QR code people came. Blocking; call from a thread."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import sources

FEWEST = 5
"""A group smaller than this is not counted: it could point at somebody."""


class Sources:
    """Reads and writes the table `sources`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: str, scene: str, how: str, now: float) -> None:
        """Somebody came by a code."""
        row = {"person": person, "scene": scene[:64], "how": how, "at": now}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(sources).values(**row))

    def of(self, person: str) -> str | None:
        """The scene of the code by which a person first came."""
        query = sa.select(sources.c.scene).where(sources.c.person == person).order_by(sources.c.id).limit(1)
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else str(found)

    def counts(self) -> list[tuple[str, str, int]]:
        """Scene, how, and how often, the most frequent first; groups under FEWEST are left out."""
        count = sa.func.count()
        query = sa.select(sources.c.scene, sources.c.how, count).group_by(sources.c.scene, sources.c.how)
        query = query.having(count >= FEWEST).order_by(count.desc(), sources.c.scene)
        with self._engine.connect() as connection:
            return [(scene, how, int(n)) for scene, how, n in connection.execute(query)]
