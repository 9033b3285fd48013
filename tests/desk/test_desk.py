"""From draft to publication: never by the author alone where two are needed, never past a check."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.content.catalogue import Shelf, load_catalogue
from bot.content.fields import fill
from bot.content.overlay import read
from bot.desk.desk import BUSY, FAULTY, GONE, MOVED, OWN, SAME, Desk, needs_second
from bot.desk.export import export
from bot.desk.follow import Follow
from bot.errors import DeskError
from bot.store.drafts import DRAFT, LIVE, REVIEW, WAITING, Draft
from bot.store.store import Store

TOPIC, PROTOCOL = "topics/parent_homework.md", "protocols/report_neglect.md"
NAME = "parent_homework"


def edited(desk: Desk, file: str, title: str = "作业在家没人管") -> str:
    return fill(file, desk.text(file), {"title": title})


def handed_in(desk: Desk, file: str, text: str | None = None) -> Draft:
    """A text of Ann's under review."""
    draft = desk.save(file, text or edited(desk, file), "ann", 0)
    desk.hand_in(draft, "ann")
    found = desk.drafts.get(draft.id)
    assert found is not None
    return found


def refused(reason: str, call: object, *args: object, **values: object) -> None:
    with pytest.raises(DeskError) as err:
        call(*args, **values)  # type: ignore[operator]
    assert str(err.value) == reason


def test_two_people_and_a_page_is_live(desk: Desk, store: Store) -> None:
    draft = handed_in(desk, TOPIC)
    assert draft.state == REVIEW
    desk.approve(draft, "bea", None)
    assert desk.overlay() == {TOPIC: draft.text}
    deeds = [(d.who, d.action, d.object) for d in reversed(store.audit.entries())]
    assert deeds == [
        (who, f"content_{what}", TOPIC) for who, what in (("ann", "hand_in"), ("bea", "approve"), ("bea", "publish"))
    ]


@pytest.mark.parametrize("file", [TOPIC, PROTOCOL, "directory/needs.toml"])
def test_nobody_approves_their_own(file: str, desk: Desk) -> None:
    text = fill(file, desk.text(file), {"title": "换一个标题", "need.1.title": "老家的电话"})
    draft = handed_in(desk, file, text)
    refused(OWN, desk.approve, draft, "ann", None)
    if needs_second(file):
        refused(OWN, desk.approve, draft, "ann", None, alone=True)
    else:
        desk.approve(draft, "ann", None, alone=True)
        assert file in desk.overlay()


def test_who_wrote_a_word_is_an_author(desk: Desk) -> None:
    draft = desk.save(TOPIC, edited(desk, TOPIC), "ann", 0)
    draft = desk.save(TOPIC, edited(desk, TOPIC, "作业没人管"), "bea", 1)
    assert draft.authors == ("ann", "bea")
    desk.hand_in(draft, "bea")
    found = desk.drafts.get(draft.id)
    assert found is not None
    for author in draft.authors:
        refused(OWN, desk.approve, found, author, None)


def test_nothing_is_approved_that_was_changed_since_it_was_read(desk: Desk) -> None:
    read_by_bea = handed_in(desk, TOPIC)
    desk.back(read_by_bea, "ann", "")
    desk.save(TOPIC, edited(desk, TOPIC, "别的标题"), "ann", 1)
    draft = desk.drafts.get(read_by_bea.id)
    assert draft is not None
    desk.hand_in(draft, "ann")
    refused(GONE, desk.approve, read_by_bea, "bea", None)
    refused(GONE, desk.save, TOPIC, edited(desk, TOPIC, "又一个"), "cy", 2)  # under review: nobody writes
    refused(BUSY, desk.save, TOPIC, edited(desk, TOPIC, "又一个"), "cy", 0)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("start *", ""), ("sources", ""), ("start", "长" * 301), ("start *", "走 => nowhere"), ("start", "打12315。")],
)
def test_no_way_past_a_check(key: str, typed: str, desk: Desk) -> None:
    """Neither handing in, nor approving, nor the moment that was set."""
    text = fill(PROTOCOL, desk.text(PROTOCOL), {key: typed})
    draft = desk.save(PROTOCOL, text, "ann", 0)
    refused(FAULTY, desk.hand_in, draft, "ann")
    for state in (REVIEW, WAITING):  # even when the table says it had passed
        assert desk.drafts.move(draft, state, due=1.0)
        found = desk.drafts.get(draft.id)
        assert found is not None
        if state == REVIEW:
            refused(FAULTY, desk.approve, found, "bea", None)
            draft = found
        else:
            assert desk.publish_due(time.time()) == 0
    after = desk.drafts.get(draft.id)
    assert after is not None
    assert (after.state, after.note) == (DRAFT, FAULTY)
    assert desk.overlay() == {}


