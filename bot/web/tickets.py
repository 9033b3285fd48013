"""Links to our pages that know whose progress they are for, and the cookie that takes over from them."""

from __future__ import annotations

import time
from collections.abc import Callable

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.people.ticket import PHONE, SECONDS, make_ticket, read_ticket

COOKIE = "qiangua"
PARAMETER = "t"


class Tickets:
    """Makes addresses with a ticket, reads tickets from requests, puts one into a cookie."""

    def __init__(self, key: str, public_url: str, clock: Callable[[], float] = time.time) -> None:
        self._key, self.public_url, self._clock = key, public_url.rstrip("/"), clock

    def address(self, person: str, path: str) -> str:
        """The address of one of our pages for one person."""
        return f"{self.public_url}{path}?{PARAMETER}={make_ticket(person, self._key, self._clock())}"

    def of_link(self, ticket: str | None) -> str | None:
        """Whose a ticket from an address is; None when it is nobody's or too old."""
        return read_ticket(ticket, self._key, self._clock()) if ticket else None

    def person(self, request: Request) -> str | None:
        """Whose phone this is; None for somebody unknown, who may read everything too."""
        ticket = request.cookies.get(COOKIE) or ""
        return read_ticket(ticket, self._key, self._clock(), PHONE) if ticket else None

    def remember(self, answer: HTTPResponse, person: str) -> None:
        """Let this phone's progress be the person's from now on, as long as it is used now and then."""
        answer.cookies[COOKIE] = make_ticket(person, self._key, self._clock(), PHONE)
        self.guard(answer, COOKIE, SECONDS[PHONE])

    def guard(self, answer: HTTPResponse, cookie: str, seconds: int) -> None:
        """A cookie's attributes: no script reads it, no other site sends it, and it goes over https where there is."""
        answer.cookies[cookie]["max-age"] = seconds
        answer.cookies[cookie]["httponly"] = True
        answer.cookies[cookie]["samesite"] = "Lax"
        answer.cookies[cookie]["secure"] = self.public_url.startswith("https://")
        answer.cookies[cookie]["path"] = "/"
