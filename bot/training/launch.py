"""Start a training as a process of its own, which goes on when the bot stops."""

from __future__ import annotations

import subprocess
import sys
import threading

from bot.training.release import ROOT
from bot.training.runs import Run, Runs


async def launch(runs: Runs, run: Run) -> None:
    """Start the job of a run that has begun; its own output, if it has any, beside its log."""
    with (runs.folder / run.id / "job.txt").open("ab") as output:
        child = subprocess.Popen(  # noqa: ASYNC220, S603 - a vfork, of ourselves
            [sys.executable, "-m", "bot", "model", "train", "--run", run.id, "--by", run.by],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    threading.Thread(target=child.wait, daemon=True).start()  # so that no zombie is left of it
