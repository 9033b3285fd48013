"""An engine of its own with the live release, for the command line; no room imports it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.engine.client import EngineClient
from bot.engine.supervisor import engine_process
from bot.errors import TrainingError
from bot.settings import Settings
from bot.training import release


@asynccontextmanager
async def live_engine(
    settings: Settings, say: Callable[[str], None]
) -> AsyncIterator[tuple[str, Callable[[str], Awaitable[dict[str, Any]]]]]:
    """The live release's name and an engine of its own that parses. Raises TrainingError when there is no release."""
    live = release.live()
    if live is None:
        raise TrainingError("no release yet: make train")
    client = EngineClient(f"http://127.0.0.1:{settings.engine_port}", settings.engine_token, 20.0)
    ready = asyncio.Event()
    engine = engine_process(settings, client, (release.CURRENT, release.SAFETY), lambda _: ready.set())
    say("starting an engine with the live release")
    engine.start()
    try:
        await asyncio.wait_for(ready.wait(), 180)
        yield live.name, client.parse
    finally:
        await engine.stop()
        await client.close()
