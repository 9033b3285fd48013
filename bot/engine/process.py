"""A child process that is started, watched and restarted; it dies with us, whatever happens to us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.engine.ended import ended
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
        self._child: subprocess.Popen[bytes] | None = None
        self._gone: asyncio.Future[int] | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

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
            # Not by the loop: uvloop forks, and runs Python in a copy of a process with the encoder's threads. Nor in
            # a worker thread: the kernel ends the child when the thread ends that started it (`leash`).
            self._child = subprocess.Popen(  # noqa: ASYNC220, S603 - a vfork; the command is ours
                [sys.executable, "-I", "-S", _LEASH, str(os.getpid()), *self.command],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self._gone = ended(self._child)
        log(logger, "started", process=self.name, pid=self._child.pid)

    async def _watch(self) -> None:
        """Return when the child has ended or does not answer any more."""
        assert self._gone is not None
        last_answer, since = time.monotonic(), time.monotonic()
        while not self._gone.done():
            answers = await self._probe()
            now = time.monotonic()
            if answers:
                last_answer = now
                self._set_ready(True)
            elif now - last_answer > (self._patience if self.ready else self._start_patience):
                log(logger, "no answer", logging.ERROR, process=self.name, seconds=round(now - since))
                return
            await asyncio.wait({self._gone}, timeout=2.0 if self.ready else 0.25)
        log(logger, "ended", logging.WARNING, process=self.name, code=self._gone.result())

    async def _end_child(self) -> None:
        child, gone = self._child, self._gone
        if child is None or gone is None or gone.done():
            return
        child.terminate()
        done, _ = await asyncio.wait({gone}, timeout=STOP_SECONDS)
        if not done:
            child.kill()
            await asyncio.wait({gone})

    def _set_ready(self, ready: bool) -> None:
        if ready != self.ready:
            self.ready = ready
            log(logger, "ready" if ready else "not ready", process=self.name)
            self._on_ready(ready)
