"""Every message answered or kept, exactly once, while everything that can break breaks.

    python -m tests.proof.reliability [MESSAGES]

Two bots with an engine each behind one address, on PostgreSQL and Redis. Pushes come twice, answers come too late,
engines and bots are killed, connections are cut; docs/breakages.md says what came of it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.reply.render import without_taps
from bot.settings import ROOT
from tests.bench.crowd import people, session
from tests.bench.overload import until_drained
from tests.database import cut_connections, own_database
from tests.proof.ledger import CATALOGUE, Ledger, questions, says
from tests.proof.wire import Bots, Wire, cut_redis

MESSAGES = 10_000
BOTS, AT_ONCE = 2, 8
ENGINE_KILLS, BOT_KILLS = 10, 3
RATE = 25.0
"""Messages a second, at most: while both engines are away answers are quick, and all would be sent in that time."""
DUPLICATES, SLOW = 0.05, 0.02
REDIS = "redis://127.0.0.1:6379/14"
BUSY = CATALOGUE.texts.line("limits", "busy")
PAGE = ROOT / "docs" / "breakages.md"
Blow = tuple[float, str, Callable[[], Awaitable[Any]]]
"""After which share of the messages, what happens, and how."""


def blows(bots: Bots, database: str) -> list[Blow]:
    """What breaks, spread over the run, by turns in one bot and the other."""
    engines = [
        ((n + 1) / (ENGINE_KILLS + 1), "engine killed", lambda n=n: bots.kill_engine(n % BOTS))
        for n in range(ENGINE_KILLS)
    ]
    killed = [
        ((n + 0.65) / BOT_KILLS, "bot killed", lambda n=n: bots.kill_bot((n + 1) % BOTS)) for n in range(BOT_KILLS)
    ]
    cuts: list[Blow] = [
        (0.33, "connections to PostgreSQL cut", lambda: asyncio.to_thread(cut_connections, database)),
        (0.7, "connections to Redis cut", lambda: asyncio.to_thread(cut_redis, REDIS)),
    ]
    return sorted([*engines, *killed, *cuts], key=lambda blow: blow[0])


async def prove(count: int, folder: Path, database: str) -> dict[str, Any]:
    """Send so many messages through the breakages; the figures."""
    environment = {"QIANGUA_DATABASE_URL": database, "QIANGUA_REDIS_URL": REDIS}
    bots = await asyncio.to_thread(Bots, folder, BOTS, environment)
    happened: Counter[str] = Counter()
    striking: set[asyncio.Task[Any]] = set()
    try:
        async with session() as http:
            known = await questions(Wire(bots, http, 0, 0, 0).say)
            ledger, wire = Ledger(known), Wire(bots, http, DUPLICATES, SLOW, seed=5)
            everybody = people("rely", max(2 * AT_ONCE, 2 * count // ledger.most))
            idle, coming = deque(everybody), deque(blows(bots, database))
            sent, noted = 0, Counter[str]()
            began = time.monotonic()

            async def strike(name: str, how: Callable[[], Awaitable[Any]]) -> None:
                await how()
                happened[name] += 1

            async def write() -> None:
                nonlocal sent
                while sent < count:
                    sent += 1
                    await asyncio.sleep(began + sent / RATE - time.monotonic())
                    while coming and coming[0][0] * count <= sent:
                        _, name, how = coming.popleft()
                        striking.add(asyncio.create_task(strike(name, how)))
                    person = idle.popleft()
                    shown = await ledger.ask(wire.say, person)
                    noted["late"] += says("late", shown) or BUSY in without_taps(shown)
                    noted["away"] += says("engine_away", shown)
                    idle.append(person)

            await asyncio.gather(*(write() for _ in range(AT_ONCE)))
            seconds = time.monotonic() - began
            await asyncio.gather(*striking)
            await bots.all_ready()
            await until_drained(bots.running[0])
            owed = await ledger.fetch_all(Wire(bots, http, 0, 0, 0).say, everybody)
    finally:
        await asyncio.gather(*striking, return_exceptions=True)  # a bot that is being started has to be ended too
        bots.stop()
    times = sorted(wire.seconds)
    for what, rows in (("lost", ledger.lost()), ("doubled", ledger.doubled())):
        sys.stdout.writelines(f"{what}: {person} {page}\n" for person, page in rows)
    return {
        "messages": sent, "seconds": seconds, "happened": dict(happened), "wire": dict(wire.happened),
        "late": noted["late"], "away": noted["away"], "slowest": times[-1], "p99": times[len(times) * 99 // 100],
        "alarmed": len(ledger.alarmed) + ledger.alarmed_later.total(),
        "lost": len(ledger.lost()), "doubled": len(ledger.doubled()), "unequal": wire.unequal, "owed": owed,
    }  # fmt: skip


def page(found: dict[str, Any], load: float) -> str:
    """The figures as docs/breakages.md."""
    wire = found["wire"]
    rows = {
        "messages": f"{found['messages']} in {found['seconds']:.0f} s, {AT_ONCE} at a time",
        "pushes that came twice at once": wire.get("twice", 0),
        "answers that came after five seconds, so that the push was repeated": wire.get("slow", 0),
        **{f"{name}, times": times for name, times in sorted(found["happened"].items())},
        "tries that had to be repeated, for whatever reason": wire.get("tried again", 0),
        "answered in time with 「还在查」 or 「这会儿找我的人多」, kept": found["late"],
        "answered in time while an engine was away, kept": found["away"],
        "answered with a protocol, three messages read together": found["alarmed"],
        "slowest try, p99": f"{found['slowest']:.1f} s, {found['p99']:.1f} s",
        "pushes without a valid answer after three tries": wire.get("broken", 0),
        "pushes whose tries got different answers": found["unequal"],
        "**answers nobody saw**": found["lost"],
        "**answers seen twice**": found["doubled"],
        "people still owed something at the end": found["owed"],
    }
    return "\n".join(
        [
            "# While everything breaks",
            "",
            f"Written by `python -m tests.proof.reliability` on {time.strftime('%Y-%m-%d')}: {BOTS} bots, each with",
            "an engine, behind one address, one PostgreSQL, one Redis; engines and bots are ended by SIGKILL,",
            "connections by `pg_terminate_backend` and `CLIENT KILL`. Each message asks an unseen sentence about",
            "another page; at the end everybody taps 看结果 until nothing is kept, and each answer must have been",
            "seen once.",
            f"Load of the machine at the end: {load:.1f}.",
            "",
            "| what | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows.items()),
            "",
        ]
    )


def main() -> None:
    """Prove it and write the page; exit code 1 when something was lost or seen twice."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with own_database("rely") as database, TemporaryDirectory() as folder:
        found = asyncio.run(prove(count, Path(folder), database))
    PAGE.write_text(page(found, os.getloadavg()[0]), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))
    raise SystemExit(1 if found["lost"] or found["doubled"] or found["unequal"] else 0)


if __name__ == "__main__":
    main()
