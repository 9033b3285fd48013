"""Stop without losing a message: take nothing new, answer what is under way, and then end."""

from __future__ import annotations

import asyncio
import time

from sanic.server.async_server import AsyncioServer

LOOK_AGAIN = 0.05


async def answer_the_last(server: AsyncioServer, within: float) -> None:
    """Close the port, and wait until every request that had come in is answered, for `within` seconds at most.

    A connection is closed as soon as nothing is under way on it, so that a proxy sends what follows to another bot.
    """
    server.close()
    until = time.monotonic() + within
    await asyncio.sleep(LOOK_AGAIN)  # whoever had knocked is let in, and has not been read yet
    while time.monotonic() < until:
        for connection in list(server.connections):
            # one that has come this very moment: Sanic names what it is busy with only when its task begins
            if getattr(connection, "_http", None) is not None:
                connection.close_if_idle()
        if not server.connections:
            return
        await asyncio.sleep(LOOK_AGAIN)
