"""Links to our pages that know whose progress they are for, and the cookie that takes over from them."""

from __future__ import annotations

import time
from collections.abc import Callable

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.people.ticket import SECONDS, make_ticket, read_ticket

COOKIE = "qiangua"
PARAMETER = "t"


class Tickets:
    """Makes addresses with a ticket, reads tickets from requests."""

    def __init__(self, key: str, public_url: str, clock: Callable[[], float] = time.time) -> None:
        self._key, self._public_url, self._clock = key, public_url.rstrip("/"), clock

    def address(self, person: str, path: str) -> str:
        """The address of one of our pages for one person."""
        return f"{self._public_url}{path}?{PARAMETER}={make_ticket(person, self._key, self._clock())}"

    def person(self, request: Request) -> str | None:
        """Whose visit this is; None for somebody unknown, who may read everything too."""
        ticket = request.cookies.get(COOKIE) or ""
        return read_ticket(ticket, self._key, self._clock()) if ticket else None

    def take(self, request: Request) -> HTTPResponse | None:
        """The redirect that moves a ticket from the address into a cookie; None when there is none.

        The address that people pass on then belongs to nobody.
        """
        ticket = request.args.get(PARAMETER)
        if not ticket:
            return None
        answer = redirect(request.path)
        if read_ticket(ticket, self._key, self._clock()) is not None:
            answer.cookies[COOKIE] = ticket
            answer.cookies[COOKIE]["max-age"] = SECONDS
            answer.cookies[COOKIE]["httponly"] = True
            answer.cookies[COOKIE]["samesite"] = "Lax"
            answer.cookies[COOKIE]["secure"] = self._public_url.startswith("https://")
            answer.cookies[COOKIE]["path"] = "/"
        return answer
