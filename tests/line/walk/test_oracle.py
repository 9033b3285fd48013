"""The oracle accepts the product where every sentence is read right, and refuses it with one thing broken."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.menus import menu
from bot.reply.render import to_text
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.training.dataset import load_examples
from bot.training.safety_data import load_labelled
from tests.line.walk.cards import Cards
from tests.line.walk.honest import honest, incoming
from tests.line.walk.meanings import Meanings
from tests.line.walk.oracle import Oracle
from tests.line.walk.screen import Screen
from tests.line.walk.sent import Sent
from tests.line.walk.walk import Report, walk

CATALOGUE = load_catalogue()
CARDS, MEANINGS = Cards(CATALOGUE), Meanings(CATALOGUE)
INTENTS = len({example.intent for example in load_examples()})
SEED, MESSAGES = 3, 500
Breaks = Callable[[Sent, str | None], str | None]


@pytest.fixture
def oracle() -> Oracle:
    return Oracle(CATALOGUE, CARDS, MEANINGS)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[tuple[str, Sent, str | None]]]:
    """A walk with the product in this process, every sentence read as the files say, and all that was exchanged."""
    url = f"sqlite:///{tmp_path_factory.mktemp('walk')}/walk.db"
    migrate(url)
    database = connect(url)
    tiers = {x.text: (x.tier, x.kinds[0] if x.kinds else None) for x in load_labelled()[0]}
    service = honest(Store(database), tiers)
    exchanged: list[tuple[str, Sent, str | None]] = []

    async def push(person: str, sent: Sent) -> str | None:
        if sent.resent and exchanged and exchanged[-1][0] == person:
            return exchanged[-1][2]
        exchanged.append((person, sent, await service.answer(incoming(person, sent), 4.0)))
        return exchanged[-1][2]

    report = asyncio.run(walk(push, MESSAGES, SEED))
    database.dispose()
    return report, exchanged


def judged(exchanged: list[tuple[str, Sent, str | None]], breaks: Breaks) -> list[str]:
    """What the oracle says of a walk whose answers are spoilt."""
    oracles: dict[str, Oracle] = defaultdict(lambda: Oracle(CATALOGUE, CARDS, MEANINGS))
    return [
        fault for person, sent, shown in exchanged for fault in oracles[person].judge(sent, breaks(sent, shown)).wrong
    ]


def test_the_product_that_reads_every_sentence_right_is_accepted(walked: tuple[Report, list]) -> None:
    report, exchanged = walked
    assert report.refusals(INTENTS) == []
    assert report.messages == MESSAGES
    kinds = {card.partition(":")[0] for card in report.cards}
    assert {"page", "quiz", "scene", "line", "lesson", "menu", "goal", "need"} <= kinds, "the walk sees every flow"
    assert judged(exchanged, lambda sent, shown: shown) == []


async def test_a_bot_that_always_shows_the_menu_is_refused() -> None:
    always = to_text(menu(CATALOGUE, "parent"))

    async def push(person: str, sent: Sent) -> str | None:
        return always

    report = await walk(push, 300, SEED)
    unanswered = [fault for fault in report.wrong if "a disclosure unanswered" in fault]
    assert len(report.wrong) > 100
    assert unanswered
    assert report.misread_share > 0.9
    assert report.refusals(INTENTS)


def silent(sent: Sent, shown: str | None) -> str | None:
    return None if sent.how == "picture" else shown


def deaf_to_danger(sent: Sent, shown: str | None) -> str | None:
    return to_text(menu(CATALOGUE, None)) if sent.tier == "now" else shown


def asks_nothing_after_a_protocol(sent: Sent, shown: str | None) -> str | None:
    asks = CATALOGUE.texts.line("talk", "are_you_safe") in (shown or "")
    return to_text(menu(CATALOGUE, None)) if asks else shown


def forgets_the_quiz(sent: Sent, shown: str | None) -> str | None:
    return "\n".join(x for x in (shown or "").split("\n") if CATALOGUE.texts.line("quiz", "back") not in x)


def calls_everything_right(sent: Sent, shown: str | None) -> str | None:
    wrong = CATALOGUE.texts.line("quiz", "wrong").partition("{")[0]
    return re.sub(rf"^{wrong}(.+?)”更好。", "✓ 对，就是“\\1”。", shown or "")


def counts_from_two(sent: Sent, shown: str | None) -> str | None:
    return re.sub(r"^(\d+)\. ", lambda m: f"{int(m[1]) + 1}. ", shown or "", flags=re.M)


def takes_every_number_for_the_first(sent: Sent, shown: str | None) -> str | None:
    return page("parent_sleep") if sent.how == "number" else shown


def fills_no_field(sent: Sent, shown: str | None) -> str | None:
    return (shown or "").replace("《", "{title}", 1)


def talks_too_long(sent: Sent, shown: str | None) -> str | None:
    return (shown or "") + "\n" + "很" * 601 if sent.how == "tap" else shown


def invents(sent: Sent, shown: str | None) -> str | None:
    return "多喝热水就好了。" if sent.intent in CATALOGUE.pages else shown


@pytest.mark.parametrize(
    ("breaks", "because"),
    [
        (silent, "silence"),
        (deaf_to_danger, "a disclosure unanswered"),
        (asks_nothing_after_a_protocol, "line:talk.are_you_safe"),
        (forgets_the_quiz, "no way back to the quiz"),
        (calls_everything_right, "must be line:quiz.wrong"),
        (counts_from_two, "the list does not count"),
        (takes_every_number_for_the_first, "expected one of"),
        (fills_no_field, "an unfilled field"),
        (talks_too_long, "too long"),
        (invents, "nothing that stands in the files"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_one_broken_thing_is_found(walked: tuple[Report, list], breaks: Breaks, because: str) -> None:
    assert [fault for fault in judged(walked[1], breaks) if because in fault]


async def test_the_same_seed_walks_the_same_way() -> None:
    sent: list[list[Sent]] = [[], []]
    for said in sent:

        async def push(person: str, message: Sent, said: list[Sent] = said) -> str | None:
            said.append(message)
            return to_text(menu(CATALOGUE, None))

        await walk(push, 200, 3)
    assert sent[0] == sent[1]


def page(name: str, section: str = "start") -> str:
    """A page as it is shown."""
    shown = CATALOGUE.pages[name].sections[section]
    lines = "\n".join(f"{n}. {link.label}" for n, link in enumerate(shown.links, 1))
    return f"{shown.text}\n\n{lines}"


def line(table: str, key: str, *options: str) -> str:
    """A fixed line with a list."""
    lines = "\n".join(f"{n}. {label}" for n, label in enumerate(options, 1))
    return f"{CATALOGUE.texts.line(table, key)}\n\n{lines}".strip()


SAFE = line("talk", "are_you_safe", "安全了，接着说", "还不安全")
GAMING = Sent("手机不撒手", intent="parent_phone_gaming")
MISSING = Sent("娃不见了", intent="report_missing_child", tier="now")
PHONE, LOST = page("parent_phone_gaming"), page("report_missing_child")
OFF_LIST = line("talk", "picked_wrong").replace("{n}", "5")
Exchange = tuple[Sent, str | None]


def number(n: int, shown: str) -> Exchange:
    """A number typed, and what comes of it."""
    return Sent(str(n), "number"), shown


@pytest.mark.parametrize(
    ("exchanges", "verdict"),
    [
        ([(GAMING, PHONE)], "right"),
        ([(GAMING, page("parent_sleep"))], "misread"),
        ([(GAMING, None)], "wrong"),
        ([(GAMING, PHONE), number(2, page("parent_phone_gaming", "grandparents"))], "right"),
        ([(GAMING, PHONE), number(2, page("parent_phone_gaming", "more"))], "wrong"),
        ([(GAMING, PHONE), number(9, OFF_LIST)], "right"),
        ([(GAMING, PHONE), number(9, PHONE)], "wrong"),
        ([(MISSING, LOST)], "right"),
        ([(MISSING, page("report_abduction"))], "right"),
        ([(MISSING, PHONE)], "wrong"),
        ([(MISSING, LOST), (GAMING, SAFE)], "right"),
        ([(MISSING, LOST), (GAMING, PHONE)], "wrong"),
        ([(MISSING, LOST), (GAMING, SAFE), number(1, PHONE)], "right"),
        ([(MISSING, LOST), (GAMING, SAFE), number(2, LOST)], "right"),
        ([(MISSING, LOST), (GAMING, SAFE), number(2, PHONE)], "wrong"),
    ],
)
def test_what_may_follow(oracle: Oracle, exchanges: list[Exchange], verdict: str) -> None:
    for sent, shown in exchanges:
        found = oracle.judge(sent, shown)
    assert ("wrong" if found.wrong else "misread" if found.misread else "right") == verdict, found


def test_every_page_quiz_and_scene_is_known_by_its_own_words() -> None:
    for name, shown in CATALOGUE.pages.items():
        for key, section in shown.sections.items():
            cards = CARDS.on(Screen.of(section.text))
            assert any(c.startswith(f"page:{name}#") for c in cards), (name, key, cards)


def test_every_option_of_every_page_is_known() -> None:
    for name, shown in CATALOGUE.pages.items():
        for key, section in shown.sections.items():
            for link in section.links:
                assert MEANINGS.of_label(link.label, {f"page:{name}#{key.partition('@')[0]}"}), (name, key, link)
