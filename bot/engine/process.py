"""A child process that is started, watched and restarted; it dies with us, whatever happens to us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.logs import log

logger = logging.getLogger(__name__)
_LEASH = str(Path(__file__).with_name("leash.py"))
STOP_SECONDS = 5.0
LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60.0


class ManagedProcess:
    """Keeps one command running. `ready` follows what `probe` says.

    After a crash it starts again at once, then after 1, 2, 4 … 30 s while it keeps crashing. A
    child that runs but stops answering its probe for `patience` seconds is ended and restarted.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: dict[str, str],
        log_path: Path,
        probe: Callable[[], Awaitable[bool]],
        *,
        patience: float = 30.0,
        start_patience: float = 180.0,
        on_ready: Callable[[bool], None] = lambda ready: None,
    ) -> None:
        """`patience`: seconds a ready child may miss probes; `start_patience`: seconds it may take to start."""
        self.name = name
        self.command = command
        self.ready = False
        self.restarts = 0
        self._environment = environment
        self._log_path = log_path
        self._probe = probe
        self._patience, self._start_patience = patience, start_patience
        self._on_ready = on_ready
        self._child: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child is not None and self._child.returncode is None else None

    def start(self) -> None:
        """Start and keep watching until `stop`."""
        self._task = asyncio.create_task(self._keep_running(), name=f"keep {self.name}")

    async def stop(self) -> None:
        """End the child: politely, then after STOP_SECONDS by force."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._end_child()
        self._set_ready(False)

    async def _keep_running(self) -> None:
        pause = 0.0
        while True:
            started = time.monotonic()
            await self._start_child()
            await self._watch()
            self._set_ready(False)
            await self._end_child()
            self.restarts += 1
            pause = 0.0 if time.monotonic() - started > STABLE_SECONDS else min(LONGEST_PAUSE, max(1.0, pause * 2))
            log(logger, "restarting", logging.WARNING, process=self.name, pause=pause, restarts=self.restarts)
            await asyncio.sleep(pause)

    async def _start_child(self) -> None:
        self._log_path.parent.mkdir(parents=True, exist_ok=True)
        with self._log_path.open("ab") as output:
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", _LEASH, str(os.getpid())),
                *self.command,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        log(logger, "started", process=self.name, pid=self._child.pid)

    async def _watch(self) -> None:
        """Return when the child has ended or does not answer any more."""
        assert self._child is not None
        last_answer, since = time.monotonic(), time.monotonic()
        gone = asyncio.create_task(self._child.wait())
        try:
            while not gone.done():
                answers = await self._probe()
                now = time.monotonic()
                if answers:
                    last_answer = now
                    self._set_ready(True)
                elif now - last_answer > (self._patience if self.ready else self._start_patience):
                    log(logger, "no answer", logging.ERROR, process=self.name, seconds=round(now - since))
                    return
                await asyncio.wait({gone}, timeout=2.0 if self.ready else 0.25)
            log(logger, "ended", logging.WARNING, process=self.name, code=self._child.returncode)
        finally:
            gone.cancel()

    async def _end_child(self) -> None:
        child = self._child
        if child is None or child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        try:
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()

    def _set_ready(self, ready: bool) -> None:
        if ready != self.ready:
            self.ready = ready
            log(logger, "ready" if ready else "not ready", process=self.name)
            self._on_ready(ready)
