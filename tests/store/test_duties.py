"""The duty log on both databases: one row a day, what became of it, how long it stays, what is left by a deletion."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.dialogue.duty import Duty
from bot.store.database import connect
from bot.store.duties import STATES, Entry
from bot.store.store import Store

P, Q = "p" * 64, "q" * 64
DAY = 86400.0
MISSING, NEGLECT = Duty("report_missing_child", "detector"), Duty("report_neglect", "intent")


def told(store: Store, *moments: float, person: str | None = P, duty: Duty = MISSING) -> None:
    for now in moments:
        store.duties.add(person, duty, now)


def counts(store: Store) -> list[tuple[float, float, int]]:
    return sorted((e.first, e.last, e.count) for e in store.duties.entries())


def test_what_is_written(store: Store) -> None:
    store.duties.add(P, MISSING, 5.0, "parent", "贵州省毕节市")
    assert store.duties.entries() == [
        Entry(
            1,
            P,
            "report_missing_child",
            "detector",
            "parent",
            "贵州省毕节市",
            5.0,
            5.0,
            1,
            "new",
            None,
            None,
            None,
            5.0,
        )
    ]


@pytest.mark.parametrize(
    ("moments", "rows"),
    [
        ([0, 1, DAY - 1], [(0, DAY - 1, 3)]),
        ([0, DAY], [(0, 0, 1), (DAY, DAY, 1)]),
        # a row covers a day from its first moment: daily contact never hides in a row that was seen weeks ago
        ([0, DAY * 0.6, DAY * 1.2, DAY * 1.8], [(0, DAY * 0.6, 2), (DAY * 1.2, DAY * 1.8, 2)]),
    ],
)
def test_repeats_within_a_day_are_one_row(store: Store, moments: list[float], rows: list[tuple]) -> None:
    told(store, *moments)
    assert counts(store) == rows


def test_another_kind_person_or_nobody_is_another_row(store: Store) -> None:
    told(store, 0, 1)
    told(store, 2, duty=NEGLECT)
    told(store, 3, person=Q)
    told(store, 4, 5, person=None)
    assert sorted((e.kind, e.person or "", e.count) for e in store.duties.entries()) == sorted(
        [(MISSING.kind, P, 2), (NEGLECT.kind, P, 1), (MISSING.kind, Q, 1), (MISSING.kind, "", 1), (MISSING.kind, "", 1)]
    )


def test_a_repeat_adds_what_is_known_and_keeps_the_rest(store: Store) -> None:
    store.duties.add(P, MISSING, 0, "parent")
    store.duties.add(P, replace(MISSING, origin="button"), 1, None, "贵州省毕节市")
    (entry,) = store.duties.entries()
    assert (entry.origin, entry.role, entry.place, entry.count) == ("detector", "parent", "贵州省毕节市", 2)


def test_it_is_marked_and_told_again(store: Store) -> None:
    told(store, 10)
    assert store.duties.mark(1, "seen", 20, owner="李老师")
    assert store.duties.mark(1, "passed_on", 30, note="报了110")
    assert store.duties.mark(1, "passed_on", 40, note="民警回了话")
    (entry,) = store.duties.entries(open_only=True)
    assert (entry.state, entry.owner, entry.note, entry.changed) == ("passed_on", "李老师", "报了110\n民警回了话", 40)
    assert not entry.again
    told(store, 50)
    (entry,) = store.duties.entries()
    assert (entry.count, entry.state, entry.again) == (2, "passed_on", True)


def test_a_closed_row_is_never_counted_on(store: Store) -> None:
    told(store, 0)
    store.duties.mark(1, "closed", 1)
    told(store, 2)
    assert [(e.state, e.count) for e in store.duties.entries()] == [("new", 1), ("closed", 1)]
    assert [e.id for e in store.duties.entries(open_only=True)] == [2]


def test_no_such_row_and_no_such_state(store: Store) -> None:
    told(store, 0)
    assert not store.duties.mark(9, "seen", 1)
    with pytest.raises(ValueError, match="done is none of"):
        store.duties.mark(1, "done", 1)
    assert store.duties.entries()[0].state == "new"


def test_counts_by_kind_and_state(store: Store) -> None:
    told(store, 0)
    told(store, 0, person=Q)
    told(store, 0, duty=NEGLECT)
    store.duties.mark(3, "closed", 1)
    assert store.duties.counts() == {(MISSING.kind, "new"): 2, (NEGLECT.kind, "closed"): 1}


def test_only_closed_rows_expire_and_by_when_they_were_closed(store: Store) -> None:
    for n, state in enumerate(STATES, 1):
        told(store, 0, person=str(n) * 64)
        store.duties.mark(n, state, 10)
    told(store, 0)
    store.duties.mark(len(STATES) + 1, "closed", 99)
    assert store.people.expire(events_before=0, messages_before=50) == 1
    assert sorted(e.state for e in store.duties.entries()) == ["closed", "new", "passed_on", "seen"]
    assert store.people.expire(events_before=0, messages_before=100) == 1


def test_after_a_deletion_the_row_stays_and_is_nobodys(store: Store) -> None:
    store.duties.add(P, MISSING, 0, "parent", "贵州省毕节市")
    store.people.forget(P)
    (entry,) = store.duties.entries()
    assert (entry.person, entry.kind, entry.state) == (None, MISSING.kind, "new")
    told(store, 1)
    assert len(store.duties.entries()) == 2, "a new row cannot be joined to one that is nobody's"


def test_there_is_no_column_for_words(store: Store, url: str) -> None:
    engine = connect(url)
    columns = {c["name"] for c in sa.inspect(engine).get_columns("duties")}
    engine.dispose()
    assert columns == set(Entry.__dataclass_fields__)
    assert not columns & {"text", "words", "message", "payload"}
