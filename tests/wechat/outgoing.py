"""A store with one person in it, the fake platform, and a sender between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.store.database import connect, migrate
from bot.store.outbox import Letter
from bot.store.sealed import Sealer
from bot.store.store import Store
from bot.wechat.api import messages
from bot.wechat.sender import Sender
from tests.wechat.conftest import hashed
from tests.wechat.platform import NOON, OPENID, Rig, rig

P = hashed(OPENID)


@dataclass
class Post:
    """A platform, a store with one person in it, and a sender between them."""

    r: Rig
    store: Store
    sender: Sender
    slept: list[float]

    def put(self, key: str = "k", body: dict[str, Any] | None = None, **more: Any) -> None:
        given = {"person": P, "key": key, "kind": "due", "channel": "custom", "at": NOON, "until": NOON + 1e6}
        self.store.outbox.put([Letter(**{**given, "body": body or messages.text("您好"), **more})])

    def talk(self, reply: Reply) -> None:
        self.store.talks.save(P, Talk(), Talk().after(reply, NOON))

    def rows(self, state: str) -> list[tuple[str, float, str | None]]:
        return [(row.channel, row.at, row.reason) for row in self.store.outbox.rows(state)]

    def become(self, **changes: bool) -> None:
        vars(self.r.state.followers[OPENID]).update(changes)


@asynccontextmanager
async def post(tmp_path: Path, kind: str = "verified_svc", **more: Any) -> AsyncIterator[Post]:
    url = f"sqlite:///{tmp_path}/o.db"
    migrate(url)
    engine = connect(url)
    store, sealer, slept = Store(engine), Sealer("ab" * 32), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with rig(kind, **more) as r:
        store.people.remember(P, sealer.seal(OPENID))
        store.windows.open([P], "message", NOON)
        r.state.followers[OPENID].grants["tpl-1"] = 1
        sender = Sender(r.client, store, sealer.open, clock=lambda: r.now[0], sleep=sleep)
        yield Post(r, store, sender, slept)
    engine.dispose()
