"""The inbox: sorted, labelled, put aside, deleted; what must not become training data does not."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from bot.admin.inbox import Group, sort
from bot.admin.library import Library
from bot.content.catalogue import load_catalogue
from bot.dialogue.menus import unsure
from bot.store.reviews import DISCARDED, FLAGGED, LABELLED, NEW_TOPIC, OPEN, Message
from bot.store.store import Store
from tests.admin.conftest import HOLDOUT, Site, post

RANKING = ["parent_homework", "parent_phone_gaming", "greet"]


def message(number: int, person: str = "p", confidence: float = 0.2, picked: str | None = None) -> Message:
    return Message(
        number, person, "x", "nlu_fallback", confidence, tuple(RANKING), picked, 1.0, OPEN, None, None, None, None
    )


def keep(store: Store, text: str, person: str = "p", confidence: float = 0.2) -> int:
    return store.reviews.add(person * 64, text, "nlu_fallback", confidence, RANKING)


def states(store: Store) -> dict[str, int]:
    return store.reviews.counts()


def test_unsure_and_frequent_comes_first() -> None:
    one_person = [message(n, "p") for n in range(5)]
    three = [message(10 + n, person) for n, person in enumerate("abc")]
    sure = [message(20 + n, person, 0.9) for n, person in enumerate("abcd")]
    found = sort([*one_person, *three, *sure], [range(5), range(5, 8), range(8, 12)])
    assert [g.messages[0].id for g in found] == [10, 0, 20]
    assert [round(g.weight, 2) for g in found] == [2.4, 0.8, 0.4]


def test_what_the_person_chose_is_suggested_first() -> None:
    group = Group((message(1, picked="greet"), message(2)))
    assert group.suggestions[0] == "greet"
    assert group.picked == [("greet", 1)]
    assert Group((message(1), message(2))).suggestions == RANKING


async def test_groups_are_shown_with_what_was_said_and_no_person(site: Site) -> None:
    first = keep(site.store, "娃儿作业不写咋整", "a")
    keep(site.store, "娃儿作业不写咋整嘛", "b")
    keep(site.store, "手机看个不停", "c")
    site.store.reviews.pick(first, "parent_phone_gaming")
    page = (await (await site.signed_in("annotator")).get("/admin/inbox")).text
    assert page.count('class="group"') == 2
    assert page.index("娃儿作业不写咋整") < page.index("手机看个不停")
    assert "2 个人问" in page
    assert "本人选了" in page
    assert "a" * 64 not in page
    options = unsure(RANKING, load_catalogue(), None).options[:-1]
    assert f"您是想问：{' / '.join(o.label for o in options)}" in page


async def label(browser: httpx.AsyncClient, ids: list[int], intent: str, **more: str) -> httpx.Response:
    return await post(browser, "/admin/inbox", id=list(map(str, ids)), do=f"label:{intent}", **more)


async def test_a_label_becomes_a_sentence_with_its_author(site: Site, library: Library) -> None:
    ids = [keep(site.store, "娃儿作业不写咋整"), keep(site.store, "书包丢到沙发上就开电视")]
    browser = await site.signed_in("annotator")
    answer = await label(browser, ids, "parent_homework")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/inbox?state=open&said=labelled&n=2")
    assert set(library.read()["parent_homework"][-2:]) == {"娃儿作业不写咋整", "书包丢到沙发上就开电视"}
    assert {(r.author, r.source) for r in site.store.revisions.recent()} == {("annotator", "inbox")}
    assert states(site.store) == {LABELLED: 2}
    (deed,) = site.store.audit.entries(action="label")
    assert (deed.who, deed.object, deed.detail) == ("annotator", "1,2", "parent_homework +2")


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("parent_homework", True),
        ("作业怎么管", True),
        ("不存在的话题", False),
        ("report_own_suicide", False),
        ("", False),
    ],
)
async def test_a_topic_is_found_by_name_or_title(typed: str, fits: bool, site: Site) -> None:
    title = load_catalogue().title("parent_homework")
    number = keep(site.store, "书包丢到沙发上就开电视")
    browser = await site.signed_in("annotator")
    typed = str(title) if typed == "作业怎么管" else typed
    answer = await post(browser, "/admin/inbox", id=str(number), do="label", intent=typed)
    assert (answer.status_code == 303) is fits
    assert states(site.store) == ({LABELLED: 1} if fits else {OPEN: 1})


async def test_what_is_known_is_not_added_twice(site: Site, library: Library) -> None:
    number = keep(site.store, "孩子老是不肯写作业，怎么办呀")
    answer = await label(await site.signed_in("annotator"), [number], "parent_homework")
    assert "said=known" in answer.headers["location"]
    assert states(site.store) == {LABELLED: 1}
    assert site.store.revisions.open() == []


def told(page: str) -> list[str]:
    """What a page says went wrong, a line each."""
    return [html.unescape(line) for line in re.findall(r'class="wrong"[^>]*>([^<]*)', page)]


async def test_of_several_it_is_said_which_was_kept_back_and_why(site: Site) -> None:
    known, new = keep(site.store, "孩子老是不肯写作业，怎么办呀"), keep(site.store, "书包丢到沙发上就开电视")
    asked, bad = keep(site.store, f"{HOLDOUT}<b>"), keep(site.store, "他爸说要打死他")
    browser = await site.signed_in("annotator")
    answer = await label(browser, [new, known], "parent_homework")
    assert answer.status_code == 200, "nothing went wrong: both are labelled"
    assert "归好了 2 条，加了 1 句。没有加的" in answer.text
    assert told(answer.text) == ["「孩子老是不肯写作业，怎么办呀」：已经有差不多的一句了：「孩子老是不肯写作业怎么办」"]
    more = keep(site.store, "笔都不晓得丢哪去了")
    answer = await label(browser, [more, asked, bad], "parent_homework")
    assert answer.status_code == 409
    assert "归好了 1 条，加了 1 句。留下了 2 条。" in answer.text
    lines = sorted(line.partition("：")[::2] for line in told(answer.text))
    assert [(line, why[:8]) for line, why in lines] == [
        ("「他爸说要打死他」", "这句话里，警觉那"), (f"「{HOLDOUT}<b>」", "这句和考题太像了"),
    ]  # fmt: skip
    assert states(site.store) == {LABELLED: 3, FLAGGED: 1, OPEN: 1}


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("孩子老是不肯写作业，怎么办呀", "greet", "一句话只能归一个话题"),
        (HOLDOUT + "了", "parent_homework", "和考题太像"),
    ],
)
async def test_what_must_not_be_taught_stays_open(text: str, intent: str, said: str, site: Site) -> None:
    number = keep(site.store, text)
    answer = await label(await site.signed_in("editor"), [number], intent)
    assert answer.status_code == 409
    assert said in answer.text
    assert HOLDOUT not in re.sub(r"<li>.*?</li>", "", answer.text, flags=re.S), "no sentence of the holdout is told"
    assert states(site.store) == {OPEN: 1}
    assert site.store.revisions.open() == []


async def test_personal_data_that_masking_left_are_not_taught(site: Site) -> None:
    number = keep(site.store, "娃不写作业")
    browser = await site.signed_in("editor")
    answer = await label(browser, [number], "parent_homework", text="我叫王小芳，娃不写作业")
    assert answer.status_code == 409
    assert "名字、电话" in answer.text
    assert (await label(browser, [number], "parent_homework", text="娃放学只晓得耍，本子都不翻")).status_code == 303
    assert [r.new for r in site.store.revisions.open()] == [("parent_homework", "娃放学只晓得耍，本子都不翻")]


async def test_a_disclosure_is_not_labelled_away(site: Site) -> None:
    number, fine = keep(site.store, "他爸说要打死他"), keep(site.store, "书包丢到沙发上就开电视")
    annotator = await site.signed_in("annotator")
    answer = await label(annotator, [number, fine], "parent_homework", sure="1")
    assert answer.status_code == 409
    assert "警觉" in answer.text
    assert states(site.store) == {FLAGGED: 1, LABELLED: 1}
    assert [r.new for r in site.store.revisions.open()] == [("parent_homework", "书包丢到沙发上就开电视")]
    as_danger = await label(annotator, [number], "report_neglect", state=FLAGGED)
    assert as_danger.status_code == 303


async def test_who_answers_for_it_may_say_that_nobody_is_hurt(site: Site) -> None:
    number = keep(site.store, "游戏里把怪打死就能写作业")
    editor = await site.signed_in("editor")
    assert (await label(editor, [number], "parent_homework")).status_code == 409
    assert (await label(editor, [number], "parent_homework", sure="1")).status_code == 303
    assert states(site.store) == {LABELLED: 1}


@pytest.mark.parametrize(("deed", "state"), [("discard", DISCARDED), ("flag", FLAGGED), ("new_topic", NEW_TOPIC)])
async def test_several_at_once_and_back(deed: str, state: str, site: Site) -> None:
    ids = [keep(site.store, "一二三四"), keep(site.store, "五六七八")]
    browser = await site.signed_in("annotator")
    answer = await post(browser, "/admin/inbox", id=list(map(str, ids)), do=deed, note="问的是社保")
    assert answer.status_code == 303
    assert states(site.store) == {state: 2}
    assert "问的是社保" in (await browser.get(f"/admin/inbox?state={state}")).text
    await post(browser, "/admin/inbox", id=str(ids[0]), do="reopen", state=state)
    assert states(site.store) == {state: 1, OPEN: 1}
    assert [d.action for d in site.store.audit.entries()][:2] == ["reopen", deed]


async def test_what_was_labelled_wrong_is_untaught_when_it_goes_back(site: Site) -> None:
    number = keep(site.store, "书包丢到沙发上就开电视")
    browser = await site.signed_in("annotator")
    await label(browser, [number], "parent_phone_gaming")
    answer = await post(browser, "/admin/inbox", id=str(number), do="reopen", state=LABELLED)
    assert "said=reopened&" in answer.headers["location"]
    again = await label(browser, [number], "parent_homework")
    assert again.status_code == 303
    sentences = Library(site.store.revisions).read()
    assert "书包丢到沙发上就开电视" in sentences["parent_homework"]
    assert "书包丢到沙发上就开电视" not in sentences["parent_phone_gaming"]


async def test_a_reworded_sentence_stays_and_that_is_said(site: Site) -> None:
    number = keep(site.store, "我叫王小芳，娃不写作业")
    browser = await site.signed_in("editor")
    await label(browser, [number], "parent_homework", text="娃放学只晓得耍，本子都不翻")
    answer = await post(browser, "/admin/inbox", id=str(number), do="reopen", state=LABELLED)
    assert "said=reopened_left" in answer.headers["location"]
    assert [r.new for r in site.store.revisions.open()] == [("parent_homework", "娃放学只晓得耍，本子都不翻")]


async def test_enter_in_a_field_is_the_topic_that_was_typed_and_no_suggestion(site: Site) -> None:
    keep(site.store, "书包丢到沙发上就开电视")
    page = (await (await site.signed_in("annotator")).get("/admin/inbox")).text
    form = page[page.index('class="group"') :]
    first = re.search(r'<button name="do" value="([^"]+)"', form)
    assert first is not None
    assert first[1] == "label"


async def test_personal_data_are_deleted_for_good(site: Site) -> None:
    number = keep(site.store, "我是三车间的小芳")
    browser = await site.signed_in("annotator")
    assert (await post(browser, "/admin/inbox", id=str(number), do="delete")).status_code == 303
    assert states(site.store) == {}
    (deed,) = site.store.audit.entries(action="delete_message")
    assert deed.object == str(number)
    assert "小芳" not in repr(site.store.audit.entries())


async def test_a_message_cannot_run_in_the_page(site: Site) -> None:
    evil = '<img src=x onerror=alert(1)><script>alert(2)</script>" onmouseover="x'
    keep(site.store, evil)
    page = (await (await site.signed_in("admin")).get("/admin/inbox")).text
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "99"}, {"id": "1", "do": "burn"}, {"id": "1", "state": "no"}])
async def test_nonsense_is_refused_kindly(form: dict[str, str], site: Site) -> None:
    keep(site.store, "书包丢到沙发上就开电视")
    answer = await post(await site.signed_in("annotator"), "/admin/inbox", **form)
    assert answer.status_code == 400
    assert states(site.store) == {OPEN: 1}


async def test_pages_of_groups(site: Site) -> None:
    for n in range(25):
        keep(site.store, chr(0x4E00 + n * 101) * 5, confidence=0.1)
    browser = await site.signed_in("annotator")
    assert (await browser.get("/admin/inbox")).text.count('class="group"') == 20
    assert (await browser.get("/admin/inbox?page=2")).text.count('class="group"') == 5
    assert (await browser.get("/admin/inbox?page=99x")).status_code == 200
    assert (await browser.get("/admin/inbox?state=nowhere")).status_code == 404
