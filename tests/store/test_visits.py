"""Counts of followed links, and the first phone."""

from __future__ import annotations

import pytest

from bot.store import visits
from bot.store.store import Store

DAY = 86400.0


def test_links_are_counted_by_day_page_and_source(store: Store) -> None:
    for now in (0.0, 1.0, 3 * DAY):
        store.visits.count("/lessons/a", "card", now)
    store.visits.count("/lessons/b", "group", 0.0)
    assert store.visits.by_source() == {"card": 3, "group": 1}
    assert store.visits.by_source("/lessons/a") == {"card": 3}


def test_made_up_sources_do_not_fill_the_table(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST_A_DAY", 3)
    for number in range(10):
        store.visits.count("/lessons/a", f"s{number}", 0.0)
    assert store.visits.by_source() == {"s0": 1, "s1": 1, "s2": 1, visits.OTHER: 7}
    store.visits.count("/lessons/a", "s1", 0.0)
    assert store.visits.by_source()["s1"] == 2, "known ones are counted on"


def test_the_first_phone_is_first_once(store: Store) -> None:
    assert [store.visits.first_phone(p) for p in ("a" * 64, "a" * 64, "b" * 64)] == [True, False, True]
    store.people.forget("a" * 64)
    assert store.visits.first_phone("a" * 64), "who deletes their data begins anew"
