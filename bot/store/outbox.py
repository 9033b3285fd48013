"""What leaves outside the passive reply, as rows before anything is sent. Blocking; call from a thread.

A sender claims rows for a while (a lease); who dies loses them to the next one. On PostgreSQL claimed rows are
skipped by others at once (SKIP LOCKED); on SQLite there is one writer at a time anyway.
"""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.store.tables import handovers, outbox, people, profiles, talks

READY, SENT, DEAD, DROPPED, KEPT = "ready", "sent", "dead", "dropped", "kept"
STATES = (READY, SENT, DEAD, DROPPED, KEPT)
"""To be sent; arrived; given up, for an administrator; not to be sent any more; waits for the person's next message."""
LEASE = 60.0
"""Seconds a claim holds: longer than a batch may take."""
_MANY = 500


@dataclass(frozen=True)
class Letter:
    """Our words to one person. `key` makes it unique: the same one is never queued twice."""

    person: str
    key: str
    kind: str
    channel: str
    body: dict[str, Any]
    at: float
    until: float


@dataclass(frozen=True)
class Claimed:
    """A letter a sender holds, with what decides whether it may go."""

    id: int
    claim: str
    letter: Letter
    tries: int
    """Attempts, this one counted."""
    sealed: str | None
    quiet: bool
    """Violence at home was told of: whoever reads the phone must see nothing unasked."""
    danger: bool
    """A protocol is open."""
    weekly: bool
    """The person asked for the weekly lesson."""
    human: bool = False
    """An officer speaks with the person now."""


@dataclass(frozen=True)
class Outcome:
    """What became of a claimed letter; with `at` it is tried again from then on."""

    id: int
    state: str
    at: float | None = None
    tries: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Row:
    """A letter as an administrator sees it: not its words."""

    id: int
    person: str
    kind: str
    channel: str
    state: str
    tries: int
    at: float
    reason: str | None


