"""The weekly lesson's plan on both databases: claimed by one, counted by month, read by those who asked."""

from __future__ import annotations

from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.store.mailings import LEASE
from bot.store.store import Store


def person(store: Store, name: str, role: str | None, *, weekly: bool = True, **reply: bool) -> None:
    store.people.remember(name * 64, f"sealed-{name}")
    after = Talk().after(Reply("x", profile={"role": role} if role else {}, weekly=weekly, **reply), 1.0)
    store.talks.save(name * 64, Talk(), after)


def test_one_sender_at_a_time_and_in_order(store: Store) -> None:
    later, first = store.mailings.plan("b", "parent", 20, 0), store.mailings.plan("a", "all", 10, 0)
    assert store.mailings.claim(5) is None
    claimed = store.mailings.claim(30)
    assert claimed is not None
    assert claimed.id == later, "the one planned first"
    assert (claimed.state, claimed.key) == ("sending", f"qiangua-lesson-{later}")
    other = store.mailings.claim(30)
    assert other is not None
    assert other.id == first
    assert store.mailings.claim(30) is None
    again = store.mailings.claim(31 + LEASE, later)
    assert again is not None
    store.mailings.note(later, 40, state="sent", msg_id="m1", reached=7)
    assert store.mailings.claim(99999, later) is None
    assert [(m.id, m.state, m.reached) for m in store.mailings.all()] == [(later, "sent", 7), (first, "sending", None)]
    assert store.mailings.get(99) is None


def test_only_what_has_not_begun_is_cancelled(store: Store) -> None:
    one, two = store.mailings.plan("a", "all", 10, 0), store.mailings.plan("a", "all", 10, 0)
    store.mailings.claim(10, one)
    assert not store.mailings.cancel(one, 11)
    assert store.mailings.cancel(two, 11)
    assert not store.mailings.cancel(two, 11)
    assert store.mailings.claim(99, two) is None


def test_mass_sends_are_counted_by_audience(store: Store) -> None:
    for audience, moment, msg_id in (("parent", 10, "a"), ("all", 20, "b"), ("manager", 30, "c"), ("parent", 40, None)):
        number = store.mailings.plan("a", audience, moment, moment)
        store.mailings.note(number, moment, state="sent", msg_id=msg_id)
    assert store.mailings.sent_since("parent", 0) == 2
    assert store.mailings.sent_since("parent", 15) == 1
    assert store.mailings.sent_since("young_worker", 0) == 1
    assert store.mailings.sent_since("all", 0) == 3


def test_readers_asked_for_it_and_are_left_alone_in_danger(store: Store) -> None:
    person(store, "a", "parent")
    person(store, "b", "manager")
    person(store, "c", None)
    person(store, "d", "parent", weekly=False)
    person(store, "e", "parent", quiet=True)
    person(store, "f", "parent", urgent=True)
    assert list(store.mailings.readers("parent")) == [("a" * 64, "sealed-a")]
    assert sorted(sealed for _, sealed in store.mailings.readers("all")) == ["sealed-a", "sealed-b", "sealed-c"]
    assert sorted(store.mailings.of_role("parent")) == ["sealed-a", "sealed-d", "sealed-e", "sealed-f"]
    store.people.forget("a" * 64)
    assert list(store.mailings.readers("parent")) == []