def test_another_page_that_leads_here_is_minded(desk: Desk) -> None:
    """A quiz's title may not become a page's."""
    text = fill(TOPIC, desk.text(TOPIC), {"title": "护住身体五道题"})
    refused(FAULTY, desk.hand_in, desk.save(TOPIC, text, "ann", 0), "ann")


def test_a_set_moment(desk: Desk) -> None:
    draft = handed_in(desk, TOPIC)
    desk.approve(draft, "bea", time.time() + 100)
    assert desk.publish_due(time.time()) == 0
    assert desk.publish_due(time.time() + 101) == 1
    assert desk.overlay() == {TOPIC: draft.text}
    assert desk.publish_due(time.time() + 101) == 0


def test_what_is_in_force_has_moved(desk: Desk, data: Path) -> None:
    draft = handed_in(desk, TOPIC)
    (data / TOPIC).write_text(fill(TOPIC, read(TOPIC, data), {"keywords": "作业"}), encoding="utf-8")
    refused(MOVED, desk.approve, draft, "bea", None)
    desk.back(draft, "bea", "看看文件")
    draft = desk.drafts.get(draft.id) or draft
    desk.compare_anew(draft, "ann")
    draft = desk.drafts.get(draft.id) or draft
    desk.hand_in(draft, "ann")
    desk.approve(desk.drafts.get(draft.id) or draft, "bea", None)
    assert desk.text(TOPIC) == draft.text


def test_the_same_is_no_change(desk: Desk) -> None:
    refused(SAME, desk.save, TOPIC, desk.text(TOPIC), "ann", 0)
    for wrong in ("topics/nothing.md", "../../etc/passwd", "nlu/greet.yml"):
        refused(GONE, desk.save, wrong, "x", "ann", 0)


async def test_the_running_bot_takes_it_between_two_turns(desk: Desk, data: Path, tmp_path: Path) -> None:
    shelf = Shelf(load_catalogue(data))
    follow = Follow(desk, shelf, data, tmp_path / "copies")
    first = shelf.present
    assert not await follow.look()
    desk.approve(handed_in(desk, TOPIC), "bea", time.time())
    assert await follow.look()
    assert shelf.present.pages[NAME].title == "作业在家没人管"
    assert first.pages[NAME].title != "作业在家没人管"  # a turn under way keeps what it began with
    assert (tmp_path / "copies" / shelf.present.version / TOPIC).is_file()
    assert not await follow.look()
    export(desk.drafts, data)
    assert await follow.look()
    assert shelf.present.pages[NAME].title == "作业在家没人管"
    fresh = Shelf(load_catalogue(data))
    Follow(desk, fresh, data, tmp_path / "copies").begin()


async def test_what_no_longer_fits_is_left_out_and_told(desk: Desk, data: Path, tmp_path: Path) -> None:
    """A new release of the product may bring checks that a published text does not pass."""
    desk.approve(handed_in(desk, TOPIC), "bea", None)
    other = desk.save(PROTOCOL, edited(desk, PROTOCOL, "没人照看孩子"), "ann", 0)
    bad = fill(TOPIC, desk.text(TOPIC), {"sources": ""})
    draft = desk.save(TOPIC, bad, "ann", 0)
    assert desk.drafts.move(draft, LIVE, published=time.time())
    assert desk.drafts.move(other, LIVE, published=time.time())
    shelf = Shelf(load_catalogue(data))
    follow = Follow(desk, shelf, data, tmp_path / "copies")
    follow.begin()
    assert follow.left_out == (TOPIC,)
    assert shelf.present.pages["report_neglect"].title == "没人照看孩子"
    assert shelf.present.pages[NAME].sources


def test_export_is_a_diff_of_what_was_published(desk: Desk, data: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    desk.approve(handed_in(desk, TOPIC), "bea", None)
    desk.approve(handed_in(desk, TOPIC, edited(desk, TOPIC, "作业怎么管")), "bea", None)
    elsewhere = export(desk.drafts, data, tmp_path / "elsewhere")
    assert elsewhere.written == (TOPIC,)
    assert (tmp_path / "elsewhere" / TOPIC).is_file()
    assert desk.overlay()
    assert export(desk.drafts, data).written == (TOPIC,)
    changed = [p for p, was in before.items() if p.read_bytes() != was]
    assert changed == [data / TOPIC]
    old, new = before[data / TOPIC].decode().splitlines(), read(TOPIC, data).splitlines()
    assert [b for a, b in zip(old, new, strict=True) if a != b] == ['title = "作业怎么管"']
    assert desk.overlay() == {}
    assert len(desk.drafts.versions(TOPIC)) == 2


def test_a_file_changed_meanwhile_is_not_written_over(desk: Desk, data: Path) -> None:
    desk.approve(handed_in(desk, TOPIC), "bea", None)
    (data / TOPIC).write_text(read(TOPIC, data).replace("作业", "功课"), encoding="utf-8")
    done = export(desk.drafts, data)
    assert (done.written, done.other) == ((), (TOPIC,))
    assert export(desk.drafts, data, over=True).written == (TOPIC,)
