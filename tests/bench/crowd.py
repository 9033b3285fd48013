"""People who write: each a seeded mixture, at most one message under way each, over kept connections."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import time
import zlib
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from bot.reply.render import without_taps
from bot.web.platform import Platform

HOLDOUT = Path(__file__).parents[1] / "holdout" / "nlu_dev.jsonl"
TALK = 12
"""Messages of one person; then somebody else comes. Rasa reads a person's whole session again for each message."""
PATIENCE = 5.0
"""Seconds after which WeChat closes the connection."""
# How often what is sent, in a hundred; free text is never trained on.
MIXTURE = {"free": 84, "number": 8, "tap": 4, "menu": 1, "face": 1, "picture": 1, "follow": 1}
TOLD = 0.02
"""Share of free texts that tell of a child in danger; in the holdout it is a twelfth."""
_LABEL = re.compile(r">([^<>]+)</a>")
_TABLES = load_catalogue().texts.tables
_LATER = (_TABLES["talk"]["late"], _TABLES["talk"]["engine_away"], _TABLES["limits"]["busy"])
KEPT = (*_LATER, *map(as_you, _LATER))
"""What is said when the answer comes later, however the person is addressed."""
SAFE = _TABLES["talk"]["am_safe"]


@dataclass
class Said:
    """What somebody sends: a text, or a kind of push without one."""

    how: str
    text: str = ""


@dataclass
class Figures:
    """What came of a stage's messages."""

    milliseconds: list[float] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)
    late: int = 0
    """Answered in time with 「还在查」, 「这会儿找我的人多」 or 「我这会儿喘口气」; the answer itself is kept."""
    failed: int = 0
    """No valid answer within five seconds."""

    def note(self, said: Said, seconds: float, shown: str | None) -> None:
        """Count one message."""
        self.milliseconds.append(seconds * 1000)
        self.sent[said.how] = self.sent.get(said.how, 0) + 1
        self.failed += shown is None
        self.late += shown is not None and any(line in without_taps(shown) for line in KEPT)


class Mixture:
    """Draws messages; texts come in a fixed order and none twice before all were sent."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        rows = [json.loads(line) for line in HOLDOUT.read_text(encoding="utf-8").splitlines()]
        self._random.shuffle(rows)
        told = [row["text"] for row in rows if row["intent"].startswith("report_")]
        plain = [row["text"] for row in rows if not row["intent"].startswith("report_")]
        self._told, self._plain = itertools.cycle(told), itertools.cycle(plain)

    def free(self) -> Said:
        """A sentence nobody has trained on."""
        return Said("free", next(self._told if self._random.random() < TOLD else self._plain))

    def next(self, shown: str) -> Said:
        """The next message of somebody who sees `shown`."""
        if SAFE in shown:  # a protocol is on the screen: they answer its question before they go on
            return Said("tap", SAFE)
        how = self._random.choices(list(MIXTURE), list(MIXTURE.values()))[0]
        labels = _LABEL.findall(shown)
        if how == "free" or (how in ("number", "tap") and not labels):
            return self.free()
        place = self._random.randrange(min(3, len(labels))) if labels else 0
        texts = {"number": str(place + 1), "menu": "菜单", "face": "😂"}
        return Said(how, labels[place] if how == "tap" else texts.get(how, ""))


Door = Callable[[str, Said], Awaitable[str | None]]
"""Sends what a person says; what they see, or None when nothing valid came within five seconds."""


def wechat_door(http: aiohttp.ClientSession, platform: Platform, url: str, tries: int = 1) -> Door:
    """The product's callback, as WeChat pushes to it: what has no answer in five seconds comes again, up to `tries`."""
    follows = itertools.count()

    async def push(person: str, said: Said) -> str | None:
        if said.how == "follow":
            query, body = platform.event(person, "subscribe", f"qrscene_bench{next(follows)}")
        elif said.how == "picture":
            query, body = platform.message(person, "image", MediaId="m")
        else:
            query, body = platform.text(person, said.text, tapped=said.how == "tap")
        for again in reversed(range(tries)):
            try:
                async with http.post(url, params=query, data=body, headers={"Content-Type": "text/xml"}) as answer:
                    fields = platform.read_reply(await answer.read())
                    return (fields or {}).get("Content", "") if answer.status == 200 else None
            except (aiohttp.ClientError, TimeoutError):
                if not again:
                    raise
        return None

    return push


def rest_door(http: aiohttp.ClientSession, urls: Sequence[str]) -> Door:
    """Stock Rasa's REST channel; of several, a person always writes to the same. It knows no pictures and follows: a
    word stands for them."""

    async def push(person: str, said: Said) -> str | None:
        url = urls[zlib.crc32(person.encode()) % len(urls)]
        async with http.post(url, json={"sender": person, "message": said.text or "你好"}) as answer:
            if answer.status != 200:
                return None
            return "\n".join(reply.get("text", "") for reply in await answer.json())

    return push


def session() -> aiohttp.ClientSession:
    """Connections are kept, as WeChat's proxies keep theirs; nobody waits longer than WeChat."""
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    return aiohttp.ClientSession(timeout=limit, connector=aiohttp.TCPConnector(limit=0))


async def ask(door: Door, person: str, said: Said, figures: Figures | None) -> str:
    """Send one message and note it."""
    began = time.perf_counter()
    try:
        shown = await door(person, said)
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
        shown = None
    if figures is not None:
        figures.note(said, time.perf_counter() - began, shown)
    return shown or ""


def openid(stage: str, number: int) -> str:
    """The openid of somebody: 28 characters."""
    return f"o{stage}{number}".ljust(28, "x")


def people(stage: str, count: int) -> list[str]:
    """So many openids."""
    return [openid(stage, number) for number in range(count)]


async def closed(door: Door, stage: str, count: int, seconds: float, *, warm: float = 4.0) -> Figures:
    """So many people at a time, each writing again as soon as they are answered; the first seconds are not counted."""
    figures, mixture, numbers = Figures(), Mixture(count), itertools.count()
    began = time.monotonic() + warm
    end = began + seconds

    async def live() -> None:
        while time.monotonic() < end:
            person, shown = openid(stage, next(numbers)), ""
            for _ in range(TALK):
                if (now := time.monotonic()) >= end:
                    return
                shown = await ask(door, person, mixture.next(shown), figures if now >= began else None)

    await asyncio.gather(*(live() for _ in range(count)))
    return figures


def arrivals(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Moments, in seconds from now, at which messages come: so many a second in the mean, as chance has it."""
    chance, moment = random.Random(seed), 0.0
    while (moment := moment + chance.expovariate(rate)) < seconds:
        yield moment


async def coming(rate: float, seconds: float, seed: int, one: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Begin `one` as often a second, by chance, without waiting for those before; returns when all have ended."""
    under_way: set[asyncio.Task[None]] = set()
    began = time.monotonic()
    for moment in arrivals(rate, seconds, seed):
        await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
        task = asyncio.create_task(one())
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)
