"""What is done beside the answers: kept questions are seen to while the engine is there, and while it is not."""

from __future__ import annotations

import asyncio

import pytest

from bot import upkeep
from bot.reply.answer import AnswerService


class Kept(AnswerService):
    """Has so many kept questions, and fails once."""

    def __init__(self, owed: int) -> None:
        self.owed, self.asked = owed, 0

    async def answer_kept(self) -> int:
        self.asked += 1
        if self.asked == 2:
            raise RuntimeError("the database is away")
        answered, self.owed = min(self.owed, 1), max(0, self.owed - 1)
        return answered


@pytest.mark.parametrize("engine", [True, False])
async def test_kept_questions_are_seen_to_again_and_again(engine: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "KEPT_EVERY", 0.001)
    ready, kept = asyncio.Event(), Kept(5)
    if engine:
        ready.set()
    work = asyncio.create_task(upkeep.answer_kept(kept, ready))
    async with asyncio.timeout(20):
        while kept.owed:
            await asyncio.sleep(0.001)
    work.cancel()
    assert kept.asked > 5, "a failure ends nothing"
