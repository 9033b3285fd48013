"""Many people knock in the same moment, while the bot is busy."""

from __future__ import annotations

import asyncio
import signal

from tests.line.conftest import Running

KNOCKING = 400
PATIENCE = 5.0
"""Seconds: the bot does nothing in them, so who has not got in by then is not in the queue."""


async def test_whoever_knocks_is_let_into_the_queue(plain: Running) -> None:
    plain.process.send_signal(signal.SIGSTOP)
    try:
        knocking = (asyncio.open_connection("127.0.0.1", plain.port) for _ in range(KNOCKING))
        doors = await asyncio.wait_for(asyncio.gather(*knocking), PATIENCE)
    finally:
        plain.process.send_signal(signal.SIGCONT)
    for _, writer in doors:
        writer.close()
        await writer.wait_closed()
    assert await plain.wechat().say("o" + "crowd".ljust(27, "x"), "菜单")
