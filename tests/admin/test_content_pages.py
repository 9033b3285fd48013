"""Content in the console: fields with the checks beside them, two people, versions, the weekly plan."""

from __future__ import annotations

import html
import re
import time
from datetime import datetime, timedelta

import httpx
import pytest

from bot.admin.content_room import ContentRoom, Editing
from bot.admin.fault_words import explain
from bot.admin.mailing_words import why_so
from bot.admin.moments import read_moment, show_moment
from bot.admin.plan_pages import quotas
from bot.content.catalogue import load_catalogue
from bot.content.fields import fields_of, fill
from bot.content.overlay import read
from bot.drafting.drafting import Drafting
from bot.drafting.faults import Fault
from bot.people.call_times import BEIJING
from bot.store.mailings import FAILED, NO_LESSON, PLANNED, SENT, Mailing
from tests.admin.conftest import Site, post

FILE, HERE = "topics/parent_homework.md", "/admin/content/topics/parent_homework"
PROTOCOL = "/admin/content/protocols/report_neglect"


def form(file: str, **changed: str) -> dict[str, str]:
    """What a browser sends of a file's form. Keys of `changed` with __ for a space and a star."""
    fields = {f"f:{f.key}": f.value for f in fields_of(file, read(file))}
    return {**fields, **{f"f:{key.replace('__', ' *')}": value for key, value in changed.items()}}


def hidden(page: str) -> dict[str, str]:
    """Which draft and which edit a page shows."""
    draft, edits = re.search(r'name="draft" value="(\d+)"', page), re.search(r'name="edits" value="(\d+)"', page)
    return {"draft": draft[1] if draft else "", "edits": edits[1] if edits else "0"}


async def handed_in(browser: httpx.AsyncClient, here: str = HERE, file: str = FILE, **changed: str) -> None:
    answer = await post(browser, here, do="hand_in", edits="0", **form(file, **changed))
    assert answer.status_code == 303, re.findall(r'class="wrong"[^>]*>([^<]*)', answer.text)


async def test_from_a_field_to_publication(site: Site) -> None:
    editor, officer = await site.signed_in("editor"), await site.signed_in("safeguarding")
    await handed_in(editor, PROTOCOL, "protocols/report_neglect.md", title="没人照看孩子")
    page = (await editor.get(PROTOCOL)).text
    assert "要请另一个人看" in page
    assert (await post(editor, f"{PROTOCOL}/decide", do="publish", **hidden(page))).status_code == 409
    assert "等您看的" in (await officer.get("/admin/content?kind=protocols")).text
    page = (await officer.get(PROTOCOL)).text
    assert "批准，现在上线" in page
    assert '<div class="come">title = &#34;没人照看孩子&#34;</div>' in page
    assert (await post(officer, f"{PROTOCOL}/decide", do="publish", **hidden(page))).status_code == 303
    (row,) = site.store.drafts.in_force()
    assert (row.authors, row.reviewer) == (("editor",), "safeguarding")
    assert "没有导出" in (await editor.get("/admin/content")).text
    deeds = [(d.who, d.action) for d in reversed(site.store.audit.entries()) if d.action.startswith("content")]
    assert deeds == [
        ("editor", "content_save"), ("editor", "content_hand_in"), ("safeguarding", "content_approve"),
        ("safeguarding", "content_publish"),
    ]  # fmt: skip


async def test_faults_stand_beside_their_field(site: Site) -> None:
    editor = await site.signed_in("editor")
    changed = form(FILE, start="请与监护人沟通" * 45, more__="走 => nowhere", title="")
    answer = await post(editor, f"{HERE}/check", edits="0", **changed)
    for key, said in (("start", "最多 300 个"), ("more *", "指到的“nowhere”"), ("start", "太书面")):
        beside = re.search(rf'id="fault-{key.encode().hex()}"[^>]*>(.*?)</div>', answer.text, re.S)
        assert beside, key
        assert said in beside[1], (key, beside[1])
    assert site.store.drafts.under_way() == []
    assert (await post(editor, HERE, do="hand_in", edits="0", **changed)).status_code == 409
    page = (await editor.get(HERE)).text  # the draft is kept all the same
    assert "最多 300 个" in page


async def test_an_administrator_alone_where_no_second_is_asked_for(site: Site) -> None:
    admin = await site.signed_in("admin")
    await post(admin, HERE, do="save", edits="0", **form(FILE, title="作业没人管"))
    page = (await admin.get(HERE)).text
    assert (await post(admin, f"{HERE}/decide", do="publish", **hidden(page))).status_code == 303
    await post(admin, PROTOCOL, do="save", edits="0", **form("protocols/report_neglect.md", title="没人管孩子"))
    page = (await admin.get(PROTOCOL)).text
    assert "不请人看" not in page
    assert (await post(admin, f"{PROTOCOL}/decide", do="publish", **hidden(page))).status_code == 409
    assert [d.file for d in site.store.drafts.in_force()] == [FILE]


