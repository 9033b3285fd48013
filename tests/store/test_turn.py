"""What one turn asks and writes, on SQLite and on PostgreSQL: as few ways to the database as it has to be, and a line
of the conversation that cannot be written costs nothing but itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import pytest
import sqlalchemy as sa

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.reply.answer import AnswerService
from bot.reply.messages import Incoming
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.store.conversations import Line
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.store.talks import Overtaken
from bot.wechat.inbound import Inbound
from bot.wechat.notes import Notes

P = "p" * 64
CATALOGUE = load_catalogue()
WORDS = "孩子不爱写作业"


class Engine:
    """An engine that understands everything, or nothing (`intent`); `meanwhile` happens while it thinks."""

    def __init__(
        self, intent: str = "parent_homework", meanwhile: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        self._intent, self._meanwhile = intent, meanwhile

    async def send(self, person: str, message: str, state: dict) -> list[Reply]:
        if self._meanwhile is not None:
            await self._meanwhile()
        read = {"intent": self._intent, "confidence": 0.9, "ranking": []}
        return [Reply("看这页", (Option("再看", "/parent_homework"),), page="parent_homework", understood=read)]


@pytest.fixture
def database(url: str) -> Iterator[sa.engine.Engine]:
    migrate(url)
    engine = connect(url)
    yield engine
    engine.dispose()


def service_of(store: Store, engine: Engine | None = None) -> AnswerService:
    turns = TurnTaker(CATALOGUE, load_detector(), engine or Engine())
    return AnswerService(turns, Showing(store, CATALOGUE, turns.clock))


async def push(service: AnswerService, store: Store) -> str:
    """A message and its answer, with what is noted of it."""
    shown = await service.answer(Incoming(P, "text", WORDS, sealed="sealed"), 60)
    await Notes(store, lambda: True).take(Inbound("gh", "o", "1", "text", "", "", WORDS, "1", False), P)
    return str(shown)


async def test_a_message_costs_six_statements_and_two_commits(database: sa.engine.Engine) -> None:
    store = Store(database)
    service = service_of(store)
    for _ in range(2):  # the first message of a person, and of a page, writes more
        await push(service, store)
    seen: Counter[str] = Counter()
    sa.event.listen(database, "before_cursor_execute", lambda *_: seen.update(["statement"]))
    sa.event.listen(database, "commit", lambda _: seen.update(["commit"]))
    await push(service, store)
    assert seen["statement"] <= 6, "one reading, four for the turn and its line, one window"
    assert seen["commit"] <= 2, "the turn and its line are one transaction"


async def test_a_line_that_cannot_be_written_costs_nothing_but_itself(database: sa.engine.Engine) -> None:
    store = Store(database)
    service = service_of(store)
    await push(service, store)
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE lines RENAME TO gone"))
    before = store.talks.load(P)
    assert (await push(service, store)).startswith("看这页")
    assert store.talks.load(P).heard[-1].at > before.heard[-1].at, "the talk has moved"
    with database.begin() as connection:
        connection.execute(sa.text("ALTER TABLE gone RENAME TO lines"))
    await push(service, store)
    assert len(store.conversations.lines(store.conversations.of_person(P)[0].id)) == 2, "the next one is kept again"


def test_a_turn_is_written_whole_or_not_at_all(database: sa.engine.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(database)
    store.people.remember(P, "sealed")
    line, after = Line(1000.0, "text", WORDS, "答", "flow"), Talk().after(Reply("x", page="a"), 1000.0)

    def fails(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(store.talks, "write", fails)
        with pytest.raises(RuntimeError):
            store.turned(P, Talk(), after, line)
    assert (store.conversations.of_person(P), store.talks.load(P)) == ([], Talk())
    store.turned(P, Talk(), after, line)
    assert store.conversations.of_person(P)[0].last == 1000.0
    assert store.talks.load(P) == after


def test_a_talk_that_has_moved_is_not_written_over(database: sa.engine.Engine) -> None:
    store = Store(database)
    store.people.remember(P, "sealed")
    store.talks.save(P, Talk(), Talk().after(Reply("x", page="a"), 1000.0))
    here = store.talks.standing(P)
    store.talks.save(P, here.talk, here.talk.after(Reply("x", page="b"), 1001.0), here.moved)
    after, line = here.talk.after(Reply("x", page="c"), 1002.0), Line(1002.0, "text", WORDS, "答", "flow")
    with pytest.raises(Overtaken):
        store.turned(P, here.talk, after, line, moved=here.moved)
    assert (store.talks.load(P).page, store.conversations.of_person(P)) == ("b", [])


@pytest.mark.parametrize(("intent", "reviews"), [("parent_homework", 0), ("out_of_scope", 1)])
async def test_two_bots_answer_one_person_at_once(database: sa.engine.Engine, intent: str, reviews: int) -> None:
    store, other = Store(database), "他今天打了同学"
    here, there = service_of(store), service_of(Store(database))
    await push(here, store)
    slow = service_of(store, Engine(intent, lambda: there.answer(Incoming(P, "text", other), 60)))
    assert (await push(slow, store)).startswith("看这页")
    assert [h.text for h in store.talks.load(P).heard] == [other, WORDS], "neither has written over the other"
    assert len(store.reviews.latest(10)) == reviews, "what is read again is written once"
    lines = store.conversations.lines(store.conversations.of_person(P)[0].id)
    assert [line.said for line in lines] == [WORDS, other, WORDS]


def test_what_a_turn_begins_with(database: sa.engine.Engine) -> None:
    store = Store(database)
    assert store.talks.standing(P).talk == Talk()
    store.people.remember(P, "sealed")
    assert not store.talks.standing(P).kept
    store.kept.keep_question(P, "?")
    store.kept.keep_question(P, "??")
    store.handovers.begin(P, "li", 1.0)
    here = store.talks.standing(P)
    assert (here.talk, here.officer, here.kept) == (Talk(), "li", True), "also of somebody who has no talk yet"
    store.people.forget(P)
    here = store.talks.standing(P)
    assert (here.talk, here.officer, here.kept) == (Talk(), None, False)
