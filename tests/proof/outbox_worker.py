"""One sender in a process of its own, to be killed: `python -m tests.proof.outbox_worker DATABASE BASE`."""

from __future__ import annotations

import asyncio
import sys

from bot.settings import WeChatSettings
from bot.store.database import connect
from bot.store.sealed import Sealer
from bot.store.store import Store
from bot.wechat.client import WeChatClient
from bot.wechat.sender import Sender
from tests.proof.outbox import APP_ID, BATCH, KEY, LEASE, SECRET, daytime


async def work(database: str, base: str) -> None:
    """Send until nothing is left that could be claimed soon."""
    settings = WeChatSettings(wechat_app_id=APP_ID, wechat_app_secret=SECRET, wechat_api_base=base)
    client = WeChatClient(settings)
    store = Store(connect(database))
    sender = Sender(client, store, Sealer(KEY).open, rate=1e6, batch=BATCH, lease=LEASE, clock=daytime)
    while sum(n for (_, state), n in store.outbox.counts().items() if state == "ready"):
        if not await sender.send_batch():
            await asyncio.sleep(0.2)
    await client.close()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:3]))
