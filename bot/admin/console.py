"""The console at /admin: every page behind one guard."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sanic import Blueprint
from sanic.response import HTTPResponse

from bot.admin.accounts_pages import AccountPages
from bot.admin.guard import Guard, Route
from bot.admin.passwords import Passwords
from bot.admin.roles import May
from bot.admin.sign_in import Door
from bot.admin.visit import Visit
from bot.store.store import Store

HERE = Path(__file__).parent
TILES: tuple[tuple[str, str, str, May], ...] = ()


class Room(Protocol):
    """A group of pages."""

    def routes(self) -> list[Route]:
        """Their addresses."""
        ...


class Console:
    """The rooms of the console and their addresses."""

    def __init__(
        self,
        store: Store,
        public_url: str,
        *,
        passwords: Passwords | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._guard = Guard(store, public_url, clock)
        passwords = passwords or Passwords()
        self._rooms: list[Room] = [Door(self._guard, passwords), AccountPages(self._guard, passwords)]

    def routes(self) -> list[Route]:
        """Every address with what it asks of a visitor."""
        home = [Route("GET", "/admin", May.SIGNED_IN, self.home)]
        return home + [route for room in self._rooms for route in room.routes()]

    async def home(self, visit: Visit) -> HTTPResponse:
        """Where to go from here."""
        tiles = [(path, title, text) for path, title, text, what in TILES if visit.may(what)]
        return visit.page("home.html", tiles=tiles)

    def blueprint(self) -> Blueprint:
        """Everything, to be put into the app."""
        blueprint = Blueprint("admin")
        self._guard.mount(blueprint, self.routes())
        blueprint.static("/admin/static", str(HERE / "static"))
        return blueprint