class Outbox:
    """Reads and writes the table `outbox`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, letters: Iterable[Letter]) -> int:
        """Queue letters in one transaction; how many were new."""
        now = time.time()
        rows = [{**vars(letter), "state": READY, "tries": 0, "changed": now} for letter in letters]
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        with self._engine.begin() as connection:
            before = self._count(connection)
            for start in range(0, len(rows), _MANY):
                insert = dialect.insert(outbox).values(rows[start : start + _MANY])
                connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
            return self._count(connection) - before

    def claim(self, channels: Collection[str], now: float, limit: int, lease: float = LEASE) -> list[Claimed]:
        """Hold the next letters of these channels, oldest first; nobody else gets them until the lease ends."""
        token = secrets.token_hex(16)
        free = sa.or_(outbox.c.lease.is_(None), outbox.c.lease < now)
        due = sa.and_(outbox.c.state == READY, outbox.c.at <= now, outbox.c.channel.in_(list(channels)), free)
        pick = sa.select(outbox.c.id).where(due).order_by(outbox.c.at, outbox.c.id).limit(limit)
        with self._engine.begin() as connection:
            ids = connection.execute(pick.with_for_update(skip_locked=True)).scalars().all()
            if not ids:
                return []
            held = {"claim": token, "lease": now + lease, "tries": outbox.c.tries + 1}
            # `due` again: between two statements another process of SQLite's may have been faster
            connection.execute(sa.update(outbox).where(outbox.c.id.in_(ids), due).values(**held))
        query = (
            sa.select(outbox, people.c.sealed, talks.c.state.label("talk"), profiles.c.facts, handovers.c.officer)
            .select_from(
                outbox.outerjoin(people, people.c.person == outbox.c.person)
                .outerjoin(talks, talks.c.person == outbox.c.person)
                .outerjoin(profiles, profiles.c.person == outbox.c.person)
                .outerjoin(handovers, handovers.c.person == outbox.c.person)
            )
            .where(outbox.c.claim == token)
            .order_by(outbox.c.at, outbox.c.id)
        )
        with self._engine.connect() as connection:
            return [_claimed(row) for row in connection.execute(query)]

    def finish(self, claim: str, outcomes: Sequence[Outcome], now: float) -> None:
        """Write down what became of a batch's letters, in one transaction. Of one that has arrived the words go.

        A letter that was hushed meanwhile, or whose lease has ended, is not this batch's any more.
        """
        alike: dict[Outcome, list[int]] = defaultdict(list)
        for outcome in outcomes:
            alike[replace(outcome, id=0)].append(outcome.id)
        with self._engine.begin() as connection:
            for outcome, ids in alike.items():
                values: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason, "changed": now}
                values |= {"claim": None, "lease": None}
                values |= {} if outcome.at is None else {"at": outcome.at}
                values |= {} if outcome.tries is None else {"tries": outcome.tries}
                values |= {"body": {}} if outcome.state in (SENT, DROPPED, KEPT) else {}
                mine = sa.and_(outbox.c.id.in_(ids), outbox.c.claim == claim)
                connection.execute(sa.update(outbox).where(mine).values(**values))

    def hush(self, person: str, reason: str) -> int:
        """Nothing that is queued for this person is sent any more; how many letters that were."""
        mine = sa.and_(outbox.c.person == person, outbox.c.state.in_((READY, DEAD)))
        values: dict[str, Any] = {"state": DROPPED, "reason": reason, "body": {}, "claim": None, "changed": time.time()}
        with self._engine.begin() as connection:
            return int(connection.execute(sa.update(outbox).where(mine).values(**values)).rowcount)

    def drop_waiting(self, prefix: str) -> int:
        """Give up what is queued and not yet sent of the letters whose key begins so; how many."""
        mine = sa.and_(outbox.c.key.like(f"{prefix}-%"), outbox.c.state == READY)
        values: dict[str, Any] = {"state": DROPPED, "reason": "cancelled", "body": {}, "claim": None}
        with self._engine.begin() as connection:
            changed = connection.execute(sa.update(outbox).where(mine).values(**values, changed=time.time()))
            return int(changed.rowcount)

    def waiting(self, person: str, channel: str) -> int:
        """How many letters to a person are still to be sent that way."""
        mine = sa.and_(outbox.c.person == person, outbox.c.channel == channel, outbox.c.state == READY)
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).where(mine)).scalar() or 0)

    def rows(self, state: str, limit: int = 50) -> list[Row]:
        """Letters in a state, the latest changed first."""
        columns = [outbox.c[name] for name in Row.__dataclass_fields__]
        query = sa.select(*columns).where(outbox.c.state == state).order_by(outbox.c.changed.desc(), outbox.c.id.desc())
        with self._engine.connect() as connection:
            return [Row(**row) for row in connection.execute(query.limit(limit)).mappings()]

    def retry(self, now: float, letter_id: int | None = None) -> int:
        """Queue dead letters anew, one or all; how many."""
        values = {"state": READY, "tries": 0, "at": now, "until": now + 86400, "reason": None, "changed": now}
        return self._move_dead(values, letter_id)

    def drop(self, now: float, letter_id: int | None = None) -> int:
        """Give dead letters up, one or all; how many."""
        return self._move_dead({"state": DROPPED, "body": {}, "changed": now}, letter_id)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows of each channel and state there are."""
        query = sa.select(outbox.c.channel, outbox.c.state, sa.func.count()).group_by(outbox.c.channel, outbox.c.state)
        with self._engine.connect() as connection:
            return {(channel, state): int(count) for channel, state, count in connection.execute(query)}

    def _move_dead(self, values: dict[str, Any], letter_id: int | None) -> int:
        which = (
            outbox.c.state == DEAD if letter_id is None else sa.and_(outbox.c.state == DEAD, outbox.c.id == letter_id)
        )
        with self._engine.begin() as connection:
            return int(connection.execute(sa.update(outbox).where(which).values(**values)).rowcount)

    @staticmethod
    def _count(connection: Connection) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(outbox)).scalar() or 0)


def _claimed(row: Any) -> Claimed:
    talk, facts = row.talk or {}, row.facts or {}
    letter = Letter(row.person, row.key, row.kind, row.channel, row.body, row.at, row.until)
    quiet, danger = bool(talk.get("quiet")), bool(talk.get("check"))
    weekly, human = bool(facts.get("weekly")), row.officer is not None
    return Claimed(row.id, row.claim, letter, row.tries, row.sealed, quiet, danger, weekly, human)
