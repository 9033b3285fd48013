"""Who comes to a page, from where, and on which phone: the step before any page of ours is made.

A ticket moves from the address into a cookie, unless the person has opened pages before and this phone is not known:
then it is asked whose phone this is, for with it progress would be changed. A source in the address (`?from=card`)
says where the link was passed on; it is counted, and kept for the links that are passed on from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.reply.show import Showing
from bot.web.tickets import PARAMETER, Tickets

SOURCE = "from"
EXPIRED = "old"
SHARED = "share"
"""The source of a link that is passed on by somebody who came by none."""
_SOURCE_SECONDS = 30 * 86400
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")
_OURS = re.compile(r"/(?:lessons|quizzes|certificate)(?:/[a-z0-9_]+){0,2}")


@dataclass(frozen=True)
class Visit:
    """A visit as the pages need it."""

    person: str | None = None
    """Whose progress is kept; None for somebody unknown."""
    source: str | None = None
    """Where the link that brought this phone here was passed on."""
    expired: bool = False
    """The personal link was too old: nothing is kept, and that is said."""

    def shared(self, address: str, source: str | None = None) -> str:
        """An address to pass on: it carries a source and nothing of a person."""
        return f"{address}?{urlencode({SOURCE: self.source or source or SHARED})}"


@dataclass(frozen=True)
class Question:
    """Whose phone is this? `ticket` is good for the answer; `path` is where the visitor was going."""

    ticket: str
    path: str


class Arrivals:
    """Receives visitors."""

    def __init__(self, showing: Showing, tickets: Tickets) -> None:
        self._showing, self._tickets = showing, tickets

    async def receive(self, request: Request) -> Visit | Question | HTTPResponse:
        """The visit; or where to send the visitor first; or what to ask."""
        person, source = self._tickets.person(request), _source(request.args.get(SOURCE))
        ticket = request.args.get(PARAMETER)
        if ticket is None:
            kept = source or _source(request.cookies.get(SOURCE))
            return Visit(person, kept, person is None and EXPIRED in request.args)
        linked = self._tickets.of_link(ticket)
        if linked is None:
            return redirect(_bare(request, {EXPIRED: "1"}))
        if linked != person and not await self._showing.first_phone(linked):
            return Question(ticket, _bare(request))
        answer = redirect(_bare(request))
        self._tickets.remember(answer, linked)
        return answer

    async def count(self, request: Request) -> None:
        """A page was made for somebody whom a link with a source has brought."""
        if (source := _source(request.args.get(SOURCE))) is not None:
            await self._showing.visited(request.path, source)

    def accept(self, request: Request) -> HTTPResponse:
        """「是我的手机」: from now on this phone's progress is the person's; too late, and it is said that it was."""
        path = request.form.get("path") or ""
        path = path if _OURS.fullmatch(path.partition("?")[0]) else "/lessons"
        person = self._tickets.of_link(request.form.get(PARAMETER))
        answer = redirect(path if person else f"{path.partition('?')[0]}?{EXPIRED}=1", status=303)
        if person is not None:
            self._tickets.remember(answer, person)
        return answer

    def see_off(self, visit: Visit, answer: HTTPResponse) -> HTTPResponse:
        """Keep the phone's cookies fresh."""
        if visit.person is not None:
            self._tickets.remember(answer, visit.person)
        if visit.source is not None:
            answer.cookies[SOURCE] = visit.source
            self._tickets.guard(answer, SOURCE, _SOURCE_SECONDS)
        return answer


def _source(value: str | None) -> str | None:
    return value if value and _SOURCE.fullmatch(value) else None


def _bare(request: Request, extra: dict[str, str] | None = None) -> str:
    """The address without its ticket; a source stays."""
    kept = {SOURCE: source} if (source := _source(request.args.get(SOURCE))) else {}
    query = urlencode(kept | (extra or {}))
    return f"{request.path}?{query}" if query else str(request.path)
