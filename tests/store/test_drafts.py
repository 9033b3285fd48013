"""Drafts: one under way a file, and every step from the very text that was read; on both databases."""

from __future__ import annotations

from bot.store.drafts import DRAFT, LIVE, REVIEW, WAITING
from bot.store.store import Store

FILE = "topics/parent_homework.md"


def test_one_text_of_a_file_is_under_way(store: Store) -> None:
    drafts = store.drafts
    first = drafts.begin(FILE, "old", "new", "ann")
    assert first is not None
    assert drafts.begin(FILE, "old", "other", "bea") is None
    assert drafts.begin("topics/other.md", "old", "new", "bea") is not None
    assert drafts.move(first, LIVE, published=5.0)
    assert drafts.begin(FILE, "new", "newer", "bea") is not None


def test_the_second_of_two_is_told(store: Store) -> None:
    drafts = store.drafts
    read = drafts.begin(FILE, "old", "new", "ann")
    assert read is not None
    assert drafts.write(read, "newer", "bea")
    assert not drafts.write(read, "newest", "cy")
    assert not drafts.move(read, REVIEW)
    now = drafts.get(read.id)
    assert now is not None
    assert (now.text, now.authors, now.edits, now.state) == ("newer", ("ann", "bea"), 2, DRAFT)
    assert drafts.move(now, REVIEW)
    assert not drafts.move(now, WAITING)  # it is under review by now


def test_what_is_due_and_what_is_in_force(store: Store) -> None:
    drafts = store.drafts
    for number, file in enumerate((FILE, "topics/other.md"), 1):
        draft = drafts.begin(file, "old", f"new {number}", "ann")
        assert draft is not None
        assert drafts.move(draft, WAITING, due=number * 10.0)
    assert [d.file for d in drafts.due(10.0)] == [FILE]
    for draft in drafts.due(20.0):
        assert drafts.move(draft, LIVE, published=draft.due)
    assert [d.text for d in drafts.in_force()] == ["new 1", "new 2"]
    assert drafts.in_force_ids() == tuple(d.id for d in drafts.in_force())
    drafts.mark_exported(drafts.in_force_ids()[:1])
    assert [d.text for d in drafts.in_force()] == ["new 2"]
    assert [d.text for d in drafts.versions(FILE)] == ["new 1"]
    assert drafts.under_way() == []