async def test_sent_back_taken_back_scheduled_dropped(site: Site) -> None:
    editor, admin = await site.signed_in("editor"), await site.signed_in("admin")
    await handed_in(editor, title="作业没人管")
    seen = hidden((await admin.get(HERE)).text)
    assert (await post(admin, f"{HERE}/decide", do="back", **seen)).status_code == 400
    assert (await post(admin, f"{HERE}/decide", do="back", why="标题太短", **seen)).status_code == 303
    page = (await editor.get(HERE)).text
    assert "标题太短" in page
    assert (
        await post(editor, HERE, do="hand_in", **hidden(page), **form(FILE, title="作业在家没人管"))
    ).status_code == 303
    assert (await post(admin, f"{HERE}/decide", do="publish", **seen)).status_code == 409  # read before it was changed
    seen = hidden((await admin.get(HERE)).text)
    later = datetime.now(BEIJING) + timedelta(days=1)
    wrong = await post(admin, f"{HERE}/decide", do="schedule", at="2020-01-01T08:00", **seen)
    assert wrong.status_code == 400
    answer = await post(admin, f"{HERE}/decide", do="schedule", at=f"{later:%Y-%m-%dT%H:%M}", **seen)
    assert answer.status_code == 303
    (draft,) = site.store.drafts.under_way()
    assert draft.due is not None
    assert 86_000 - 60 < draft.due - time.time() < 86_401
    page = (await editor.get(HERE)).text
    assert (await post(editor, HERE, do="take_back", **hidden(page))).status_code == 303
    page = (await editor.get(HERE)).text
    assert (await post(editor, HERE, do="drop", **hidden(page))).status_code == 303
    assert site.store.drafts.under_way() == []


async def test_versions_are_compared_and_restored(site: Site) -> None:
    admin = await site.signed_in("admin")
    for title in ("作业没人管", "作业谁来管"):
        await post(admin, HERE, do="save", edits="0", **form(FILE, title=title))
        page = (await admin.get(HERE)).text
        await post(admin, f"{HERE}/decide", do="publish", **hidden(page))
    newest, oldest = site.store.drafts.versions(FILE)
    page = (await admin.get(f"{HERE}/versions", params={"new": newest.id})).text
    assert "作业没人管" in page
    assert html.unescape(page).count('title = "作业谁来管"') == 1
    assert (await post(admin, HERE, do="restore", version=oldest.id)).status_code == 303
    (draft,) = site.store.drafts.under_way()
    assert draft.text == oldest.text
    assert (await post(admin, HERE, do="restore", version=999)).status_code == 404


async def test_versions_name_the_page_as_people_know_it(site: Site) -> None:
    room, browser = ContentRoom(Drafting(site.store.drafts), Editing()), await site.signed_in("viewer")
    titles = {file: room.title(file, text) for file, text in room.texts().items()}
    assert {file for file, title in titles.items() if not re.search("[\u4e00-\u9fff]", title)} == set()
    for file in (FILE, "protocols/report_neglect.md", "directory/local.toml", "lessons/parent_praise.md"):
        page = (await browser.get(f"{room.address(file)}/versions")).text
        heading = re.search("<h1>(.*?)</h1>", page, re.S)
        assert heading is not None
        assert heading[1].startswith(titles[file])
        assert file not in page


async def test_markup_is_text(site: Site) -> None:
    editor = await site.signed_in("editor")
    evil = '<script>alert(1)</script>"><img src=x>'
    answer = await post(editor, f"{HERE}/check", edits="0", **form(FILE, start=evil, title=evil))
    assert "<script>alert" not in answer.text
    assert (await post(editor, HERE, do="save", edits="0", **form(FILE, start=evil, title=evil))).status_code == 303
    for address in (HERE, f"{HERE}?whole=1", "/admin/content", f"{HERE}/versions"):
        page = (await editor.get(address)).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("wrong", ["topics/nothing", "nlu/greet", "topics/..%2f..%2fx", "texts/x", "topics/A"])
async def test_no_other_file_is_reached(wrong: str, site: Site) -> None:
    editor = await site.signed_in("editor")
    assert (await editor.get(f"/admin/content/{wrong}")).status_code == 404
    assert (await post(editor, f"/admin/content/{wrong}", do="save", whole="1", text="x")).status_code == 404


@pytest.mark.parametrize("kind", ["topics", "protocols", "directory", "lessons", "quizzes"])
async def test_every_kind_has_a_list_a_form_and_a_chat(kind: str, site: Site) -> None:
    editor = await site.signed_in("editor")
    page = (await editor.get("/admin/content", params={"kind": kind})).text
    address = re.findall(rf'href="(/admin/content/{kind}/[a-z0-9_]+)"', page)[0]
    shown = (await editor.get(address)).text
    assert 'name="f:' in shown
    assert 'class="bubble"' in shown or kind == "directory"
    assert (await editor.get(f"{address}?whole=1")).text.count("<textarea") == 1


