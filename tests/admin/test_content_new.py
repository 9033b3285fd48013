"""A page that is not there yet is begun in the console, filled in, read by a second person and published."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from bot.admin.content_new import BEGUN
from bot.content.fields import fields_of
from bot.store.drafts import DROPPED
from tests.admin.conftest import Site, post
from tests.admin.test_content_pages import hidden
from tests.drafting.test_begin import WORDS

NEW, HERE, FILE = "/admin/content/new", "/admin/content/topics/parent_night_shift", "topics/parent_night_shift.md"
TOPIC = {"kind": "topics", "family": "parent", "word": "night_shift", "title": "夜班怎么带娃"}
LESSON = {
    "kind": "lessons", "family": "parent", "word": "small_praise", "title": "小处夸娃", "need": "talk",
    "about": "parent_homework", "form": "comic",
}  # fmt: skip
NOT_YET = "机器还听不懂人直接问这件事"


def wrong(answer: httpx.Response) -> str:
    """What a page says is wrong."""
    return html.unescape(" ".join(re.findall(r'class="wrong"[^>]*>([^<]*)', answer.text)))


def form(site: Site, file: str, **words: str) -> dict[str, str]:
    """What a browser sends of the draft of a file, with some fields filled in."""
    (draft,) = site.store.drafts.under_way(file)
    return {f"f:{f.key}": words.get(f.key, f.value) for f in fields_of(file, draft.text)}


async def test_a_topic_from_the_link_to_publication(site: Site) -> None:
    editor, officer = await site.signed_in("editor"), await site.signed_in("safeguarding")
    link = '<a href="/admin/content/new?kind=topics">新写一页</a>'
    assert link in (await editor.get("/admin/content")).text
    assert link not in (await officer.get("/admin/content")).text
    assert "更多话题" in (await editor.get(f"{NEW}?kind=topics")).text, "it says how it will be reached"
    answer = await post(editor, NEW, **TOPIC)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?said=content_begun")
    page = (await editor.get(HERE)).text
    assert "<h1>夜班怎么带娃" in page
    assert NOT_YET in page
    assert "这是新的一页" in page
    assert "没写出处" in page
    assert "夜班怎么带娃" in (await editor.get("/admin/content")).text
    assert (await post(editor, HERE, do="hand_in", **hidden(page), **form(site, FILE))).status_code == 409
    page = (await editor.get(HERE)).text
    answer = await post(editor, HERE, do="hand_in", **hidden(page), **form(site, FILE, **WORDS))
    assert answer.status_code == 303, wrong(answer)
    assert "夜班怎么带娃" in (await officer.get("/admin/content?kind=lessons")).text, "等您看的"
    page = (await officer.get(HERE)).text
    assert f'<div class="bubble">{WORDS["start"]}' in page
    assert (await post(officer, f"{HERE}/decide", do="publish", **hidden(page))).status_code == 303
    (row,) = site.store.drafts.in_force()
    assert (row.file, row.base, row.authors, row.reviewer) == (FILE, "", ("editor",), "safeguarding")
    versions = (await editor.get(f"{HERE}/versions")).text
    assert "现在用的" in versions
    assert "照它前面的做草稿" not in versions, "there was nothing before"
    gone = await post(editor, HERE, do="restore", version=str(row.id), before="1")
    assert gone.status_code == 404
    assert "content_begin" in {d.action for d in site.store.audit.entries()}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"word": "../../etc/passwd"}, "小写的英文字母"),
        ({"word": "Night"}, "小写的英文字母"),
        ({"word": ""}, "小写的英文字母"),
        ({"word": "homework"}, "已经有了"),
        ({"title": "零花钱怎么给"}, "别处已经用了"),
        ({"title": "夜" * 20}, "2 到 14 个字"),
        ({"family": "report"}, "没选对"),
    ],
)
async def test_what_cannot_be_is_said_kindly_and_nothing_typed_is_lost(
    changed: dict[str, str], said: str, site: Site
) -> None:
    editor = await site.signed_in("editor")
    answer = await post(editor, NEW, **{**TOPIC, **changed})
    assert answer.status_code == 400
    assert said in wrong(answer)
    for name in ("word", "title"):
        assert f'name="{name}" value="{({**TOPIC, **changed})[name]}"' in answer.text
    assert site.store.drafts.under_way() == []


@pytest.mark.parametrize("kind", ["protocols", "quizzes", "nlu", "../x"])
async def test_no_protocol_no_lone_quiz_nothing_else(kind: str, site: Site) -> None:
    editor = await site.signed_in("editor")
    page = await editor.get(NEW, params={"kind": kind})
    assert page.status_code == (200 if kind in ("protocols", "quizzes") else 404)
    assert "开始写" not in page.text
    assert (await post(editor, NEW, **{**TOPIC, "kind": kind})).status_code == 400
    assert site.store.drafts.under_way() == []
    assert kind not in BEGUN


async def test_a_lesson_comes_with_its_quiz_and_goes_with_it(site: Site) -> None:
    editor = await site.signed_in("editor")
    assert (await post(editor, NEW, **LESSON)).status_code == 303
    here = "/admin/content/lessons/parent_small_praise"
    page = (await editor.get(here)).text
    assert '<a href="/admin/content/quizzes/parent_small_praise">小测</a>' in page
    assert "这一行没写完" in page
    assert "scene 在哪" in page
    assert "课</a>（草稿）是一起的" in (await editor.get("/admin/content/quizzes/parent_small_praise")).text
    answer = await post(editor, here, do="drop", **hidden(page))
    assert answer.headers["location"] == "/admin/content?kind=lessons&said=content_dropped"
    assert (await editor.get(here)).status_code == 404
    assert site.store.drafts.under_way() == []
    assert {d.state for n in (1, 2) if (d := site.store.drafts.get(n))} == {DROPPED}


async def test_an_administrator_alone_waits_for_the_other_half(site: Site) -> None:
    """Approved by itself a lesson is not in force, and the page says what it waits for."""
    from tests.drafting.test_begin import of_an_old_one

    admin = await site.signed_in("admin")
    await post(admin, NEW, **LESSON)
    for kind, ending in (("lessons", "md"), ("quizzes", "toml")):
        here, file = f"/admin/content/{kind}/parent_small_praise", f"{kind}/parent_small_praise.{ending}"
        page = (await admin.get(here)).text
        words = of_an_old_one(kind)
        assert (await post(admin, here, do="save", **hidden(page), **form(site, file, **words))).status_code == 303
    said = []
    for kind in ("lessons", "quizzes"):
        here = f"/admin/content/{kind}/parent_small_praise"
        page = (await admin.get(here)).text
        answer = await post(admin, f"{here}/decide", do="publish", **hidden(page))
        said.append(answer.headers["location"].partition("said=")[2])
    assert said == ["content_twin", "content_published"]
    assert len(site.store.drafts.in_force()) == 2


async def test_a_directory_entry_needs_two_people(site: Site) -> None:
    admin = await site.signed_in("admin")
    entry = {"kind": "directory", "table": "need", "id": "night_school", "name": "夜校在哪里报名", "number": ""}
    answer = await post(admin, NEW, **entry)
    assert answer.headers["location"] == "/admin/content/directory/needs?said=content_begun"
    page = (await admin.get("/admin/content/directory/needs")).text
    assert "夜校在哪里报名" in page
    assert "不请人看" not in page
    assert "已经有了" in wrong(await post(admin, NEW, **entry))
    place = {"kind": "directory", "table": "entry", "name": "鼓楼区", "channel": "psych_12356"}
    assert "没有认出是哪个地方" in wrong(await post(admin, NEW, **place))


async def test_what_was_typed_is_never_markup(site: Site) -> None:
    editor = await site.signed_in("editor")
    answer = await post(editor, NEW, **{**TOPIC, "title": "<b>夜班</b>"})
    assert answer.status_code == 303
    for path in (HERE, "/admin/content", f"{HERE}/versions"):
        assert "<b>夜班" not in (await editor.get(path)).text, path
