"""What only a server's database knows: two bots at once, and connections that are cut."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from bot.dialogue.reply import Reply
from bot.store.database import connect, migrate, once_more
from bot.store.store import Store
from tests.conftest import listens, need
from tests.database import cut_connections, own_database

P = "p" * 64


@pytest.fixture
def url() -> Iterator[str]:
    need(listens(5432), "PostgreSQL on 127.0.0.1:5432")
    with own_database("test") as own:
        migrate(own)
        yield own


def test_two_bots_deliver_a_kept_answer_once(url: str) -> None:
    engine = connect(url)
    store = Store(engine)
    store.kept.keep_late_reply(P, Reply("答"))
    with ThreadPoolExecutor(2) as pool:
        with engine.begin() as holder:
            holder.execute(sa.text("SELECT id FROM kept FOR UPDATE"))
            both = [pool.submit(store.kept.take, P) for _ in range(2)]
            holder.execute(sa.text("SELECT pg_sleep(0.3)"))  # both have come to the row by now
        taken = sorted(len(each.result()[0]) for each in both)
    engine.dispose()
    assert taken == [0, 1]


def test_a_connection_cut_in_the_middle_costs_nothing(url: str) -> None:
    engine = connect(url)
    tries = []

    def count() -> int:
        with engine.begin() as connection:
            tries.append(1)
            if len(tries) == 1:
                cut_connections(url)
            return int(connection.execute(sa.text("SELECT 7")).scalar())

    assert once_more(count) == 7
    assert len(tries) == 2
    with pytest.raises(sa.exc.ProgrammingError):
        once_more(lambda: engine.connect().execute(sa.text("SELECT nothing FROM nowhere")))
    engine.dispose()
