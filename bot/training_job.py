"""One training from beginning to verdict: copy, train, judge, gate, into the registry. A process of its own, low
priority; SIGTERM ends it and what it started, and leaves nothing behind but its log. No room imports it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import QianguaError, TrainingError
from bot.settings import Settings
from bot.store.database import connect
from bot.store.store import Store
from bot.training import release
from bot.training.evaluate_safety import floor
from bot.training.figures import Figures
from bot.training.gate import refusals
from bot.training.registry import Candidate, Registry
from bot.training.release import Manifest
from bot.training.runs import CANCELLED, DONE, FAILED, Run, Runs
from bot.training.workcopy import bring_live, fetch_release, make_copy

MESSAGES = 200
"""Masked messages on which the candidate's replies are compared with the live release's."""
NICE = 10
_STEPS = (
    (r"encoding", 5, 20, "读一遍所有句子"),
    (r"training \w+ \(", 20, 60, "训练听懂话和警觉的部分"),
    (r"judging: the data", 60, 62, "看教的句子有没有不对劲的"),
    (r"judging: topics", 62, 72, "考话题"),
    (r"judging: disclosures", 72, 86, "考求救"),
    (r"judging: dialogue", 86, 94, "走对话脚本"),
    (r"judging: replies", 94, 97, "看哪些回答会变"),
)
"""By what a child says: where it is, in percent, by experience."""


@dataclass
class Job:
    """A run being worked on. `title`: what an intent is called in a reason."""

    run: Run
    runs: Runs
    registry: Registry
    store: Store
    title: Callable[[str], str]

    def show(self, line: str) -> None:
        """A line for the log, and what it says about where we are."""
        with (self.runs.folder / self.run.id / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%H:%M:%S')} {line}\n")
        for pattern, begin, end, step in _STEPS:
            if re.search(pattern, line):
                same = self.run.step == step
                percent = min(end, self.run.percent + 4) if same else begin
                self.move(step=step, percent=max(percent, self.run.percent))

    def move(self, **changes: object) -> None:
        """Write where the run is."""
        self.run = self.runs.write(replace(self.run, **changes))  # type: ignore[arg-type]

    async def work(self) -> Candidate:
        """Everything. Raises TrainingError."""
        folder = self.runs.folder / self.run.id / "copy"
        try:
            return await self._work(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder.with_name("live"), ignore_errors=True)

    async def _work(self, folder: Path) -> Candidate:
        from bot.training.dataset import NLU
        from bot.training.nlu_files import apply, read_folder

        self.move(step="抄一份数据", percent=2)
        changes = await asyncio.to_thread(self.store.revisions.open)
        base = release.data_hash()
        sentences = apply(read_folder(NLU), [(c.old, c.new) for c in changes])
        make_copy(folder, sentences)
        await run_in_copy(folder, ["-m", "bot", "train"], self.show)
        trained = Manifest(**json.loads((folder / "models" / "current.json").read_text(encoding="utf-8")))
        messages = {str(m.id): m.text for m in await asyncio.to_thread(self.store.reviews.latest, MESSAGES)}
        weights = self.registry.models / release.SAFETY.name
        measured = await judge_in_copy(folder, messages, self.show, weights if self.registry.live() else None)
        live, before = await self._live(messages)
        fetch_release(folder, trained.name)
        self.registry.add(replace(trained, base=base), self.run.by, len(changes))
        reasons = refusals(measured, live, floor(), self.title)
        return self.registry.judged(trained.name, measured, tuple(r.text for r in reasons), before)

    async def _live(self, messages: Mapping[str, str]) -> tuple[Figures | None, Mapping[str, str]]:
        """The live release, measured with the present code: what a candidate is compared with."""
        if self.registry.keep_live() is None:
            return None, {}
        self.move(step="线上的也考一遍", percent=97)
        folder = self.runs.folder / self.run.id / "live"
        make_copy(folder)
        bring_live(folder, self.registry.models)
        measured = await judge_in_copy(folder, messages, self.show)
        manifest = self.registry.live()
        if manifest is not None:  # its figures stand beside it from now on, for the page
            known = self.registry.get(manifest.name)
            self.registry.judged(manifest.name, measured, known.refused if known.by else ())
        return measured, measured.replies


async def run_in_copy(folder: Path, arguments: list[str], show: Callable[[str], None], **more: str) -> None:
    """A step in a process of its own that sees the copy alone. Raises TrainingError when it fails."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(folder), **more}
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=environment, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=2**22, start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        while line := await child.stdout.readline():
            show(line.decode(errors="replace").rstrip().removeprefix("· "))
        code = await child.wait()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)  # it and what it started
            await child.wait()
    if code != 0:
        raise TrainingError(f"`python {' '.join(arguments)}` ended with {code}")


