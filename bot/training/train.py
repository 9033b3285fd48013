"""Train a candidate: `rasa train` as a subprocess, its progress as short lines."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import TrainingError
from bot.training.release import MODELS, ROOT

LOG = ROOT / "var" / "log" / "train.log"
_STEP = re.compile(r"(?:Starting to train|Finished training) component '(\w+)'")


async def train(show: Callable[[str], None]) -> tuple[Path, float]:
    """Train on everything under data/; the candidate's path and the seconds it took.

    `show` gets a line for each step and every ten seconds. Raises TrainingError.
    """
    started = time.monotonic()
    name = time.strftime("%Y%m%d-%H%M%S")
    command = [
        sys.executable, "-m", "rasa", "train", "--force",
        "--config", "config.yml", "--domain", "domain.yml",
        "--data", "data/nlu", "data/rules",
        "--out", str(MODELS / "candidates"), "--fixed-model-name", name,
    ]  # fmt: skip
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONPATH": str(ROOT),
    }
    LOG.parent.mkdir(parents=True, exist_ok=True)
    child = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert child.stdout is not None
    with LOG.open("wb") as output:
        while True:
            try:
                line = await asyncio.wait_for(child.stdout.readline(), 10)
            except TimeoutError:
                show(f"training … {time.monotonic() - started:.0f} s")
                continue
            if not line:
                break
            output.write(line)
            step = _STEP.search(line.decode(errors="replace"))
            if step:
                show(f"training {step[1]} ({time.monotonic() - started:.0f} s)")
    code = await child.wait()
    candidate = MODELS / "candidates" / f"{name}.tar.gz"
    if code != 0 or not candidate.exists():
        raise TrainingError(f"`rasa train` ended with {code}; see {LOG.relative_to(ROOT)}")
    return candidate, time.monotonic() - started
