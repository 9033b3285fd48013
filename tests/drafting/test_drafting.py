"""From draft to publication: never by the author alone where two are needed, never past a check."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.content.catalogue import Shelf, load_catalogue
from bot.content.fields import fill
from bot.content.overlay import read
from bot.drafting.drafting import BUSY, FAULTY, GONE, MOVED, OWN, SAME, Drafting, needs_second
from bot.drafting.export import export
from bot.drafting.follow import Follow
from bot.errors import DraftError
from bot.store.drafts import DRAFT, LIVE, REVIEW, WAITING, Draft
from bot.store.store import Store

TOPIC, PROTOCOL = "topics/parent_homework.md", "protocols/report_neglect.md"
NAME = "parent_homework"


def edited(drafting: Drafting, file: str, title: str = "作业在家没人管") -> str:
    return fill(file, drafting.text(file), {"title": title})


def handed_in(drafting: Drafting, file: str, text: str | None = None) -> Draft:
    """A text of Ann's under review."""
    draft = drafting.save(file, text or edited(drafting, file), "ann", 0)
    drafting.hand_in(draft, "ann")
    found = drafting.drafts.get(draft.id)
    assert found is not None
    return found


def refused(reason: str, call: object, *args: object, **values: object) -> None:
    with pytest.raises(DraftError) as err:
        call(*args, **values)  # type: ignore[operator]
    assert str(err.value) == reason


def test_two_people_and_a_page_is_live(drafting: Drafting, store: Store) -> None:
    draft = handed_in(drafting, TOPIC)
    assert draft.state == REVIEW
    drafting.approve(draft, "bea", None)
    assert drafting.overlay() == {TOPIC: draft.text}
    deeds = [(d.who, d.action, d.object) for d in reversed(store.audit.entries())]
    assert deeds == [
        (who, f"content_{what}", TOPIC) for who, what in (("ann", "hand_in"), ("bea", "approve"), ("bea", "publish"))
    ]


@pytest.mark.parametrize("file", [TOPIC, PROTOCOL, "directory/needs.toml"])
def test_nobody_approves_their_own(file: str, drafting: Drafting) -> None:
    text = fill(file, drafting.text(file), {"title": "换一个标题", "need.1.title": "老家的电话"})
    draft = handed_in(drafting, file, text)
    refused(OWN, drafting.approve, draft, "ann", None)
    if needs_second(file):
        refused(OWN, drafting.approve, draft, "ann", None, alone=True)
    else:
        drafting.approve(draft, "ann", None, alone=True)
        assert file in drafting.overlay()


def test_who_wrote_a_word_is_an_author(drafting: Drafting) -> None:
    draft = drafting.save(TOPIC, edited(drafting, TOPIC), "ann", 0)
    draft = drafting.save(TOPIC, edited(drafting, TOPIC, "作业没人管"), "bea", 1)
    assert draft.authors == ("ann", "bea")
    drafting.hand_in(draft, "bea")
    found = drafting.drafts.get(draft.id)
    assert found is not None
    for author in draft.authors:
        refused(OWN, drafting.approve, found, author, None)


def test_nothing_is_approved_that_was_changed_since_it_was_read(drafting: Drafting) -> None:
    read_by_bea = handed_in(drafting, TOPIC)
    drafting.back(read_by_bea, "ann", "")
    drafting.save(TOPIC, edited(drafting, TOPIC, "别的标题"), "ann", 1)
    draft = drafting.drafts.get(read_by_bea.id)
    assert draft is not None
    drafting.hand_in(draft, "ann")
    refused(GONE, drafting.approve, read_by_bea, "bea", None)
    refused(GONE, drafting.save, TOPIC, edited(drafting, TOPIC, "又一个"), "cy", 2)  # under review: nobody writes
    refused(BUSY, drafting.save, TOPIC, edited(drafting, TOPIC, "又一个"), "cy", 0)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("start *", ""), ("sources", ""), ("start", "长" * 301), ("start *", "走 => nowhere"), ("start", "打12315。")],
)
def test_no_way_past_a_check(key: str, typed: str, drafting: Drafting) -> None:
    """Neither handing in, nor approving, nor the moment that was set."""
    text = fill(PROTOCOL, drafting.text(PROTOCOL), {key: typed})
    draft = drafting.save(PROTOCOL, text, "ann", 0)
    refused(FAULTY, drafting.hand_in, draft, "ann")
    for state in (REVIEW, WAITING):  # even when the table says it had passed
        assert drafting.drafts.move(draft, state, due=1.0)
        found = drafting.drafts.get(draft.id)
        assert found is not None
        if state == REVIEW:
            refused(FAULTY, drafting.approve, found, "bea", None)
            draft = found
        else:
            assert drafting.publish_due(time.time()) == 0
    after = drafting.drafts.get(draft.id)
    assert after is not None
    assert (after.state, after.note) == (DRAFT, FAULTY)
    assert drafting.overlay() == {}


def test_another_page_that_leads_here_is_minded(drafting: Drafting) -> None:
    """A quiz's title may not become a page's."""
    text = fill(TOPIC, drafting.text(TOPIC), {"title": "护住身体五道题"})
    refused(FAULTY, drafting.hand_in, drafting.save(TOPIC, text, "ann", 0), "ann")


