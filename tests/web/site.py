"""Our pages served on loopback over a database of their own."""

from __future__ import annotations

from pathlib import Path

from sanic import Sanic

from bot.content.catalogue import load_catalogue
from bot.dialogue.talk import Talk
from bot.reply.show import Showing
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.web.learn import create_learn_blueprint
from bot.web.sharing import Sign
from bot.web.tickets import Tickets

P = "c" * 64


class Site:
    """The app with its store; its clock stands where `now` says (seconds since 1970)."""

    def __init__(self, folder: Path, base: str, name: str, sign: Sign | None = None) -> None:
        url = f"sqlite:///{folder}/t.db"
        migrate(url)
        self.base, self.now = base, 1_000_000.0
        self._database = connect(url)
        self.store = Store(self._database)
        self.tickets = Tickets("k" * 64, base, lambda: self.now)
        self.showing = Showing(self.store, load_catalogue(), lambda: self.now, self.tickets.address)
        self.app = Sanic(name, configure_logging=False)
        self.app.blueprint(create_learn_blueprint(load_catalogue(), self.showing, self.tickets, sign))

    def talk(self) -> Talk:
        """Where P's talk stands."""
        return self.store.talks.load(P)

    def close(self) -> None:
        """Let go of the database."""
        self._database.dispose()
