"""The product is told to stop while people write: whoever wrote gets an answer, now or from the next start."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from tests.line.conftest import Running, start, stop, until_ready

TALK = load_catalogue().texts.tables["talk"]
LATER = tuple(line for key in ("late", "engine_away") for line in (TALK[key], as_you(TALK[key])))
NOT_IT = (*LATER, TALK["nothing_kept"], as_you(TALK["nothing_kept"]))
QUESTIONS = (
    "孩子不肯写作业怎么办",
    "娃晚上总不睡觉",
    "老人带娃太惯着",
    "打电话他没话说",
    "孩子说想我了我心里难受",
    "他老是玩手机",
)
SECONDS = 40
"""What systemd and compose give it (deploy/)."""


async def writing(running: Running) -> list[str | None]:
    """What everybody is shown who writes just before the product is told to stop."""
    wechat = running.wechat()
    said = [asyncio.create_task(wechat.say(person(n), text)) for n, text in enumerate(QUESTIONS)]
    await asyncio.sleep(0.1)
    running.process.send_signal(signal.SIGTERM)
    return list(await asyncio.gather(*said))


def person(number: int) -> str:
    return f"ostopping{number}".ljust(28, "x")


async def test_whoever_wrote_gets_an_answer(tmp_path: Path) -> None:
    running = start(tmp_path)
    shown = await writing(running)
    assert running.process.wait(SECONDS) == 0
    assert running.process.stdout is not None
    running.process.stdout.close()
    assert all(shown), shown
    kept = [n for n, text in enumerate(shown) if text and any(line in text for line in LATER)]
    assert "Traceback" not in (tmp_path / "bot.log").read_text(encoding="utf-8")
    if not kept:
        return
    again = start(tmp_path)
    try:
        await until_ready(again)
        for number in kept:
            assert await answered(again, number), QUESTIONS[number]
    finally:
        stop(again)


async def answered(running: Running, number: int) -> bool:
    """Whether the answer to a kept question comes with 看结果, soon."""
    for _ in range(60):
        text = await running.wechat().say(person(number), "看结果")
        if text and not any(line in text for line in NOT_IT):
            return True
        await asyncio.sleep(1)
    return False
