"""The outbox on both databases: queued once, claimed by one, finished by whoever holds it, seen by an administrator."""

from __future__ import annotations

import threading

import pytest

from bot.dialogue.due import Due
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.store.database import connect
from bot.store.kept import LESSON
from bot.store.outbox import LEASE, Letter, Outcome
from bot.store.store import Store
from bot.store.windows import TRIGGERS

P, Q = "p" * 64, "q" * 64
TEXT = {"msgtype": "text", "text": {"content": "您好"}}


def letter(key: str, person: str = P, at: float = 0, channel: str = "custom") -> Letter:
    return Letter(person, key, "due", channel, TEXT, at, 1e9)


def test_a_key_is_queued_once(store: Store) -> None:
    assert store.outbox.put([letter("a"), letter("b")]) == 2
    assert store.outbox.put([letter("b"), letter("c"), letter("c")]) == 1
    assert store.outbox.put([]) == 0
    assert store.outbox.counts() == {("custom", "ready"): 3}


def test_claims_are_by_time_channel_and_lease(store: Store) -> None:
    store.people.remember(P, "sealed")
    store.outbox.put(
        [letter("late", at=50), letter("early", at=1), letter("t", channel="template"), letter("x", at=99)]
    )
    first = store.outbox.claim(["custom"], 60, 10)
    assert [c.letter.key for c in first] == ["early", "late"]
    assert [(c.tries, c.sealed, c.quiet, c.danger, c.weekly) for c in first] == [(1, "sealed", False, False, False)] * 2
    assert store.outbox.claim(["custom"], 60, 10) == [], "held by somebody"
    again = store.outbox.claim(["custom"], 60 + LEASE + 1, 1)
    assert [(c.letter.key, c.tries) for c in again] == [("early", 2)], "whoever held it has died"
    store.outbox.finish(first[0].claim, [Outcome(first[0].id, "dead")], 61)
    assert store.outbox.counts()["custom", "ready"] == 3, "the first holder has nothing to say any more"
    store.outbox.finish(again[0].claim, [Outcome(again[0].id, "sent")], 62)
    assert store.outbox.counts()["custom", "sent"] == 1


def test_what_is_known_of_the_person_comes_along(store: Store) -> None:
    for person, reply in ((P, Reply("x", quiet=True, weekly=True)), (Q, Reply("x", urgent=True))):
        store.people.remember(person, "sealed")
        store.talks.save(person, Talk(), Talk().after(reply, 1.0))
    store.outbox.put([letter("a", P), letter("b", Q), letter("c", "r" * 64)])
    found = {c.letter.key: c for c in store.outbox.claim(["custom"], 1, 9)}
    assert (found["a"].quiet, found["a"].weekly, found["a"].danger) == (True, True, False)
    assert (found["b"].quiet, found["b"].danger) == (False, True)
    assert found["c"].sealed is None


def test_two_workers_never_hold_the_same_letter(store: Store, url: str) -> None:
    store.outbox.put([letter(str(n), at=n) for n in range(300)])
    got: list[int] = []

    def work() -> None:
        engine = connect(url)
        ours = Store(engine).outbox
        while batch := ours.claim(["custom"], 1000, 7):
            got.extend(c.id for c in batch)
            ours.finish(batch[0].claim, [Outcome(c.id, "sent") for c in batch], 1000)
        engine.dispose()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == sorted(set(got))
    assert store.outbox.counts() == {("custom", "sent"): 300}


def test_words_go_when_they_are_not_needed(store: Store) -> None:
    store.outbox.put([letter(key) for key in ("sent", "kept", "dead", "ready")])
    claimed = store.outbox.claim(["custom"], 1, 9)
    outcomes = [Outcome(c.id, c.letter.key, at=2 if c.letter.key == "ready" else None) for c in claimed]
    store.outbox.finish(claimed[0].claim, outcomes, 1)
    assert [c.letter.body for c in store.outbox.claim(["custom"], 3, 9)] == [TEXT]
    assert store.outbox.retry(5) == 1
    assert [c.letter.body for c in store.outbox.claim(["custom"], 6, 9)] == [TEXT]


def test_a_hushed_letter_stays_hushed(store: Store) -> None:
    store.outbox.put([letter("a"), letter("b", Q)])
    claimed = store.outbox.claim(["custom"], 1, 9)
    assert store.outbox.hush(P, "quiet") == 1
    store.outbox.finish(claimed[0].claim, [Outcome(c.id, "ready", at=2) for c in claimed], 1)
    assert [c.letter.person for c in store.outbox.claim(["custom"], 3, 9)] == [Q]
    assert [row.reason for row in store.outbox.rows("dropped")] == ["quiet"]


