"""Fill a template for a visit, with the headers every page of ours has."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.web.arrival import Arrivals, Question, Visit
from bot.web.deliver import Parcel, page

HERE = Path(__file__).parent
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_KINDS = {"learn.css": "text/css; charset=utf-8", "learn.js": "text/javascript; charset=utf-8"}


class Sheets:
    """The templates and what they are filled with everywhere."""

    def __init__(self, arrivals: Arrivals, public_url: str) -> None:
        self._arrivals, self._public_url = arrivals, public_url
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True
        )
        self.assets = {name: Parcel.of((HERE / "static" / name).read_bytes(), kind) for name, kind in _KINDS.items()}

    def show(self, request: Request, visit: Visit, template: str, **values: object) -> HTTPResponse:
        """A page for a visit."""
        filled = self._environment.get_template(f"{template}.html").render(
            visit=visit, here=self._public_url + request.path, site=self._public_url, **values
        )
        return self._arrivals.see_off(visit, page(request, filled, _HEADERS))

    def ask(self, request: Request, question: Question) -> HTTPResponse:
        """Whose phone is this?"""
        return self.show(request, Visit(), "phone", question=question)
