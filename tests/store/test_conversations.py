"""Conversations on both databases: a pause begins a new one, only masked words, and how long they stay."""

from __future__ import annotations

import time

from bot.store.conversations import PAUSE, Line, Wanted
from bot.store.store import Store

P = "p" * 64
DAY = 86400.0


def add(store: Store, at: float, said: str = "话", **more: object) -> int:
    store.people.remember(P, "sealed")
    found = store.conversations.add(P, Line(at, "text", said, "答", "flow", **more), "parent")  # type: ignore[arg-type]
    assert found is not None
    return found


def words(store: Store) -> list[str | None]:
    talks = store.conversations.find(Wanted())
    return [line.said for talk in reversed(talks) for line in store.conversations.lines(talk.id)]


def test_a_pause_begins_a_new_one(store: Store) -> None:
    now = time.time()
    assert add(store, now) == add(store, now + PAUSE - 1)
    assert add(store, now + 2 * PAUSE + 1) == 2
    assert [talk.id for talk in store.conversations.find(Wanted())] == [2, 1]
    assert [talk.id for talk in store.conversations.find(Wanted(), before=2)] == [1]


def test_the_store_masks_what_somebody_forgot_to(store: Store) -> None:
    add(store, time.time(), "打我13812345678")
    assert words(store) == ["打我[号码]"]


def test_marks_hold_no_separator_and_come_once(store: Store) -> None:
    number = add(store, time.time(), page="a")
    add(store, time.time(), page="a")
    store.conversations.mark(number, ["x|y", "x|y", "", " | "], "n")
    found = store.conversations.get(number)
    assert found is not None
    assert (found.topics, found.tags, found.note) == (("a",), ("x y",), "n")
    assert store.conversations.tags() == ["x y"]
    assert not store.conversations.mark(99, [], "")


def test_a_new_message_is_to_be_reviewed_anew(store: Store) -> None:
    number = add(store, time.time())
    assert store.conversations.review(number, "li", 1.0)
    assert [t.id for t in store.conversations.find(Wanted(reviewed=True))] == [number]
    add(store, time.time())
    assert store.conversations.find(Wanted(reviewed=True)) == []


def test_words_go_before_rows_and_danger_stays_longer(store: Store) -> None:
    now = time.time()
    add(store, now - 8 * DAY, "平常")
    add(store, now - 7.5 * DAY, "危险", disclosure="report_neglect")
    add(store, now, "今天")
    store.people.expire(events_before=now - 7 * DAY, messages_before=now - 90 * DAY)
    assert words(store) == [None, "危险", "今天"]
    store.people.expire(events_before=now - 7 * DAY, messages_before=now - 7.7 * DAY)
    assert words(store) == ["危险", "今天"]
    assert len(store.conversations.find(Wanted())) == 2


def test_one_officer_at_a_time(store: Store) -> None:
    assert not store.handovers.begin(P, "li", 1.0), "nobody we know"
    store.people.remember(P, "sealed")
    assert store.handovers.begin(P, "li", 1.0)
    assert not store.handovers.begin(P, "wang", 2.0)
    found = store.handovers.of(P)
    assert found is not None
    assert found.officer == "li"
    store.handovers.spoke(P, 5.0)
    assert not store.handovers.end(found), "the officer has written meanwhile"
    assert store.handovers.idle(6.0)
    assert store.handovers.end(store.handovers.idle(6.0)[0])
    assert store.handovers.of(P) is None


def test_settings_are_written_over(store: Store) -> None:
    store.desk.put({"back": 1, "canned": ["a"]})
    store.desk.put({"back": 2})
    assert store.desk.all() == {"back": 2, "canned": ["a"]}


def test_what_a_window_still_allows(store: Store) -> None:
    store.people.remember(P, "sealed")
    assert store.windows.left(P, 0.0) == (0, None)
    store.windows.open([P], "message", 1000.0)
    assert store.windows.left(P, 1001.0) == (5, 1000.0 + 48 * 3600)
    store.windows.open([P], "menu", 1000.0)
    assert store.windows.left(P, 1001.0) == (8, 1000.0 + 48 * 3600)
    assert store.windows.left(P, 1000.0 + 48 * 3600) == (0, None)