def test_dead_letters(store: Store) -> None:
    store.outbox.put([letter("a"), letter("b"), letter("c")])
    claimed = store.outbox.claim(["custom"], 1, 9)
    store.outbox.finish(claimed[0].claim, [Outcome(c.id, "dead", reason="47003") for c in claimed], 1)
    assert {row.reason for row in store.outbox.rows("dead")} == {"47003"}
    assert store.outbox.drop(2, claimed[0].id) == 1
    assert store.outbox.drop(2, claimed[0].id) == 0
    assert store.outbox.retry(2) == 2
    assert store.outbox.counts() == {("custom", "dropped"): 1, ("custom", "ready"): 2}
    assert store.people.expire(events_before=0, messages_before=0) == 0


def test_what_has_left_expires(store: Store) -> None:
    store.outbox.put([letter(key) for key in ("sent", "dead", "ready")])
    claimed = store.outbox.claim(["custom"], 1, 9)
    outcomes = [Outcome(c.id, c.letter.key, at=1) for c in claimed]
    store.outbox.finish(claimed[0].claim, outcomes, 100)
    assert store.people.expire(events_before=101, messages_before=0) == 1
    assert store.people.expire(events_before=101, messages_before=101) == 1
    assert store.outbox.counts() == {("custom", "ready"): 1}


@pytest.mark.parametrize(("trigger", "count", "seconds"), [(t, *rule) for t, rule in TRIGGERS.items()])
def test_a_window_has_a_number_and_an_end(store: Store, trigger: str, count: int, seconds: float) -> None:
    store.people.remember(P, "s")
    store.windows.open([P], trigger, 1000)
    for _ in range(count):
        assert store.windows.spend([P, Q], 1001) == {P: 1}
    assert store.windows.spend([P], 1001) == {}
    store.windows.open([P], trigger, 2000)
    assert store.windows.spend([P], 2000 + seconds - 31 if seconds > 60 else 2000 + seconds - 6) == {P: 1}
    assert store.windows.spend([P], 2000 + seconds) == {}


def test_the_short_window_is_used_first_and_a_closed_one_is_none(store: Store) -> None:
    store.people.remember(P, "s")
    store.windows.open([P], "message", 0)
    store.windows.open([P], "menu", 0)
    assert store.windows.spend([P] * 4, 1) == {P: 4}
    assert store.windows.spend([P] * 9, 1) == {P: 4}
    assert not store.windows.spend([P], 1)
    store.windows.open([P], "message", 2)
    store.windows.close(P)
    assert not store.windows.spend([P], 3)


def test_of_nobody_no_window_is_kept(store: Store) -> None:
    store.windows.open([P], "message", 0)
    store.windows.grant(P, "t", 1)
    assert not store.windows.spend([P], 1)


def test_windows_of_several_are_opened_at_once(store: Store) -> None:
    known, other = P, "e" * 64
    store.people.remember(known, "s")
    store.people.remember(known, "t")
    store.windows.open([other, known], "message", 10)
    assert store.windows.spend([known, other], 11) == {known: 1}
    assert store.people.sealed(known) == "s", "the first that was kept"


def test_who_can_be_reached_with_what_is_due(store: Store) -> None:
    people = {name: name * 64 for name in "abcde"}
    for name, person in people.items():
        store.people.remember(person, "s")
        reply = Reply("x", quiet=name == "d", urgent=name == "e")
        store.talks.save(person, Talk(), Talk().after(reply, 1.0))
        store.due.put(person, Due("plan_check", 100, {"n": name}))
    for name in "ade":
        store.windows.open([people[name]], "message", 90)
    store.windows.grant(people["b"], "t", 2)
    found = [(r.item.due.payload["n"], r.window) for r in store.windows.reachable(120, "t")]
    assert found == [("a", True), ("b", False)]
    assert [r.item.due.payload["n"] for r in store.windows.reachable(120)] == ["a"]
    assert store.windows.reachable(99, "t") == []
    assert [r.item.due.payload["n"] for r in store.windows.reachable(90 + 48 * 3600, "t")] == ["b"]
    store.windows.grant(people["b"], "t", -1)
    assert len(store.windows.reachable(120, "t")) == 2
    store.windows.grant(people["b"], "t", 0)
    assert len(store.windows.reachable(120, "t")) == 1


def test_one_lesson_waits_the_newest(store: Store) -> None:
    store.kept.keep_late_reply(P, Reply("答"))
    store.kept.keep_lesson(P, "one")
    store.kept.keep_lesson(P, "two")
    kept, owed, _ = store.kept.take(P)
    assert ([(r.text, r.intent == LESSON) for r in kept], owed) == ([("答", False), ("two", True)], 0)


def test_sources_are_counted_from_five_on(store: Store) -> None:
    for n in range(5):
        store.sources.add(str(n) * 64, "factory", "follow", 1)
    store.sources.add(P, "small", "follow", 1)
    assert store.sources.counts() == [("factory", "follow", 5)]
    assert store.sources.of(P) == "small"
    store.people.forget("0" * 64)
    assert store.sources.counts() == [("factory", "follow", 5)]
    assert store.sources.of("0" * 64) is None
