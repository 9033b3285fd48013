"""Talk to the engine over HTTP on loopback; the only place that does."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.dialogue.reply import Reply
from bot.errors import EngineError, EngineNotReady

CONNECT_SECONDS = 1.0
IDLE_SECONDS = 4.0
"""How long an idle connection is kept: less than the five seconds after which the engine closes it."""


class EngineClient:
    """One engine (Rasa) behind a base URL and a token."""

    def __init__(self, base_url: str, token: str, timeout: float) -> None:
        """`timeout`: seconds one turn may take."""
        self._base, self._token = base_url, token
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None
        self.ready = False
        """Set by whoever watches the engine; while False no turn is even tried."""

    async def send(self, person: str, message: str, state: dict[str, object]) -> list[Reply]:
        """The replies to one message. Raises EngineNotReady or EngineError.

        A message that begins with `/` is a payload of ours; a person's own slash must have been
        taken off before (`as_words`).
        """
        if not self.ready:
            raise EngineNotReady("the engine is not ready")
        body = {"sender": person, "message": message, "metadata": state}
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with self._http().post("/webhooks/qiangua/message", json=body, headers=headers) as answer:
                if answer.status != 200:
                    raise EngineError(f"the engine answered {answer.status}")
                return [Reply.from_dict(item) for item in await answer.json()]
        except aiohttp.ClientConnectorError as err:
            raise EngineNotReady("the engine refuses connections") from err
        except (aiohttp.ClientError, TimeoutError) as err:
            raise EngineError(f"the engine failed: {type(err).__name__}") from err

    async def parse(self, text: str) -> dict[str, Any]:
        """The engine's reading of a text. Raises EngineError."""
        try:
            async with self._http().post("/model/parse", params={"token": self._token}, json={"text": text}) as answer:
                if answer.status != 200:
                    raise EngineError(f"parse failed: {answer.status}")
                return dict(await answer.json())
        except (aiohttp.ClientError, TimeoutError) as err:
            raise EngineError(f"parse failed: {type(err).__name__}") from err

    def _http(self) -> aiohttp.ClientSession:
        """The connections; made within the loop that uses them. aiohttp, because under load httpx held the bot's
        interpreter for a seventh of the time."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=IDLE_SECONDS)
            self._session = aiohttp.ClientSession(self._base, timeout=self._timeout, connector=connector)
        return self._session

    async def alive(self) -> bool:
        """Whether the engine has a model loaded and parses."""
        try:
            await self.parse("你好")
        except EngineError:
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
