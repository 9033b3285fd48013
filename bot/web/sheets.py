"""Fill a template for a visit, with the headers every page of ours has."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.web.arrival import Arrivals, Question, Visit
from bot.web.deliver import Parcel, page
from bot.web.sharing import Share

HERE = Path(__file__).parent
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_JS_SDK = "https://res.wx.qq.com"
"""From where WeChat's own script comes: allowed on pages that say their card to WeChat, and nowhere else."""
_KINDS = {"learn.css": "text/css", "learn.js": "text/javascript", "share.js": "text/javascript"}


class Sheets:
    """The templates and what they are filled with everywhere."""

    def __init__(self, arrivals: Arrivals, public_url: str) -> None:
        self._arrivals, self._public_url = arrivals, public_url
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True
        )
        self.assets = {
            name: Parcel.of((HERE / "static" / name).read_bytes(), f"{kind}; charset=utf-8")
            for name, kind in _KINDS.items()
        }

    def show(
        self, request: Request, visit: Visit, template: str, share: Share | None = None, **values: object
    ) -> HTTPResponse:
        """A page for a visit, with the card it has when it is passed on."""
        headers = _HEADERS
        if share is not None and share.config is not None:
            policy = _HEADERS["Content-Security-Policy"].replace("script-src 'self'", f"script-src 'self' {_JS_SDK}")
            headers = {**_HEADERS, "Content-Security-Policy": policy}
        filled = self._environment.get_template(f"{template}.html").render(
            visit=visit, here=self._public_url + request.path, site=self._public_url, share=share, **values
        )
        return self._arrivals.see_off(visit, page(request, filled, headers))

    def ask(self, request: Request, question: Question) -> HTTPResponse:
        """Whose phone is this?"""
        return self.show(request, Visit(), "phone", question=question)
