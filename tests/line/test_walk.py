"""A random walk through /wechat of the running product, judged by an oracle that never asks the product for its state.

`make test` takes 300 messages, `make proof` 5,000 (QIANGUA_WALK); QIANGUA_WALK_SEED walks another way.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.training.dataset import load_examples
from tests.line.conftest import ROOT, Running
from tests.line.walk.product import pusher
from tests.line.walk.walk import walk

MESSAGES = int(os.environ.get("QIANGUA_WALK", "300"))
SEED = int(os.environ.get("QIANGUA_WALK_SEED", "20261126"))
SECONDS_EACH = 2
INTENTS = {example.intent for example in load_examples()}
LOGS = (ROOT / "var" / "log" / "engine.log", ROOT / "var" / "log" / "actions.log")


def complaints(bot_log: Path, from_lines: int, others: dict[Path, int]) -> list[str]:
    """Lines of warning or error that were written since."""
    found = []
    for line in bot_log.read_text(encoding="utf-8").splitlines()[from_lines:]:
        plain = not line.startswith("{")
        if plain or json.loads(line)["level"] in ("warning", "error", "critical"):
            found.append(line)
    for path, size in others.items():
        with path.open("rb") as file:
            file.seek(size)
            written = file.read().decode("utf-8", "replace")
        found += [line for line in written.splitlines() if "ERROR" in line or "Traceback" in line]
    return found


@pytest.mark.timeout(1200 + MESSAGES * SECONDS_EACH)
async def test_every_answer_of_a_random_walk_may_follow(plain: Running) -> None:
    bot_log = plain.folder / "bot.log"
    lines = len(bot_log.read_text(encoding="utf-8").splitlines())
    sizes = {path: path.stat().st_size for path in LOGS if path.exists()}
    report = await walk(pusher(plain), MESSAGES, SEED)
    refused = report.refusals(len(INTENTS))
    assert not refused, "\n\n".join(refused)
    assert complaints(bot_log, lines, sizes) == []
    assert report.messages == MESSAGES
