"""Whether the product lives, and what it counts: for a proxy, a waiting start, and Prometheus. Beside `bot.wiring`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.logs import log
from bot.reply.duties import show_duties
from bot.reply.meter import show_owed
from bot.store.store import Store
from bot.wechat.sender import show_outbox

logger = logging.getLogger(__name__)


class Health:
    """Answers /healthz, /readyz and /metrics."""

    def __init__(self, store: Store, engine: Callable[[], bool], actions: Callable[[], bool]) -> None:
        """`engine`, `actions`: whether they are ready."""
        self._store, self._engine, self._actions = store, engine, actions

    def serve(self, app: Sanic) -> None:
        """Add the three addresses."""
        app.add_route(self._healthz, "/healthz")
        app.add_route(self._readyz, "/readyz")
        app.add_route(self._metrics, "/metrics")

    async def parts(self) -> dict[str, str]:
        """`ok` or what is missing, for each part."""
        try:
            await asyncio.to_thread(self._store.people.ping)
            database = "ok"
        except Exception as err:  # whatever the driver raises, the answer is the same
            log(logger, "database does not answer", logging.ERROR, exc_info=err)
            database = "no answer"
        engine = "ok" if self._engine() else "not ready"
        return {"engine": engine, "actions": "ok" if self._actions() else "not ready", "database": database}

    async def _healthz(self, _request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    async def _readyz(self, _request: Request) -> HTTPResponse:
        parts = await self.parts()
        return response.json(parts, status=200 if all(v == "ok" for v in parts.values()) else 503)

    async def _metrics(self, _request: Request) -> HTTPResponse:
        await show_duties(self._store)
        await show_outbox(self._store)
        await show_owed(self._store.kept.owed)
        return response.raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)
