"""Twice as many messages as can be answered at once: nobody waits over five seconds, and nothing is lost."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import httpx

from tests.bench.crowd import Figures, Said, ask, coming, people, session, wechat_door
from tests.line.conftest import Running
from tests.proof.ledger import Ledger, Question, questions

SECONDS = 40.0
PATIENCE = 600.0
"""Seconds in which a backlog must be gone."""
_OWED = re.compile(r"^qiangua_kept_questions (\S+)", re.M)
PEOPLE = 1600
"""So many that one who is not answered yet need not write again."""
EACH, OPENINGS = 12, ("", "请问，", "你好，", "在吗？", "想问一下，", "麻烦了，")


async def until_drained(running: Running) -> None:
    """Wait until the engine owes no answer any more. Raises TimeoutError after PATIENCE seconds."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http, asyncio.timeout(PATIENCE):
        while True:
            found = _OWED.search((await http.get(f"{running.base}/metrics")).text)
            if found is not None and float(found[1]) == 0:
                return
            await asyncio.sleep(1)


async def known(running: Running) -> list[Question]:
    """Thousands of questions with the page that answers each: so many that hardly one comes twice, for what was heard
    before costs nothing. To be asked of another process than this one, which has heard them all."""
    async with session() as http:
        door = wechat_door(http, running.wechat().platform, f"{running.base}/wechat")

        async def say(person: str, text: str) -> str | None:
            return await door(person, Said("free", text))

        return await questions(say, EACH, OPENINGS)


async def overload(running: Running, rate: float, known: Sequence[Question]) -> dict[str, Any]:
    """Messages at this rate, each another question of somebody who waits for none; then everybody fetches what is
    kept."""
    async with session() as http:
        door = wechat_door(http, running.wechat().platform, f"{running.base}/wechat", tries=3)

        async def say(person: str, text: str) -> str | None:
            return await door(person, Said("free", text))

        async def noted(person: str, text: str) -> str:
            return await ask(door, person, Said("free", text), figures)

        ledger, figures = Ledger(known), Figures()
        idle = deque(people("over", PEOPLE))

        async def one() -> None:
            person = idle.popleft()
            await ledger.ask(noted, person)
            idle.append(person)

        began = time.monotonic()
        await coming(rate, SECONDS, 3, one)
        sent = time.monotonic() - began
        await until_drained(running)
        owed = await ledger.fetch_all(say, people("over", PEOPLE))
        drained = time.monotonic() - began - sent
    times = sorted(figures.milliseconds)
    return {
        "rate": rate, "messages": len(times), "seconds": sent, "late": figures.late, "failed": figures.failed,
        "p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100], "slowest": times[-1],
        "over_5s": sum(t > 5000 for t in times), "drained_seconds": drained, "still_owed": owed,
        "lost": len(ledger.lost()), "doubled": len(ledger.doubled()),
        "alarmed": len(ledger.alarmed) + ledger.alarmed_later.total(),
        "lost_pages": [page for _, page in ledger.lost()],
    }  # fmt: skip
