"""The local chat page: a WeChat conversation in the browser, for development.

It plays WeChat: what is typed becomes signed XML, posted to the very /wechat that phones reach,
tried again like WeChat does; what comes back is shown as WeChat would show it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from pathlib import Path
from typing import Any

import httpx
from jinja2 import Environment, FileSystemLoader, select_autoescape
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from bot.errors import BadRequest, QianguaError
from bot.logs import log
from bot.web.platform import Platform, Post

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
FAULT = "该公众号提供的服务出现故障，请稍后再试"
LONGEST = 2000
_TRIES = 3
_OPENID = re.compile(r"o[A-Za-z0-9_-]{27}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EVENTS = frozenset({"subscribe", "unsubscribe", "CLICK", "SCAN"})
# What a phone sends along with each kind; addresses are placeholders nobody opens.
_MESSAGES: dict[str, dict[str, str]] = {
    "image": {"PicUrl": "http://localhost/picture.jpg", "MediaId": "local-image"},
    "voice": {"MediaId": "local-voice", "Format": "amr", "Recognition": ""},
    "video": {"MediaId": "local-video", "ThumbMediaId": "local-thumb"},
    "location": {"Location_X": "26.58", "Location_Y": "106.71", "Scale": "15", "Label": "贵州省贵阳市"},
}
# Nothing from elsewhere, whatever an answer contains.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class CallbackFault(QianguaError):
    """The callback gave no answer that WeChat would show."""

    status = 502


class ChatPage:
    """Serves the page and plays WeChat for it."""

    def __init__(self, platform: Platform, callback_url: str, patience: float) -> None:
        self._platform, self._callback_url, self._patience = platform, callback_url, patience
        environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape())
        self._page = environment.get_template("chat.html")

    async def page(self, _request: Request) -> HTTPResponse:
        """The page itself."""
        return html(self._page.render(longest=LONGEST), headers={"Content-Security-Policy": _POLICY})

    async def send(self, request: Request) -> HTTPResponse:
        """One message or event: `{"openid", "type", "text", "event", "key", "tapped"}`.

        Answers `{"content", "ms"}`; content is null where WeChat would show nothing. 400 for a
        request that is no message, 502 when the account failed as WeChat counts.
        """
        try:
            body = request.json
            post = self._post(body)
        except InvalidUsage:
            return json({"error": "a JSON object is expected"}, status=400)
        except BadRequest as err:
            return json({"error": str(err)}, status=err.status)
        started = time.monotonic()
        try:
            content = self._shown(await self._deliver(post))
        except CallbackFault as err:
            log(logger, "the callback failed", logging.WARNING, exc_info=err)
            return json({"error": FAULT}, status=err.status)
        if body.get("event") == "unsubscribe":  # WeChat shows nothing to somebody who has left
            content = None
        return json({"content": content, "ms": round((time.monotonic() - started) * 1000)})

    def _post(self, body: Any) -> Post:
        if not isinstance(body, dict):
            raise BadRequest("a JSON object is expected")
        openid, kind = body.get("openid"), body.get("type")
        if not isinstance(openid, str) or not _OPENID.fullmatch(openid):
            raise BadRequest("openid: o and 27 letters, digits, - or _")
        if kind == "text":
            text = body.get("text")
            if not isinstance(text, str) or len(text) > LONGEST or not (text := _NOT_XML.sub("", text)):
                raise BadRequest(f"text: 1 to {LONGEST} characters")
            return self._platform.text(openid, text, tapped=body.get("tapped") is True)
        if kind == "event":
            event, key = body.get("event"), body.get("key") or ""
            if not isinstance(event, str) or event not in _EVENTS:
                raise BadRequest("event: subscribe, unsubscribe, CLICK or SCAN")
            if not isinstance(key, str) or len(key) > 128:
                raise BadRequest("key: at most 128 characters")
            return self._platform.event(openid, event, _NOT_XML.sub("", key))
        if isinstance(kind, str) and kind in _MESSAGES:
            return self._platform.message(openid, kind, **_MESSAGES[kind])
        raise BadRequest("type: text, event, image, voice, video or location")

    async def _deliver(self, post: Post) -> bytes:
        """Post, and the same again 5 and 10 seconds after the first try while no answer comes."""
        (query, body), url = post, self._callback_url
        headers = {"Content-Type": "text/xml"}
        async with httpx.AsyncClient(timeout=self._patience, trust_env=False) as http:
            for attempt in range(1, _TRIES + 1):
                started = time.monotonic()
                try:
                    async with asyncio.timeout(self._patience):  # httpx counts each phase by itself
                        answer = await http.post(url, params=query, content=body, headers=headers)
                    answer.raise_for_status()
                    return answer.content
                except (httpx.HTTPError, TimeoutError) as err:
                    if attempt == _TRIES:
                        raise CallbackFault(f"no answer in {_TRIES} tries") from err
                    log(logger, "a try failed", logging.WARNING, attempt=attempt, exc_info=err)
                await asyncio.sleep(max(0.0, self._patience - (time.monotonic() - started)))
        raise AssertionError("unreachable: the last try returns or raises")

    def _shown(self, answer: bytes) -> str | None:
        """What a phone shows for a reply. An answer in time ends the tries, be it valid or not."""
        try:
            fields = self._platform.read_reply(answer)
        except Exception as err:  # no XML, no such field, wrong padding, …: WeChat refuses all alike
            raise CallbackFault("the answer is no valid reply") from err
        if fields is None:
            return None
        kind = fields.get("MsgType")
        if kind != "text":
            return f"〔{kind}〕"
        if not fields.get("Content"):
            raise CallbackFault("the answer is a text without Content; to stay silent answer `success`")
        return fields["Content"]


def create_chat_blueprint(platform: Platform, callback_url: str, *, patience: float = 5.0) -> Blueprint:
    """GET /chat, its static files, and POST /chat/send.

    `patience`: seconds WeChat waits for an answer, and from the start of one try to the next.
    """
    page = ChatPage(platform, callback_url, patience)
    routes = Blueprint("chat")

    @routes.get("/chat")
    async def show(request: Request) -> HTTPResponse:
        return await page.page(request)

    @routes.post("/chat/send")
    async def send(request: Request) -> HTTPResponse:
        return await page.send(request)

    routes.static("/chat/static", str(HERE / "static"))
    return routes
