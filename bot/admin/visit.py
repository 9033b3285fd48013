"""One request to the console: who asks, what they sent, how the answer looks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic.request import Request
from sanic.response import HTTPResponse, html, redirect

from bot.admin.roles import ROLE_NAMES, May, allowed
from bot.admin.words import NAVIGATION, SAID, age, moment, written
from bot.errors import RequestError
from bot.store.accounts import Account
from bot.store.sessions import Session
from bot.store.store import Store

HERE = Path(__file__).parent
P = ParamSpec("P")
T = TypeVar("T")


class Sorry(RequestError):
    """A request the console does not follow; the text is shown to whoever asked, and names no person's words."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.text, self.status = text, status


def templates() -> Environment:
    """The console's templates. An unknown name in one is an error, not an empty place."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(moment=moment, written=written, age=age)
    found.filters["anchor"] = lambda key: key.encode().hex()
    found.globals.update(roles=ROLE_NAMES, May=May)
    return found


@dataclass(frozen=True)
class Visit:
    """What a page's handler gets."""

    request: Request
    store: Store
    pages: Environment
    session: Session | None
    alerts: tuple[tuple[str, str], ...] = ()
    """What waits for the visitor, with the page where: stands at the head of every page."""

    @property
    def account(self) -> Account:
        """Whose visit it is; only for pages behind the sign-in."""
        assert self.session is not None
        return self.session.account

    def may(self, what: May) -> bool:
        """Whether the visitor may."""
        return self.session is not None and allowed(self.account.role, what)

    def field(self, name: str, longest: int = 500) -> str:
        """A field of a form, stripped; empty when it was not sent. Raises Sorry when it is too long."""
        value = str((self.request.form or {}).get(name) or "").strip()
        if len(value) > longest:
            raise Sorry(f"写得太长了，最多 {longest} 个字。")
        return value

    def values(self, name: str) -> list[str]:
        """All values of a field: ticked boxes."""
        return [str(v) for v in ((self.request.form or {}).get(name) and self.request.form.getlist(name)) or ()]

    def numbers(self, name: str) -> list[int]:
        """All values of a field that are numbers."""
        return [int(v) for v in self.values(name) if v.isascii() and v.isdigit() and len(v) < 16]

    def asked(self, name: str, default: str = "") -> str:
        """A value of the address."""
        return str(self.request.args.get(name) or default)[:200]

    async def db(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Something blocking, off the event loop."""
        return await asyncio.to_thread(call, *args, **kwargs)

    async def note(self, action: str, object_: str = "", detail: str = "") -> None:
        """Write to the audit log what the visitor does."""
        await self.db(self.store.audit.add, self.account.name, action, object_, detail)

    def page(self, template: str, status: int = 200, **values: object) -> HTTPResponse:
        """A page of the console."""
        navigation = [(path, name) for path, name, what in NAVIGATION if self.may(what)]
        said = SAID.get(self.asked("said"), "").format(n=self.asked("n")[:6])
        common: Mapping[str, object] = {
            "visit": self, "csrf": self.session.csrf if self.session else "", "navigation": navigation, "said": said,
            "here": self.request.path,
        }  # fmt: skip
        return html(self.pages.get_template(template).render({**common, **values}), status=status)

    def back_to(self, path: str, said: str = "", n: int | None = None) -> HTTPResponse:
        """After a change: go and read the page anew. `said`: a key of `bot.admin.words.SAID`."""
        mark = "&" if "?" in path else "?"
        extra = f"{mark}said={said}" + (f"&n={n}" if n is not None else "") if said else ""
        return redirect(f"{path}{extra}", status=303)
