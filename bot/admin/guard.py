"""The console's guard: every route passes here. Session, permission, CSRF, origin, headers; in this order of checks:
where it comes from, who it is, whether they may, whether the form is ours."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from jinja2 import Environment
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.admin.roles import May, allowed
from bot.admin.visit import Sorry, Visit, templates
from bot.logs import log
from bot.store.sessions import Session
from bot.store.store import Store

logger = logging.getLogger(__name__)
COOKIE = "qiangua_admin"
SIGN_IN = "/admin/sign-in"
IDLE, LONGEST = 3600.0, 10 * 3600.0
"""Seconds after which a session ends: unused, and at all (a shift)."""
LARGEST = 256 * 1024
"""Bytes of a request."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
Handler = Callable[..., Awaitable[HTTPResponse]]


@dataclass(frozen=True)
class Route:
    """One address of the console and what it asks of a visitor."""

    method: Literal["GET", "POST"]
    path: str
    may: May
    handler: Handler


def key_of(cookie: str) -> str:
    """Under which key the database knows a cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()


class Guard:
    """Lets visits through to their handlers, or refuses them with a page."""

    def __init__(
        self,
        store: Store,
        public_url: str,
        clock: Callable[[], float],
        alerts: Callable[[str], tuple[tuple[str, str], ...]] = lambda role: (),
    ) -> None:
        """`alerts`: from a role to what waits for it, with the page where; called in a thread."""
        self.store, self.clock, self._alerts = store, clock, alerts
        self.secure = public_url.startswith("https://")
        self._host = urlsplit(public_url).netloc
        self._pages: Environment = templates()

    def mount(self, blueprint: Blueprint, routes: list[Route]) -> None:
        """Put routes behind the guard."""
        for number, route in enumerate(routes):
            blueprint.add_route(
                self._guarded(route), route.path, methods=[route.method], name=f"admin_{number}", strict_slashes=True
            )

    def _guarded(self, route: Route) -> Callable[..., Awaitable[HTTPResponse]]:
        async def handle(request: Request, **parts: Any) -> HTTPResponse:
            visit = Visit(request, self.store, self._pages, None)
            try:
                visit = await self._visit(request)
                refused = self._refused(visit, route)
                answer = refused if refused is not None else await route.handler(visit, **parts)
            except Sorry as err:
                answer = visit.page("sorry.html", status=err.status, text=err.text)
            except Exception as err:  # a fault of ours: said as such, without its innards
                log(logger, "console page failed", logging.ERROR, path=route.path, exc_info=err)
                answer = visit.page(
                    "sorry.html",
                    status=500,
                    text="出了点问题，这一步没有做成。请再试一次；还不行，请管运维的人看日志。",
                )
            answer.headers.update(HEADERS)
            if self.secure:
                answer.headers["Strict-Transport-Security"] = "max-age=31536000"
            return answer

        return handle

    async def _visit(self, request: Request) -> Visit:
        session = await self._session(request)
        visit = Visit(request, self.store, self._pages, session)
        if session is None or request.method != "GET" or request.headers.get("hx-request"):
            return visit
        return replace(visit, alerts=await visit.db(self._alerts, session.account.role))

    async def _session(self, request: Request) -> Session | None:
        cookie = request.cookies.get(COOKIE) or ""
        if not 20 <= len(cookie) <= 100:
            return None
        visit = Visit(request, self.store, self._pages, None)
        return await visit.db(self.store.sessions.find, key_of(cookie), self.clock(), IDLE, LONGEST)

    def _refused(self, visit: Visit, route: Route) -> HTTPResponse | None:
        request = visit.request
        if len(request.body) > LARGEST:
            raise Sorry("这一次发来的东西太大了。", 413)
        if route.method == "POST" and not self._from_us(request):
            raise Sorry("这个请求不是从后台页面来的，没有理它。", 403)
        if route.may is May.COME_IN:
            return None
        if visit.session is None:
            if route.method == "GET" and not request.headers.get("hx-request"):
                return redirect(SIGN_IN, status=303)
            raise Sorry("登录过期了，请重新登录。", 401)
        if not allowed(visit.account.role, route.may):
            raise Sorry("您的账号没有这个权限。需要的话，请找管理员。", 403)
        if route.method == "POST":
            sent = request.headers.get("x-csrf") or visit.field("csrf")
            if not hmac.compare_digest(sent.encode(), visit.session.csrf.encode()):
                raise Sorry("页面放太久了，请刷新再试一次。", 403)
        return None

    def _from_us(self, request: Request) -> bool:
        """Whether a form was sent from a page of ours. Old browsers send no Origin; the form's token decides then."""
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc in (request.host, self._host)

    def set_cookie(self, answer: HTTPResponse, name: str, value: str, seconds: int) -> None:
        """A cookie for the console alone; with no value and 0 seconds it goes."""
        answer.cookies[name] = value
        answer.cookies[name]["max-age"] = seconds
        answer.cookies[name]["httponly"] = True
        answer.cookies[name]["samesite"] = "Strict"
        answer.cookies[name]["secure"] = self.secure
        answer.cookies[name]["path"] = "/admin"

    async def begin(self, visit: Visit, account_id: int, to: str) -> HTTPResponse:
        """Open a session under a new key (an old one, maybe planted, is never taken over) and go somewhere."""
        cookie = secrets.token_urlsafe(32)
        await visit.db(self.store.sessions.open, key_of(cookie), account_id, secrets.token_hex(32), self.clock())
        answer = redirect(to, status=303)
        self.set_cookie(answer, COOKIE, cookie, int(LONGEST))
        return answer
