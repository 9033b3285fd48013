"""Change the engine under a running bot: a second one is started, warmed and checked, new turns go to it, the old one
finishes what it has. The old one stays a while, so that a new one that errs is left again at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.reply import Reply
from bot.engine.client import EngineClient
from bot.engine.process import ManagedProcess
from bot.errors import EngineError, EngineNotReady
from bot.logs import log

logger = logging.getLogger(__name__)
Start = Callable[[int, str, Callable[[bool], None]], tuple[EngineClient, ManagedProcess]]
"""A client and a process (not yet running) for a port and a release; the callback follows its readiness."""
Check = Callable[[EngineClient], Awaitable[None]]
"""Raises when an engine does not answer as a live one must."""
START_SECONDS = 300.0
"""A busy machine loads a model slowly; nobody waits for it, the old engine answers."""
DRAIN_SECONDS = 25.0
"""Longer than one turn may take."""
PROBATION_SECONDS = 120.0
FAULTS = 3
"""So many failed turns in its probation and a new engine is left again."""


@dataclass(eq=False)
class Generation:
    """One engine: process, client, what it has under way and what went wrong with it."""

    release: str
    port: int
    client: EngineClient
    process: ManagedProcess
    came: asyncio.Event
    """Set when it was ready first."""
    under_way: int = 0
    faults: int = 0

    def healthy(self) -> bool:
        """Whether it may stay: it is there, was never restarted, and answers."""
        return self.client.ready and self.process.restarts == 0 and self.faults < FAULTS

    async def end(self) -> None:
        """Let it finish what it has, then stop it."""
        for _ in range(int(DRAIN_SECONDS / 0.05)):
            if self.under_way == 0:
                break
            await asyncio.sleep(0.05)
        await self.process.stop()
        await self.client.close()


class EngineSwitch:
    """The engine as a turn sees it; which process answers can change between two turns."""

    def __init__(self, start: Start, ports: tuple[int, int], on_ready: Callable[[bool], None] = lambda _: None) -> None:
        """`ports`: the two that generations take in turn; `on_ready` follows the present one."""
        self._start, self._ports, self._on_ready = start, ports, on_ready
        self.current: Generation | None = None
        self._earlier: Generation | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> bool:
        """Whether turns are answered."""
        return self.current is not None and self.current.client.ready

    @property
    def release(self) -> str:
        """The release that answers; empty before the first."""
        return self.current.release if self.current is not None else ""

    def begin(self, release: str) -> None:
        """Start the first engine; does not wait for it."""
        self.current = self._generation(release, self._ports[0])
        self.current.process.start()

    def _generation(self, release: str, port: int) -> Generation:
        made: list[Generation] = []
        came = asyncio.Event()

        def follow(ready: bool) -> None:
            if ready:
                came.set()
            if made and made[0] is self.current:
                self._on_ready(ready)

        client, process = self._start(port, release, follow)
        made.append(Generation(release, port, client, process, came))
        return made[0]

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        """The replies to one message. Raises EngineNotReady or EngineError."""
        here = self.current
        if here is None:
            raise EngineNotReady("the engine is not started")
        here.under_way += 1
        try:
            return await here.client.send(person, message, state)
        except EngineError:
            here.faults += 1
            raise
        finally:
            here.under_way -= 1

    async def parse(self, text: str) -> dict[str, Any]:
        """The engine's reading of a text. Raises EngineError."""
        if self.current is None:
            raise EngineNotReady("the engine is not started")
        return await self.current.client.parse(text)

    async def change(self, release: str, check: Check, patience: float = START_SECONDS) -> None:
        """Start a second engine, check it, and let it answer from now on. The first is kept until `settle` or
        `go_back`. Raises EngineError when it does not come up or answers wrongly; then nothing has changed."""
        await self.settle()
        before = self.current
        port = next(p for p in self._ports if before is None or p != before.port)
        new = self._generation(release, port)
        new.process.start()
        try:
            async with asyncio.timeout(patience):
                await new.came.wait()
            await check(new.client)
        except TimeoutError as err:
            await new.end()
            raise EngineError(f"the engine of {release} did not start in {patience:.0f} s") from err
        except BaseException:
            await new.end()
            raise
        self.current, self._earlier = new, before
        self._on_ready(True)
        log(logger, "switched", release=release, before=before.release if before else "", port=port)

    async def probation(self, seconds: float = PROBATION_SECONDS) -> bool:
        """Watch the new engine for a while; whether it may stay. Ends at once when it errs."""
        watched, left = self.current, seconds
        assert watched is not None
        while left > 0:
            if not watched.healthy():
                return False
            await asyncio.sleep(min(0.5, left))
            left -= 0.5
        return watched.healthy()

    async def settle(self) -> None:
        """The change is for good: the earlier engine finishes what it has and stops."""
        earlier, self._earlier = self._earlier, None
        if earlier is not None:
            await earlier.end()

    def go_back(self) -> bool:
        """New turns go to the earlier engine again, at once; whether there was one."""
        if self._earlier is None:
            return False
        wrong, self.current, self._earlier = self.current, self._earlier, None
        self._on_ready(self.ready)
        if wrong is not None:
            leaving = asyncio.get_running_loop().create_task(wrong.end())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            log(logger, "went back", logging.ERROR, release=wrong.release, to=self.release)
        return True

    async def stop(self) -> None:
        """End every engine."""
        for generation in (self._earlier, self.current):
            if generation is not None:
                await generation.process.stop()
                await generation.client.close()
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=DRAIN_SECONDS)
