"""Start a training as a process of its own, which goes on when the bot stops."""

from __future__ import annotations

import asyncio
import sys

from bot.training.release import ROOT
from bot.training.runs import Run, Runs


async def launch(runs: Runs, run: Run) -> None:
    """Start the job of a run that has begun; its own output, if it has any, beside its log."""
    with (runs.folder / run.id / "job.txt").open("ab") as output:
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "model", "train", "--run", run.id, "--by", run.by,
            cwd=ROOT, stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
