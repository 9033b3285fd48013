"""The statistics behind the wall, for the organisation and for a factory."""

from __future__ import annotations

import base64
import csv
import io
import re

import pytest

from bot.admin.charts import picture
from bot.admin.figures import Table, as_csv, factory, figures
from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.store.conversations import Line
from bot.store.store import Store
from tests.admin.conftest import CHEAP, PASSWORD, Clock, Site, post

CATALOGUE = load_catalogue()
LESSON = CATALOGUE.lessons["parent_praise"]


def come(
    store: Store, now: float, count: int, source: str = "", letter: str = "a", *, active: int | None = None
) -> None:
    """So many people, each of whom wrote once, opened a lesson and did its quiz twice."""
    for n in range(count):
        person = f"{letter}{n}".ljust(64, "x")
        store.people.remember(person, "sealed")
        if source:
            store.sources.add(person, source, "follow", now)
        if active is not None and n >= active:
            continue
        store.talks.save(person, Talk(), Talk().after(Reply("x"), now))
        line = Line(now, "text", "话", "答", "understood", page="parent_homework", ms=100)
        store.conversations.add(person, line, "parent")
        store.talks.record_opened(person, LESSON.name)
        store.talks.record_attempt(person, LESSON.quiz, (1, 1), 1)
        store.talks.record_attempt(person, LESSON.quiz, (1, 1), 2)


def table(tables: list[Table], heading: str) -> dict[object, tuple[object, ...]]:
    return {row[0]: row[1:] for row in next(t for t in tables if t.heading == heading).rows}


def test_what_an_organisation_sees(store: Store, clock: Clock) -> None:
    come(store, clock(), 12)
    found = figures(store, CATALOGUE, clock(), disclosures=False)
    assert table(found, "多少人在用")["一共"] == (12,)
    assert table(found, "课")[LESSON.title] == (12, 12)
    assert table(found, "小测")[CATALOGUE.quizzes[LESSON.quiz].title] == (12, 0.5, 12, 0.5)
    assert table(found, "问得多的话题，每周多少人")[CATALOGUE.title("parent_homework")][-1] == 12
    assert next(iter(table(found, "听懂了多少").values())) == (1.0, 0.0, 0.0)
    assert next(iter(table(found, "多久答上").values())) == ("0.25 秒", "0.25 秒")
    assert list(table(found, "每周多少人来过").values())[-1] == (12,)
    assert list(table(found, "每天多少人来过").values())[-1] == (12,)
    assert not any(t.heading == "四周内的求救" for t in found)


def test_no_group_under_five_nor_what_is_left_by_subtraction(store: Store, clock: Clock) -> None:
    come(store, clock(), 12, active=9)
    found = figures(store, CATALOGUE, clock(), disclosures=True)
    assert table(found, "多少人在用")["一共"] == (12,)
    assert table(found, "多少人在用")["四周内来过的"] == (None,), "three who did not come could be had"
    assert table(found, "多少人在用")["这周来过的"] == (None,)
    come(store, clock(), 3, "code", letter="b")
    found = figures(store, CATALOGUE, clock(), disclosures=True)
    assert table(found, "从哪个码来") == {"code": (None,), "没扫码来的": (None,)}
    line = Line(clock(), "text", "话", "答", "asked")
    store.conversations.add("a0".ljust(64, "x"), line, "parent")
    found = figures(store, CATALOGUE, clock(), disclosures=True)
    assert set(table(found, "听懂了多少").values()) == {(None, None, None)}, "one person was asked back"


@pytest.mark.parametrize("count", range(5))
def test_a_factory_sees_nothing_of_fewer_than_five(count: int, store: Store, clock: Clock) -> None:
    come(store, clock(), 30)
    come(store, clock(), count, "factory_1", letter="f")
    assert factory(store, CATALOGUE, clock(), "factory_1") == []


def test_a_factory_sees_its_own_alone_and_rounded(store: Store, clock: Clock) -> None:
    come(store, clock() - 7 * 86400, 13, "factory_1", letter="f", active=7)
    come(store, clock() - 7 * 86400, 20, "factory_2", letter="g")
    found = factory(store, CATALOGUE, clock(), "factory_1")
    text = as_csv(found)
    assert table(found, "多少人在用")["扫你们的码来的"] == ("10 以上",)
    assert table(found, "课")[LESSON.title] == ("5 以上", "5 以上")
    assert list(table(found, "每周多少人来过").values())[-1] == ("5 以上",)
    assert not re.search(r"\b(?:7|13|20)\b", text.replace("20 以上", "")), text
    assert not any(word in text for word in ("求救", "话题", "家长"))


async def test_a_manager_signs_in_to_one_page(site: Site) -> None:
    come(site.store, site.clock() - 7 * 86400, 6, "=factory", letter="f")
    site.store.accounts.add("boss", CHEAP.hash(PASSWORD), "manager", 1.0, "=factory")
    boss = await site.signed_in("boss")
    page = (await boss.get("/admin/factory")).text
    assert "5 以上" in page
    assert (await boss.get("/admin/stats")).status_code == 403
    assert (await boss.get("/admin/factory?source=factory_2")).text.count("5 以上") == page.count("5 以上")
    exported = (await boss.get("/admin/factory.csv")).text
    assert not re.search(r"(?m)^[=+@-]", exported.removeprefix("\ufeff"))
    assert next((d.who, d.object) for d in site.store.audit.entries(action="factory_view")) == ("boss", "=factory")
    assert "人还太少" in (await (await site.signed_in("manager")).get("/admin/factory")).text, "no source, no figures"


async def test_a_manager_has_a_source_and_nobody_else(site: Site) -> None:
    admin = await site.signed_in("admin")
    for role, source in (("manager", ""), ("manager", "a b"), ("viewer", "factory_1")):
        answer = await post(admin, "/admin/accounts", name="somebody", role=role, source=source)
        assert answer.status_code == 400, (role, source)
    assert (await post(admin, "/admin/accounts", name="boss", role="manager", source="factory_1")).status_code == 200
    account = site.store.accounts.named("boss")
    assert account is not None
    assert account.source == "factory_1"


async def test_pictures_stand_beside_their_numbers(site: Site) -> None:
    come(site.store, site.clock(), 12)
    page = (await (await site.signed_in("viewer")).get("/admin/stats")).text
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert len(found) == 3
    for one in found:
        assert base64.b64decode(one).startswith(b"<?xml")
    assert "<meter" in page


def test_nothing_is_drawn_of_nothing() -> None:
    assert picture(Table("x", ("", "人数"), (("2026-11-23", None),), "weeks")) == ""
    assert picture(Table("x", ("", "人数"), (("2026-11-23", 9),))) == ""


def test_a_cell_is_no_formula() -> None:
    rows = tuple((f"{sign}1+1", 9) for sign in "=+-@\t\r")
    shown = list(csv.reader(io.StringIO(as_csv([Table("=x", ("", "@y"), rows)]))))
    assert all(not value or value[0] not in "=+-@\t\r" for row in shown for value in row)
