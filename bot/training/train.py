"""Train a candidate: engine and detector, side by side in processes of their own, progress as short lines."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import TrainingError
from bot.training.release import MODELS, ROOT, safety_of

LOG = ROOT / "var" / "log" / "train.log"
_STEP = re.compile(r"(?:Starting to train|Finished training) component '(\w+)'")


async def train(show: Callable[[str], None]) -> tuple[Path, float]:
    """Train on everything under data/; the candidate's path and the seconds it took.

    `show` gets a line for each step and every ten seconds. Raises TrainingError.
    """
    started = time.monotonic()
    name = time.strftime("%Y%m%d-%H%M%S")
    candidate = MODELS / "candidates" / f"{name}.tar.gz"
    model = [
        "-m", "rasa", "train", "--force", "--skip-validation",
        "--config", "config.yml", "--domain", "domain.yml",
        "--data", "data/nlu", "data/rules",
        "--out", str(MODELS / "candidates"), "--fixed-model-name", name,
    ]  # fmt: skip
    detector = ["-m", "bot.training.safety"]
    show("encoding")
    await _run(detector, show, started)  # both need the sentences' vectors: once, before they part
    show(f"training both ({time.monotonic() - started:.0f} s)")
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(_run(model, show, started))
            both.create_task(_run([*detector, str(safety_of(candidate))], show, started))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    if not (candidate.exists() and safety_of(candidate).exists()):
        raise TrainingError(f"no model was written; see {LOG.relative_to(ROOT)}")
    return candidate, time.monotonic() - started


async def _run(arguments: list[str], show: Callable[[str], None], started: float) -> None:
    """One step in a process of its own, its output in the log, its progress shown."""
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONPATH": str(ROOT),
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=2**22,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        await _follow(child.stdout, show, started)
        code = await child.wait()
    finally:
        if child.returncode is None:  # the other of the two has failed, or the training was called off
            child.kill()
            await child.wait()
    if code != 0:
        raise TrainingError(f"`python {' '.join(arguments[:2])}` ended with {code}; see {LOG.relative_to(ROOT)}")


async def _follow(output: asyncio.StreamReader, show: Callable[[str], None], started: float) -> None:
    """Write what a step says into the log until it ends, and show where it is."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        while True:
            try:
                line = await asyncio.wait_for(output.readline(), 10)
            except TimeoutError:
                show(f"training … {time.monotonic() - started:.0f} s")
                continue
            if not line:
                return
            log.write(line)
            step = _STEP.search(line.decode(errors="replace"))
            if step:
                show(f"training {step[1]} ({time.monotonic() - started:.0f} s)")