async def test_a_found_word(site: Site) -> None:
    page = (await (await site.signed_in("viewer")).get("/admin/content", params={"words": "磨蹭"})).text
    assert "parent_homework.md" in page
    assert "young_rights.md" not in page


def test_the_whole_file_is_kept_as_typed() -> None:
    text = read(FILE)
    assert fill(FILE, text, {}) == text


async def test_a_week_is_planned_and_called_off(site: Site) -> None:
    editor = await site.signed_in("editor")
    lesson = next(iter(load_catalogue().lessons))
    at = (datetime.now(BEIJING) + timedelta(days=2)).replace(hour=19, minute=30)
    ok = {"lesson": lesson, "audience": "parent", "at": f"{at:%Y-%m-%dT%H:%M}"}
    assert (await post(editor, "/admin/plan", **ok)).status_code == 303
    for wrong in ({"lesson": "none"}, {"audience": "boss"}, {"at": "2020-01-01T08:00"}, {"at": "soon"}):
        assert (await post(editor, "/admin/plan", **{**ok, **wrong})).status_code == 400
    (mailing,) = site.store.mailings.all()
    page = (await editor.get("/admin/plan")).text
    assert show_moment(mailing.at) in page
    assert (await post(editor, f"/admin/plan/{mailing.id}/cancel")).status_code == 303
    assert (await post(editor, f"/admin/plan/{mailing.id}/cancel")).status_code == 409


async def test_a_planned_lesson_that_was_withdrawn_is_told_apart(site: Site) -> None:
    text = 'title = "从前的一课"\n'
    draft = site.store.drafts.begin("lessons/parent_gone.md", "", text, "somebody")
    assert draft is not None
    at = time.time() + 86_400
    failed = site.store.mailings.plan("parent_gone", "parent", at, 1.0)
    waits = site.store.mailings.plan("parent_gone", "manager", at, 1.0)
    site.store.mailings.note(failed, 1.0, state=FAILED, reason=NO_LESSON)
    editor = await site.signed_in("editor")
    page = (await editor.get("/admin/plan")).text.partition("一周一周看")[2]
    rows = dict(re.findall(r'data-name="发给谁">(家长|班组长)</td>(.*?)</tr>', page, re.S))
    assert "没发成" in rows["家长"]
    assert "这一课撤下了，所以没有发。换一课，再排一次。" in rows["家长"]
    assert "这一课撤下了，到时间发不出去。" in rows["班组长"]
    assert (await post(editor, f"/admin/plan/{waits}/cancel")).status_code == 303
    page = (await editor.get("/admin/plan")).text
    assert "从前的一课" in page
    assert "到时间发不出去" not in page
    assert NO_LESSON not in page


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (None, ""), ("of another time", "of another time"), ("45009", "微信没有收，它的错误号是 45009"),
        ("one by one", "一封一封发的"),
        ("one by one: 4 mass sends this month", "这个月的 4 次群发用完了，一封一封发的"),
        ("unreachable", "微信没有连上，过一会儿再试"),
    ],
)  # fmt: skip
def test_why_a_sending_went_as_it_did_is_told_in_words(reason: str | None, told: str) -> None:
    assert why_so(reason) == told


def test_the_quota_counts_everybody_for_each() -> None:
    now = read_moment("2026-11-26T12:00")
    assert now is not None

    def one(audience: str, state: str, msg_id: str | None = None) -> Mailing:
        return Mailing(1, "x", audience, now, state, None, msg_id, None, None)

    found = [one("all", SENT, "m"), one("parent", SENT), *[one("parent", PLANNED)] * 4]
    parent = next(q for q in quotas(found, now, 4) if q.audience == "parent")
    assert (parent.sent, parent.planned, parent.over) == (1, 4, 1)
    manager = next(q for q in quotas(found, now, 4) if q.audience == "manager")
    assert (manager.sent, manager.planned, manager.over) == (1, 0, 0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "topics/x.md [## start] 31 characters between stops; at most 30: 好",
            "这句 31 个字，最多 30 个，断成两句：好",
        ),
        ("topics/x.md [## start] has no option: a dead end", "下面没有选项"),
        ("topics/x.md 监护人 is explained nowhere; say one of: 管孩子的人", "“监护人”没有解释"),
        ("directory/needs.toml [need a] [lines] no such channel: x", "名录里没有“x”"),
        ("topics/y.md [## more] leads nowhere: gone", "topics/y.md [## more]：选项指到的“gone”不存在"),
        ("topics/x.md something quite new", "检查说：something quite new"),
    ],
)
def test_faults_in_words(line: str, said: str) -> None:
    assert said in explain(Fault.read(line), "topics/x.md") or said in explain(Fault.read(line), "directory/needs.toml")
