"""Talk to the engine over HTTP on loopback; the only place that does."""

from __future__ import annotations

from typing import Any

import httpx

from bot.dialogue.reply import Reply
from bot.errors import EngineError, EngineNotReady


class EngineClient:
    """One engine (Rasa) behind a base URL and a token."""

    def __init__(self, base_url: str, token: str, timeout: float) -> None:
        """`timeout`: seconds one turn may take."""
        self._token = token
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(timeout, connect=1.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
            trust_env=False,
        )
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
        try:
            answer = await self._http.post(
                "/webhooks/qiangua/message", json=body, headers={"Authorization": f"Bearer {self._token}"}
            )
        except httpx.ConnectError as err:
            raise EngineNotReady("the engine refuses connections") from err
        except httpx.HTTPError as err:
            raise EngineError(f"the engine failed: {type(err).__name__}") from err
        if answer.status_code != 200:
            raise EngineError(f"the engine answered {answer.status_code}")
        return [Reply.from_dict(item) for item in answer.json()]

    async def parse(self, text: str) -> dict[str, Any]:
        """The engine's reading of a text. Raises EngineError."""
        try:
            answer = await self._http.post("/model/parse", params={"token": self._token}, json={"text": text})
            answer.raise_for_status()
        except httpx.HTTPError as err:
            raise EngineError(f"parse failed: {type(err).__name__}") from err
        return dict(answer.json())

    async def alive(self) -> bool:
        """Whether the engine has a model loaded and parses."""
        try:
            await self.parse("你好")
        except EngineError:
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
