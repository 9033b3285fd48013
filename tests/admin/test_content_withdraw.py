"""A published page is withdrawn in the console: who may, what it says, how it comes back."""

from __future__ import annotations

import re

import pytest

from bot.content.fields import fill
from bot.content.overlay import read
from bot.drafting import blank
from bot.store.drafts import LIVE, REVIEW, WITHDRAWAL, Draft
from tests.admin.conftest import Site, post
from tests.admin.test_content_pages import FILE, HERE, PROTOCOL, hidden
from tests.drafting.test_begin import TOPIC as NEW
from tests.drafting.test_begin import WORDS

NEW_HERE, NEW_TITLE = "/admin/content/topics/parent_night_shift", "夜班怎么带娃"


def publish(site: Site, file: str, text: str) -> Draft:
    """As if two people had gone the whole way."""
    draft = site.store.drafts.begin(file, read(file), text, "somebody")
    assert draft is not None
    assert site.store.drafts.move(draft, LIVE, published=1.0, reviewer="other")
    return draft


def publish_changed(site: Site, file: str) -> Draft:
    return publish(site, file, fill(file, read(file), {"title": "换一个标题"}))


def publish_new(site: Site) -> Draft:
    return publish(site, NEW, fill(NEW, blank.topic("parent_night_shift", NEW_TITLE, ("parent",)), WORDS))


async def test_asked_for_by_one_and_approved_by_another(site: Site) -> None:
    publish_changed(site, "protocols/report_neglect.md")
    officer, editor = await site.signed_in("safeguarding"), await site.signed_in("editor")
    page = (await officer.get(PROTOCOL)).text
    assert "撤下，交给别人看" in page
    assert "回到文件里的那一版" in page
    assert (await post(officer, f"{PROTOCOL}/withdraw", do="ask")).status_code == 400, "a reason is asked for"
    answer = await post(officer, f"{PROTOCOL}/withdraw", do="ask", why="号码错了<b>")
    assert answer.headers["location"] == f"{PROTOCOL}?said=content_withdraw"
    own = (await officer.get(PROTOCOL)).text
    assert "您要撤的，要请另一个人看" in own
    assert "批准，现在撤下" not in own
    assert (await post(officer, f"{PROTOCOL}/decide", do="publish", **hidden(own))).status_code == 409
    assert "等您看的" in (await editor.get("/admin/content?kind=protocols")).text
    page = (await editor.get(PROTOCOL)).text
    assert "safeguarding 要撤下这一页：号码错了&lt;b&gt;" in page
    assert "换一个标题" in re.findall(r'<div class="gone">(.*?)</div>', page, re.S)[0]
    assert (await post(editor, f"{PROTOCOL}/decide", do="publish", **hidden(page))).status_code == 303
    assert site.store.drafts.in_force() == []
    versions = (await editor.get(f"{PROTOCOL}/versions")).text
    assert "后来撤下了" in versions
    assert "撤下，回到文件里的那一版" in versions
    assert "撤下后台写的" not in (await editor.get(PROTOCOL)).text, "there is nothing left to withdraw"


async def test_an_administrator_alone_as_with_publishing(site: Site) -> None:
    publish_changed(site, FILE)
    publish_changed(site, "protocols/report_neglect.md")
    admin, editor = await site.signed_in("admin"), await site.signed_in("editor")
    assert "不请人看，现在撤下" in (await admin.get(HERE)).text
    assert "不请人看，现在撤下" not in (await admin.get(PROTOCOL)).text
    for browser, here in ((editor, HERE), (admin, PROTOCOL)):
        answer = await post(browser, f"{here}/withdraw", do="now", why="x")
        assert answer.status_code == 409
        assert "要另一个人看过才能撤" in answer.text
    assert len(site.store.drafts.in_force()) == 2
    answer = await post(admin, f"{HERE}/withdraw", do="now", why="写错了")
    assert answer.headers["location"] == f"{HERE}?said=content_withdrawn"
    assert [d.file for d in site.store.drafts.in_force()] == ["protocols/report_neglect.md"]
    deeds = [d.action for d in site.store.audit.entries(limit=3)]
    assert deeds == ["content_withdrawn", "content_alone", "content_withdraw"]


