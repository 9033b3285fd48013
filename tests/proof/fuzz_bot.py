"""The bot's process as `python -m bot run` puts it together, without children; a stand-in answers for the engine.

`python -m tests.proof.fuzz_bot ENGINE_PORT`, settings from the environment; says `ready` when it is.
"""

from __future__ import annotations

import asyncio
import sys

from bot.engine.client import EngineClient
from bot.engine.switch import Generation
from bot.listening import BACKLOG, Loop
from bot.logs import set_up_logs
from bot.rings import look_seldom
from bot.settings import load_settings
from bot.store.database import migrate
from bot.upkeep import answer_kept
from bot.wiring import Product


async def main(engine_port: int) -> None:
    """Serve until ended."""
    settings = load_settings()
    set_up_logs("CRITICAL")
    migrate(settings.store.resolved_url())
    product = Product(settings, lambda line: None)
    host, port = settings.web.host, settings.web.port
    server = await product.app().create_server(
        host, port, return_asyncio_server=True, access_log=False, backlog=BACKLOG
    )
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    await product._load_classifier()
    client = EngineClient(f"http://127.0.0.1:{engine_port}", settings.engine_token, settings.engine.engine_timeout)
    client.ready = True
    product.engine.current = Generation("stand-in", engine_port, client, product.actions, asyncio.Event())
    product._engine_ready.set()
    product._spawn(answer_kept(product.answers, product._engine_ready))
    print("ready", flush=True)  # noqa: T201 - the fuzzer waits for it
    await asyncio.Event().wait()


if __name__ == "__main__":
    look_seldom()
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(main(int(sys.argv[1])))
