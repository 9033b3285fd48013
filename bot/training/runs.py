"""Trainings under way and done: a folder each under var/runs, with the state the job writes and its log.

The job is a process of its own and outlives the page that started it; whoever looks reads the files.
"""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.training.release import ROOT

RUNS = ROOT / "var" / "runs"
RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
KEEP = 10
LOG_BYTES = 20_000
STARTING = 30.0
"""Seconds a job may take to write its process id."""


@dataclass(frozen=True)
class Run:
    """One training. Moments are seconds since 1970; `percent` is how far it is, by experience."""

    id: str
    by: str
    started: float
    state: str = RUNNING
    step: str = "准备"
    percent: int = 0
    ended: float | None = None
    release: str = ""
    error: str = ""
    pid: int = 0


class Runs:
    """Reads and writes the runs' folders."""

    def __init__(self, folder: Path = RUNS) -> None:
        self.folder = folder

    def begin(self, by: str) -> Run:
        """A new run, unless one is under way: then that one."""
        under_way = self.under_way()
        if under_way is not None:
            return under_way
        run = Run(time.strftime("%Y%m%d-%H%M%S") + f"-{os.urandom(2).hex()}", by, time.time())
        (self.folder / run.id).mkdir(parents=True)
        self.write(run)
        return run

    def write(self, run: Run) -> Run:
        """Keep a run's state, at once or not at all."""
        path = self.folder / run.id / "state.json"
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(asdict(run), ensure_ascii=False), encoding="utf-8")
        os.replace(part, path)
        return run

    def get(self, run_id: str) -> Run | None:
        """A run's state; one whose process is gone without a word has failed."""
        if not run_id or "/" in run_id or "." in run_id:
            return None
        try:
            run = Run(**json.loads((self.folder / run_id / "state.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        late = run.pid == 0 and time.time() - run.started > STARTING
        if run.state == RUNNING and (late or (run.pid and not _is_there(run.pid))):
            run = self.write(replace(run, state=FAILED, ended=time.time(), error="训练的程序自己停了，看日志。"))
        return run

    def all(self) -> list[Run]:
        """The newest first."""
        names = sorted((p.name for p in self.folder.glob("*") if p.is_dir()), reverse=True)
        return [run for name in names if (run := self.get(name)) is not None]

    def under_way(self) -> Run | None:
        """The run that is under way: there is one at most."""
        return next((run for run in self.all() if run.state == RUNNING), None)

    def log(self, run_id: str) -> str:
        """The end of a run's log."""
        try:
            with (self.folder / run_id / "log.txt").open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - LOG_BYTES))
                return file.read().decode("utf-8", errors="replace")
        except OSError:
            return ""

    def cancel(self, run: Run) -> bool:
        """Ask a run's job to end; whether there was one. It ends what it started and writes its state itself."""
        if run.state != RUNNING or not run.pid:
            return False
        try:
            if os.getpgid(run.pid) == run.pid:
                os.killpg(run.pid, signal.SIGTERM)
            else:  # started from a shell's script, whose group is not ours to end
                os.kill(run.pid, signal.SIGTERM)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def tidy_up(self) -> None:
        """Forget the oldest."""
        import shutil

        for run in self.all()[KEEP:]:
            if run.state != RUNNING:
                shutil.rmtree(self.folder / run.id, ignore_errors=True)


def _is_there(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        pass
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
