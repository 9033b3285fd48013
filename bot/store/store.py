"""The repositories over one database, as the answering room uses them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Engine

from bot.dialogue.talk import Talk
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.conversations import Conversations, Line
from bot.store.desk import DeskSettings, Handovers
from bot.store.drafts import Drafts
from bot.store.due import DueItems
from bot.store.duties import Duties
from bot.store.kept import Kept
from bot.store.mailings import Mailings
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.reviews import Reviews
from bot.store.revisions import Revisions
from bot.store.sessions import Sessions
from bot.store.sources import Sources
from bot.store.stats import Stats
from bot.store.talks import Standing, Talks
from bot.store.usage import Usage
from bot.store.visits import Visits
from bot.store.windows import Windows


class Store:
    """Everything that is stored of people, and of those who look after them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.people = People(engine)
        self.talks = Talks(engine)
        self.kept = Kept(engine)
        self.due = DueItems(engine)
        self.reviews = Reviews(engine)
        self.duties = Duties(engine)
        self.visits = Visits(engine)
        self.outbox = Outbox(engine)
        self.windows = Windows(engine)
        self.sources = Sources(engine)
        self.mailings = Mailings(engine)
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine)
        self.audit = Audit(engine)
        self.revisions = Revisions(engine)
        self.stats = Stats(engine)
        self.usage = Usage(engine)
        self.conversations = Conversations(engine)
        self.handovers = Handovers(engine)
        self.desk = DeskSettings(engine)
        self.drafts = Drafts(engine)

    def met(self, person: str, sealed: str) -> Standing:
        """How somebody stands whose sealed openid is kept first: nothing of them is written before that."""
        self.people.remember(person, sealed)
        return self.talks.standing(person)

    def turned(
        self, person: str, before: Talk, after: Talk, line: Line, tags: Iterable[str] = (), moved: float | None = None
    ) -> None:
        """Write what a turn moved and its line of the conversation, in one transaction: both or neither. `moved` as in
        `Talks.save`.

        The line first, as `People.forget` empties its tables first.
        """
        with self._engine.begin() as connection:
            self.conversations.write(connection, person, line, after.profile.role, tags)
            self.talks.write(connection, person, before, after, moved)
