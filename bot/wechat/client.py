"""Calls to WeChat's API: the token, one retry, what a code means, and no secret in any log or exception.

Paths begin with a slash; bodies go out as UTF-8 JSON, because `\\uXXXX` is shown to people as it stands.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
from prometheus_client import Counter

from bot.logs import log
from bot.settings import WeChatSettings
from bot.wechat.account import Account
from bot.wechat.codes import Act, ApiError, Unreachable
from bot.wechat.tokens import Token, TokenStore, create_tokens

logger = logging.getLogger(__name__)
CALLS = Counter("qiangua_wechat_api_calls_total", "Calls of WeChat's API by path and outcome", ["path", "outcome"])
TIMEOUT = httpx.Timeout(8.0, connect=3.0)
_RID = re.compile(r"rid: ?([\w-]{6,64})")
_ADDRESS = re.compile(r"invalid ip ([0-9a-fA-F.:]{3,45})")
_AGAIN_AFTER = 1.0
TICKET = "/cgi-bin/ticket/getticket"
"""The path of the ticket with which pages are signed."""
Send = Callable[[str], Awaitable[httpx.Response]]
"""One try with a token."""


class WeChatClient:
    """One account's door to the API."""

    def __init__(
        self,
        settings: WeChatSettings,
        *,
        tokens: TokenStore | None = None,
        account: Account | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        for noisy in ("httpx", "httpcore"):  # their lines carry the address, and the address carries the token
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self._app_id, self._secret = settings.wechat_app_id, settings.wechat_app_secret.get_secret_value()
        self.account = account or Account(settings.wechat_account, self._secret, clock)
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        base = settings.wechat_api_base
        # a rehearsal on this machine needs no proxy, whatever the environment says
        self._http = httpx.AsyncClient(base_url=base, timeout=TIMEOUT, limits=limits, trust_env="//127." not in base)
        self._sleep = sleep
        store = tokens or create_tokens(settings)
        self.token = Token("access", store, self._fetch_token, clock)
        self.ticket = Token("jsapi", store, self._fetch_ticket, clock)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """What WeChat answers to a JSON body. Raises ApiError for a code, Unreachable for no answer."""
        content = json.dumps(body or {}, ensure_ascii=False).encode()
        answer = await self._call(path, lambda token: self._post(path, content, {"access_token": token, **query}))
        assert isinstance(answer, dict)
        return answer

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """What WeChat answers to a query. Raises as `post`."""
        answer = await self.fetch(path, **query)
        if not isinstance(answer, dict):
            raise Unreachable(f"{path}: no JSON")
        return answer

    async def fetch(self, path: str, **query: str) -> dict[str, Any] | bytes:
        """A file, or what WeChat says instead of one. Raises as `post`."""
        return await self._call(path, lambda t: self._http.get(path, params={"access_token": t, **query}), files=True)

    async def upload(
        self, path: str, name: str, content: bytes, mime: str, form: Mapping[str, str] | None = None, **query: str
    ) -> dict[str, Any]:
        """Send a file as the form field `media`. Raises as `post`."""

        def send(token: str) -> Awaitable[httpx.Response]:
            files = {"media": (name, content, mime)}  # made anew for each try: an upload is read once
            return self._http.post(path, params={"access_token": token, **query}, files=files, data=form or {})

        answer = await self._call(path, send)
        assert isinstance(answer, dict)
        return answer

    async def without_token(self, path: str, **query: str) -> dict[str, Any]:
        """A call that carries appid and secret instead of a token (OAuth). Raises as `post`."""
        self.account.check(path)
        query |= {"appid": self._app_id, "secret": self._secret}
        answer = await self._once(path, lambda _: self._http.get(path, params=query), "", files=False)
        assert isinstance(answer, dict)
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _call(self, path: str, send: Send, *, files: bool = False) -> dict[str, Any] | bytes:
        """One call: at most one more try for a token and one for a busy system."""
        self.account.check(path)
        token = await self.token.get()
        renewed = again = False
        while True:
            try:
                return await self._once(path, send, token, files=files)
            except ApiError as err:
                if err.act is Act.RENEW and not renewed:
                    renewed, token = True, await self.token.renew(token)
                elif err.act is Act.AGAIN and not again:
                    again = True
                    await self._sleep(_AGAIN_AFTER)
                else:
                    self._take_note(err)
                    raise

    def _take_note(self, err: ApiError) -> None:
        if err.act is Act.OFF:
            self.account.refuse(err.path)
        elif err.act is Act.TODAY:
            self.account.stop(err.path)
        if err.act in (Act.OFF, Act.TODAY, Act.ALARM, Act.BUG):
            level = logging.ERROR if err.act in (Act.ALARM, Act.BUG) else logging.WARNING
            log(logger, "wechat refuses", level, path=err.path, code=err.code, act=err.act.value, exc_info=err)

    async def _once(self, path: str, send: Send, token: str, *, files: bool) -> dict[str, Any] | bytes:
        try:
            answer = await send(token)
            answer.raise_for_status()
        except httpx.HTTPError as err:
            CALLS.labels(path, "unreachable").inc()
            # none of httpx's own words: they name the address with its token
            raise Unreachable(f"{path}: {type(err).__name__}") from None
        kind = answer.headers.get("Content-Type", "")
        if files and not kind.startswith(("application/json", "text/plain")):
            CALLS.labels(path, "ok").inc()
            return answer.content
        try:
            said = json.loads(answer.content)
            assert isinstance(said, dict)
            code = int(said.get("errcode", 0))
        except (ValueError, AssertionError, TypeError):
            CALLS.labels(path, "unreachable").inc()
            raise Unreachable(f"{path}: no JSON") from None
        CALLS.labels(path, str(code) if code else "ok").inc()
        if code:
            words = str(said.get("errmsg", ""))
            rid, address = _RID.search(words), _ADDRESS.search(words)
            raise ApiError(path, code, rid[1] if rid else "", address[1] if address else "")
        return said

    def _post(self, path: str, content: bytes, query: dict[str, str]) -> Awaitable[httpx.Response]:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return self._http.post(path, params=query, content=content, headers=headers)

    async def _fetch_token(self, force: bool) -> tuple[str, float]:
        path = "/cgi-bin/stable_token"
        body = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
        content = json.dumps({**body, "force_refresh": force}).encode()  # in the body: an address is logged by proxies
        try:
            said = await self._once(path, lambda _: self._post(path, content, {}), "", files=False)
        except ApiError as err:
            self._take_note(err)
            raise
        assert isinstance(said, dict)
        return str(said["access_token"]), float(said["expires_in"])

    async def _fetch_ticket(self, _force: bool) -> tuple[str, float]:
        said = await self.get(TICKET, type="jsapi")
        return str(said["ticket"]), float(said["expires_in"])