async def test_what_only_stands_here_is_hidden_and_comes_back_from_its_versions(site: Site) -> None:
    draft = publish_new(site)
    admin, editor = await site.signed_in("admin"), await site.signed_in("editor")
    assert "撤了就没有了" in (await admin.get(NEW_HERE)).text
    await post(editor, f"{NEW_HERE}/withdraw", do="ask", why="没查实")
    assert f'<a href="{NEW_HERE}">{NEW_TITLE}</a>（要撤下）' in (await admin.get("/admin/content")).text
    page = (await admin.get(NEW_HERE)).text
    assert "这一页就没有了，谁也走不到" in page
    assert 'name="f:' not in page, "there is nothing to write in"
    for deed in ("save", "hand_in"):
        assert (await post(admin, NEW_HERE, do=deed, **hidden(page))).status_code == 409
    assert REVIEW in {d.state for d in site.store.drafts.under_way(NEW)}
    assert (await post(admin, f"{NEW_HERE}/decide", do="publish", **hidden(page))).status_code == 303
    assert site.store.drafts.versions(NEW)[0].state == WITHDRAWAL
    page = (await editor.get("/admin/content")).text
    assert f'<a href="{NEW_HERE}/versions">{NEW_TITLE}</a>' in page.partition("撤下的</h2>")[2]
    gone = (await editor.get(NEW_HERE)).text
    assert "这一页撤下了，机器人不再说" in gone
    assert NEW_TITLE in gone
    assert "撤下，这一页就没有了" in (await editor.get(f"{NEW_HERE}/versions?new=2&old=1")).text
    assert "请刷新" in (await post(editor, f"{NEW_HERE}/check", edits="0")).text
    assert (await post(editor, NEW_HERE, do="restore", version=draft.id)).status_code == 303
    assert site.store.drafts.under_way(NEW)[0].text == draft.text
    assert "撤下的</h2>" not in (await editor.get("/admin/content")).text


async def test_refused_and_the_reason_is_read(site: Site) -> None:
    publish_changed(site, FILE)
    editor, admin = await site.signed_in("editor"), await site.signed_in("admin")
    await post(editor, f"{HERE}/withdraw", do="ask", why="x")
    seen = hidden((await admin.get(HERE)).text)
    assert (await post(admin, f"{HERE}/decide", do="back", **seen)).status_code == 400
    answer = await post(admin, f"{HERE}/decide", do="back", why="这一版是对的", **seen)
    assert answer.headers["location"] == "/admin/content?said=content_kept"
    assert "上次要撤，没有撤：这一版是对的" in (await editor.get(HERE)).text
    await post(editor, f"{HERE}/withdraw", do="ask", why="x")
    assert "不撤了" not in (await admin.get(HERE)).text, "two buttons for one thing"
    seen = hidden((await editor.get(HERE)).text)
    assert (await post(editor, f"{HERE}/withdraw", do="take_back", draft="9", edits="1")).status_code == 409
    answer = await post(editor, f"{HERE}/withdraw", do="take_back", **seen)
    assert answer.headers["location"] == f"{HERE}?said=content_kept"
    assert site.store.drafts.under_way() == []
    assert len(site.store.drafts.in_force()) == 1


async def test_what_stands_in_the_way_is_said(site: Site) -> None:
    publish_new(site)
    editor = await site.signed_in("editor")
    text = read(FILE).replace("* 看别的 => menu", f"* {NEW_TITLE} => parent_night_shift\n* 看别的 => menu", 1)
    other = publish(site, FILE, text)
    answer = await post(editor, f"{NEW_HERE}/withdraw", do="ask", why="x")
    assert answer.status_code == 409
    assert "选项指到的“parent_night_shift”不存在" in answer.text
    assert other.file in {d.file for d in site.store.drafts.in_force()}
    await post(editor, HERE, do="save", edits="0", whole="1", text=read(FILE))
    assert "还没定" in (await post(editor, f"{HERE}/withdraw", do="ask", why="x")).text
    assert "没有后台写的可以撤" in (await post(editor, f"{PROTOCOL}/withdraw", do="ask", why="x")).text


@pytest.mark.parametrize("role", ["viewer", "annotator"])
async def test_who_may_not_publish_may_not_withdraw(role: str, site: Site) -> None:
    publish_changed(site, FILE)
    browser = await site.signed_in(role)
    assert "撤下后台写的" not in (await browser.get(HERE)).text
    assert (await post(browser, f"{HERE}/withdraw", do="ask", why="x")).status_code == 403
