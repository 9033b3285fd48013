"""Before every page: whoever asks too often from one address is told when to come again."""

from __future__ import annotations

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.limits.addresses import PAGES, Addresses

OPEN = frozenset({"/wechat", "/healthz", "/readyz", "/metrics"})
"""WeChat's door counts what is forged; the others are for our own machines and stay behind the proxy."""


def limit_pages(app: Sanic, addresses: Addresses, line: str) -> None:
    """Answer 429 with `line` and Retry-After over the limit, before anything else is done."""

    async def before(request: Request) -> HTTPResponse | None:
        if request.path in OPEN:
            return None
        seconds = await addresses.over(request, PAGES)
        if not seconds:
            return None
        return text(line, status=429, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})

    app.register_middleware(before, "request")