async def judge_in_copy(
    folder: Path, messages: Mapping[str, str], show: Callable[[str], None], live: Path | None = None
) -> Figures:
    """The figures of a copy's release: the product runs there on ports, a database and a secret of its own. `live`:
    where the weights stand (an absolute path) of the release whose data its own are compared with."""
    asked, out = folder / "var" / "messages.json", folder / "var" / "figures.json"
    asked.write_text(json.dumps(messages, ensure_ascii=False), encoding="utf-8")
    port = free_port()
    beside = ["--live", str(live)] if live else []
    await run_in_copy(
        folder, ["-m", "bot", "model", "judge", str(asked), str(out), *beside], show,
        QIANGUA_ENV="dev", QIANGUA_HOST="127.0.0.1", QIANGUA_PORT=str(port), QIANGUA_PUBLIC_URL="",
        QIANGUA_ENGINE_PORT="0", QIANGUA_ENGINE_PORT_NEXT="0", QIANGUA_ACTIONS_PORT="0",
        QIANGUA_ENGINE_TOKEN="", QIANGUA_REDIS_URL="",
        QIANGUA_SECRET_KEY=secrets.token_hex(16), QIANGUA_DATABASE_URL=f"sqlite:///{folder}/var/judge.db",
        QIANGUA_LOG_LEVEL="ERROR",
        QIANGUA_LIMIT_PERSON="0", QIANGUA_LIMIT_ADDRESS="0", QIANGUA_SPEECH_URL="",  # scripts are said fast
    )  # fmt: skip
    return Figures.from_dict(json.loads(out.read_text(encoding="utf-8")))


def free_port() -> int:
    """The first of four neighbouring free ports on loopback."""
    for first in range(25000 + os.getpid() % 500 * 20, 60000, 20):
        with contextlib.suppress(OSError):
            for port in range(first, first + 4):
                with socket.socket() as ours:
                    ours.bind(("127.0.0.1", port))
            return first
    raise TrainingError("no free ports")


async def main(settings: Settings, run_id: str, by: str) -> int:
    """Work on a run (begun by the console, or now); the process's exit code."""
    from bot.content.catalogue import load_catalogue

    runs = Runs()
    run = runs.get(run_id) if run_id else runs.begin(by)
    if run is None or (run.pid and run.pid != os.getpid()):
        raise TrainingError("another training is under way" if run else "there is no such run")
    run = runs.write(replace(run, pid=os.getpid()))
    store = Store(connect(settings.store.resolved_url()))
    if not run_id:  # the console writes down what it begins
        store.audit.add(run.by, "train", run.id)
    job = Job(run, runs, Registry(), store, lambda name: load_catalogue().title(name) or name)
    with contextlib.suppress(OSError):
        os.nice(NICE)
    task = asyncio.ensure_future(job.work())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    try:
        candidate = await task
    except asyncio.CancelledError:
        job.move(state=CANCELLED, ended=time.time(), step="停下了")
        store.audit.add(run.by, "cancel", run.id)
        return 1
    except Exception as err:  # whatever a library raised, the page must say that it is over
        said = str(err) if isinstance(err, QianguaError) else type(err).__name__
        job.show(f"failed: {said}")
        job.move(state=FAILED, ended=time.time(), error=said)
        return 1
    verdict = "可以上线" if not candidate.refused else f"{len(candidate.refused)} 条理由不许上线"
    job.show(verdict)
    job.move(state=DONE, ended=time.time(), step=verdict, percent=100, release=candidate.name)
    store.audit.add(run.by, "judged", candidate.name, verdict)
    runs.tidy_up()
    return 0