def test_a_set_moment(drafting: Drafting) -> None:
    draft = handed_in(drafting, TOPIC)
    drafting.approve(draft, "bea", time.time() + 100)
    assert drafting.publish_due(time.time()) == 0
    assert drafting.publish_due(time.time() + 101) == 1
    assert drafting.overlay() == {TOPIC: draft.text}
    assert drafting.publish_due(time.time() + 101) == 0


def test_what_is_in_force_has_moved(drafting: Drafting, data: Path) -> None:
    draft = handed_in(drafting, TOPIC)
    (data / TOPIC).write_text(fill(TOPIC, read(TOPIC, data), {"keywords": "作业"}), encoding="utf-8")
    refused(MOVED, drafting.approve, draft, "bea", None)
    drafting.back(draft, "bea", "看看文件")
    draft = drafting.drafts.get(draft.id) or draft
    drafting.compare_anew(draft, "ann")
    draft = drafting.drafts.get(draft.id) or draft
    drafting.hand_in(draft, "ann")
    drafting.approve(drafting.drafts.get(draft.id) or draft, "bea", None)
    assert drafting.text(TOPIC) == draft.text


def test_the_same_is_no_change(drafting: Drafting) -> None:
    refused(SAME, drafting.save, TOPIC, drafting.text(TOPIC), "ann", 0)
    for wrong in ("topics/nothing.md", "../../etc/passwd", "nlu/greet.yml"):
        refused(GONE, drafting.save, wrong, "x", "ann", 0)


async def test_the_running_bot_takes_it_between_two_turns(drafting: Drafting, data: Path, tmp_path: Path) -> None:
    shelf = Shelf(load_catalogue(data))
    follow = Follow(drafting, shelf, data, tmp_path / "copies")
    first = shelf.present
    assert not await follow.look()
    drafting.approve(handed_in(drafting, TOPIC), "bea", time.time())
    assert await follow.look()
    assert shelf.present.pages[NAME].title == "作业在家没人管"
    assert first.pages[NAME].title != "作业在家没人管"  # a turn under way keeps what it began with
    assert (tmp_path / "copies" / shelf.present.version / TOPIC).is_file()
    assert not await follow.look()
    export(drafting.drafts, data)
    assert await follow.look()
    assert shelf.present.pages[NAME].title == "作业在家没人管"
    fresh = Shelf(load_catalogue(data))
    Follow(drafting, fresh, data, tmp_path / "copies").begin()


async def test_what_no_longer_fits_is_left_out_and_told(drafting: Drafting, data: Path, tmp_path: Path) -> None:
    """A new release of the product may bring checks that a published text does not pass."""
    drafting.approve(handed_in(drafting, TOPIC), "bea", None)
    other = drafting.save(PROTOCOL, edited(drafting, PROTOCOL, "没人照看孩子"), "ann", 0)
    bad = fill(TOPIC, drafting.text(TOPIC), {"sources": ""})
    draft = drafting.save(TOPIC, bad, "ann", 0)
    assert drafting.drafts.move(draft, LIVE, published=time.time())
    assert drafting.drafts.move(other, LIVE, published=time.time())
    shelf = Shelf(load_catalogue(data))
    follow = Follow(drafting, shelf, data, tmp_path / "copies")
    follow.begin()
    assert follow.left_out == (TOPIC,)
    assert shelf.present.pages["report_neglect"].title == "没人照看孩子"
    assert shelf.present.pages[NAME].sources


def test_export_is_a_diff_of_what_was_published(drafting: Drafting, data: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in data.rglob("*") if p.is_file()}
    drafting.approve(handed_in(drafting, TOPIC), "bea", None)
    drafting.approve(handed_in(drafting, TOPIC, edited(drafting, TOPIC, "作业怎么管")), "bea", None)
    elsewhere = export(drafting.drafts, data, tmp_path / "elsewhere")
    assert elsewhere.written == (TOPIC,)
    assert (tmp_path / "elsewhere" / TOPIC).is_file()
    assert drafting.overlay()
    assert export(drafting.drafts, data).written == (TOPIC,)
    changed = [p for p, was in before.items() if p.read_bytes() != was]
    assert changed == [data / TOPIC]
    old, new = before[data / TOPIC].decode().splitlines(), read(TOPIC, data).splitlines()
    assert [b for a, b in zip(old, new, strict=True) if a != b] == ['title = "作业怎么管"']
    assert drafting.overlay() == {}
    assert len(drafting.drafts.versions(TOPIC)) == 2


def test_a_file_changed_meanwhile_is_not_written_over(drafting: Drafting, data: Path) -> None:
    drafting.approve(handed_in(drafting, TOPIC), "bea", None)
    (data / TOPIC).write_text(read(TOPIC, data).replace("作业", "功课"), encoding="utf-8")
    done = export(drafting.drafts, data)
    assert (done.written, done.other) == ((), (TOPIC,))
    assert export(drafting.drafts, data, over=True).written == (TOPIC,)
