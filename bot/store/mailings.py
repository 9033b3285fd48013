"""The weekly lesson's plan: which lesson, to whom, when, and what became of it. Blocking; call from a thread."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.store.tables import mailings, people, profiles, talks

PLANNED, SENDING, SENT, CANCELLED, FAILED = "planned", "sending", "sent", "cancelled", "failed"
EVERYBODY = "all"
NO_LESSON = "no such lesson"
"""Why a mailing failed whose lesson was withdrawn between planning and sending."""
LEASE = 1800.0
"""Seconds one process has to send a mailing before another takes it over."""


@dataclass(frozen=True)
class Mailing:
    """One planned or past sending."""

    id: int
    lesson: str
    audience: str
    at: float
    state: str
    draft: str | None
    msg_id: str | None
    reached: int | None
    reason: str | None

    @property
    def key(self) -> str:
        """WeChat's clientmsgid: the same after a crash, so that nothing is sent twice."""
        return f"qiangua-lesson-{self.id}"


class Mailings:
    """Reads and writes the table `mailings`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def plan(self, lesson: str, audience: str, at: float, now: float) -> int:
        """Plan a mailing; its id."""
        row = {"lesson": lesson, "audience": audience, "at": at, "state": PLANNED, "changed": now}
        with self._engine.begin() as connection:
            return int(connection.execute(sa.insert(mailings).values(**row)).inserted_primary_key[0])

    def all(self, limit: int = 50) -> list[Mailing]:
        """Mailings, the latest first."""
        return self._read(sa.true(), limit)

    def get(self, mailing_id: int) -> Mailing | None:
        """One mailing."""
        return next(iter(self._read(mailings.c.id == mailing_id, 1)), None)

    def claim(self, now: float, mailing_id: int | None = None) -> Mailing | None:
        """Take the next mailing that is due (or this one, due or not), or one whose sender has died; None: none."""
        free = sa.or_(mailings.c.lease.is_(None), mailings.c.lease < now)
        due = sa.and_(mailings.c.state.in_((PLANNED, SENDING)), free)
        due = sa.and_(due, mailings.c.at <= now if mailing_id is None else mailings.c.id == mailing_id)
        token = secrets.token_hex(16)
        with self._engine.begin() as connection:
            first = sa.select(sa.func.min(mailings.c.id)).where(due).scalar_subquery()
            values = {"state": SENDING, "claim": token, "lease": now + LEASE, "changed": now}
            connection.execute(sa.update(mailings).where(mailings.c.id == first, due).values(**values))
        return next(iter(self._read(mailings.c.claim == token, 1)), None)

    def note(self, mailing_id: int, now: float, **values: object) -> None:
        """Write down what is known: draft, msg_id, reached, state, reason."""
        ends = {"claim": None, "lease": None} if values.get("state") not in (None, SENDING) else {}
        with self._engine.begin() as connection:
            which = mailings.c.id == mailing_id
            connection.execute(sa.update(mailings).where(which).values(changed=now, **values, **ends))

    def cancel(self, mailing_id: int, now: float) -> bool:
        """Call a mailing off that has not begun; whether there was one."""
        which = sa.and_(mailings.c.id == mailing_id, mailings.c.state == PLANNED)
        with self._engine.begin() as connection:
            return bool(
                connection.execute(sa.update(mailings).where(which).values(state=CANCELLED, changed=now)).rowcount
            )

    def sent_since(self, audience: str, since: float) -> int:
        """Mass sends that reached this audience since a moment; one to everybody counts for each, and the other way."""
        query = sa.select(sa.func.count()).select_from(mailings).where(mailings.c.msg_id.isnot(None))
        query = query.where(mailings.c.changed >= since)
        if audience != EVERYBODY:
            query = query.where(mailings.c.audience.in_((audience, EVERYBODY)))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def readers(self, audience: str) -> Iterator[tuple[str, str]]:
        """Person and sealed openid of everybody in an audience who asked for the weekly lesson and may be pushed to.

        Left out are those with violence at home and those in the middle of a danger.
        """
        query = (
            sa.select(people.c.person, people.c.sealed, profiles.c.facts, talks.c.state)
            .select_from(
                people.join(profiles, profiles.c.person == people.c.person).outerjoin(
                    talks, talks.c.person == people.c.person
                )
            )
            .execution_options(stream_results=True, yield_per=1000)
        )
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                facts, state = row.facts or {}, row.state or {}
                wanted = audience in (EVERYBODY, facts.get("role"))
                if wanted and facts.get("weekly") and not (state.get("quiet") or state.get("check")):
                    yield row.person, row.sealed

    def of_role(self, role: str) -> Iterator[str]:
        """The sealed openids of everybody who has told this role: whose menu it is."""
        query = sa.select(people.c.sealed, profiles.c.facts).join(profiles, profiles.c.person == people.c.person)
        with self._engine.connect() as connection:
            for row in connection.execute(query.execution_options(stream_results=True, yield_per=1000)):
                if (row.facts or {}).get("role") == role:
                    yield row.sealed

    def _read(self, which: sa.sql.ColumnElement[bool], limit: int) -> list[Mailing]:
        columns = [mailings.c[name] for name in Mailing.__dataclass_fields__]
        query = sa.select(*columns).where(which).order_by(mailings.c.at.desc(), mailings.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [Mailing(**row) for row in connection.execute(query).mappings()]
