"""Notifications through the outbox with senders killed in the middle: `python -m tests.proof.outbox [COUNT] [URL]`.

Half are template messages, which WeChat knows by our key; half are customer-service messages, which it does not.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from bot.fakewechat.routes import create_app
from bot.fakewechat.state import State
from bot.store.database import connect, migrate
from bot.store.outbox import Letter
from bot.store.sealed import Sealer
from bot.store.store import Store
from bot.store.tables import people, windows
from bot.wechat.api import messages, notices
from bot.wechat.day import beijing
from tests.conftest import free_ports, serve

APP_ID, SECRET, KEY = "wx0a1b2c3d4e5f6789", "S3cretOfTheAccount", "ab" * 32
BATCH, LEASE = 25, 15.0
WORKERS = 2


def daytime() -> float:
    """Now, or twelve hours later at night: nobody is written to at night, and a proof must not wait for the morning."""
    now = time.time()
    return now if 8 <= beijing(now).hour < 20 else now + 12 * 3600


@dataclass
class Proof:
    """What arrived."""

    count: int
    lost: int
    doubled_custom: int
    doubled_template: int
    kills: int
    seconds: float

    @property
    def right(self) -> bool:
        """None lost; doubled at most what was in flight when a sender was killed, and no template message at all."""
        return self.lost == 0 and self.doubled_template == 0 and self.doubled_custom <= self.kills * BATCH

    def __str__(self) -> str:
        rate = self.count / self.seconds
        return (
            f"{self.count} notifications in {self.seconds:.0f} s ({rate:.0f}/s), {WORKERS} senders, "
            f"{self.kills} killed: {self.lost} lost, {self.doubled_custom} customer-service messages doubled "
            f"(at most {self.kills * BATCH} in flight), {self.doubled_template} template messages doubled"
        )


def openid(number: int) -> str:
    """The openid of the person with this number."""
    return f"oProof{number:022d}"


def fill(store: Store, engine: sa.engine.Engine, count: int) -> None:
    """So many people with a letter each."""
    sealer, now = Sealer(KEY), daytime()
    numbers = range(count)
    with engine.begin() as connection:
        rows = [{"person": f"{n:064d}", "sealed": sealer.seal(openid(n)), "created": now} for n in numbers]
        connection.execute(sa.insert(people), rows)
        open_ = [{"person": f"{n:064d}", "trigger": "message", "opened": now, "left": 5} for n in numbers]
        connection.execute(sa.insert(windows), open_)
    body = {
        "template": notices.body("tpl-1", {"thing1": "说说电话"}),
        "custom": messages.text("昨天的电话打得怎么样？"),
    }
    for start in range(0, count, 5000):
        channels = ((n, ("template", "custom")[n % 2]) for n in numbers[start : start + 5000])
        letters = [Letter(f"{n:064d}", f"key-{n}", "due", c, body[c], now, now + 86400) for n, c in channels]
        store.outbox.put(letters)


async def prove(count: int, database: str, kills: int = 1) -> Proof:
    """Send `count` letters with two senders; as often as `kills` says one is killed on the way and replaced."""
    migrate(database)
    engine = connect(database)
    store, state = Store(engine), State(APP_ID, SECRET, clock=daytime)
    fill(store, engine, count)
    for n in range(count):
        state.act(openid(n), "message")
    async with serve(create_app(state, name=f"proof_{os.urandom(4).hex()}"), free_ports(1)) as base:
        words = [sys.executable, "-m", "tests.proof.outbox_worker", database, base]
        started = time.monotonic()
        workers = [subprocess.Popen(words) for _ in range(WORKERS)]
        try:
            for kill in range(kills):
                goal = count * (kill + 1) // (kills + 1)
                while len(state.sent) < goal and workers[0].poll() is None:
                    await asyncio.sleep(0.02)
                workers[0].kill()
                workers[0].wait()
                workers = [*workers[1:], subprocess.Popen(words)]
            while any(worker.poll() is None for worker in workers):
                await asyncio.sleep(0.1)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        seconds = time.monotonic() - started
    got = Counter((to, "msgtype" in body) for to, body in state.sent)
    reached = {to for to, _ in got}
    lost = sum(openid(n) not in reached for n in range(count))
    doubled = {custom: sum(n - 1 for (_, kind), n in got.items() if kind is custom) for custom in (True, False)}
    engine.dispose()
    return Proof(count, lost, doubled[True], doubled[False], kills, seconds)


def main() -> None:
    """Prove it and say so; exit code 1 when it is not so."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/proof.db"
        proof = asyncio.run(prove(count, url, kills=3))
    sys.stdout.write(f"{proof}\n")
    raise SystemExit(0 if proof.right else 1)


if __name__ == "__main__":
    main()
