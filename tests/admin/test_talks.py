"""Conversations: who sees them, what is written down of it, what a person wrote is never markup; and taking over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admin.script import script_of
from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.people.staffed import Staffed
from bot.reply.desk import Desk, Rules
from bot.reply.transcript import WANTS_HUMAN
from bot.scripts import message
from bot.store.conversations import OFFICER, Line
from tests.admin.conftest import Site, post

P = "p" * 64
CATALOGUE = load_catalogue()


def talk(site: Site, *said: str, person: str = P, how: str = "understood", **more: object) -> int:
    site.store.people.remember(person, "sealed")
    found = None
    for n, words in enumerate(said):
        line = Line(site.clock() + n, "text", words, "答", how, **more)  # type: ignore[arg-type]
        found = site.store.conversations.add(person, line, "parent")
    assert found is not None
    return found


async def test_what_a_person_wrote_is_shown_masked_and_never_as_markup(site: Site) -> None:
    number = talk(site, "<script>alert(1)</script> 打我13812345678", "<img src=x onerror=y>", page="parent_homework")
    officer = await site.signed_in("safeguarding")
    await post(officer, f"/admin/talks/{number}", do="mark", tags="<b>x</b>，急", note="<i>看</i>")
    for path in ("/admin/talks", f"/admin/talks/{number}"):
        page = (await officer.get(path)).text
        assert not re.search(r"<script>alert|<img src=x|<b>x|<i>看", page), path
        assert P[:8] not in page, "nobody is named, not even by hash"
    assert "&lt;script&gt;" in page
    assert "[号码]" in page
    assert "13812345678" not in page
    assert site.store.conversations.get(number).tags == ("<b>x</b>", "急")


async def test_every_view_is_written_down_by_number_alone(site: Site) -> None:
    number = talk(site, "你好")
    officer = await site.signed_in("safeguarding")
    await officer.get("/admin/talks?role=parent&since=2026-01-01")
    await officer.get(f"/admin/talks/{number}")
    await officer.get(f"/admin/talks/{number}/script")
    await post(officer, f"/admin/talks/{number}", do="review")
    await post(officer, f"/admin/talks/{number}", do="reopen")
    deeds = [(d.who, d.action, d.object) for d in reversed(site.store.audit.entries()) if "talk" in d.action]
    assert deeds == [
        ("safeguarding", "talks_list", "1"),
        ("safeguarding", "talk_view", str(number)),
        ("safeguarding", "talk_script", str(number)),
        ("safeguarding", "talk_review", str(number)),
        ("safeguarding", "talk_reopen", str(number)),
    ]
    assert not any(P[:8] in d.object + d.detail for d in site.store.audit.entries())


async def test_filters(site: Site) -> None:
    talk(site, "作业", person="a" * 64, page="parent_homework")
    talk(site, "打", person="b" * 64, how="protocol", disclosure="report_neglect")
    officer = await site.signed_in("admin")
    await post(officer, "/admin/talks/2", do="mark", tags="回访")
    await post(officer, "/admin/talks/2", do="review")

    async def found(query: str) -> list[str]:
        page = (await officer.get(f"/admin/talks?{query}")).text
        return sorted(re.findall(r'href="/admin/talks/(\d+)"', page))

    assert await found("") == ["1", "2"]
    assert await found("topic=parent_homework") == ["1"]
    assert await found("topic=parent_home") == [], "a part of a name is not the name"
    assert await found("kind=any") == await found("kind=report_neglect") == await found("tag=回访") == ["2"]
    assert await found("seen=no") == ["1"]
    assert await found("seen=yes") == ["2"]
    assert await found("role=manager") == await found("until=2020-01-01") == await found("tag=%25") == []
    assert (await officer.get("/admin/talks?since=yesterday")).status_code == 400


async def test_a_person_is_taken_over_written_to_and_handed_back(site: Site, desk: Desk) -> None:
    number = talk(site, "我想跟人说说")
    site.store.windows.open([P], "message", site.clock())
    officer, admin = await site.signed_in("safeguarding"), await site.signed_in("admin")
    here = f"/admin/talks/{number}"
    assert (await post(officer, f"{here}/say", text="在")).status_code == 409, "not taken over yet"
    assert "不在值班时间里" not in (await officer.get(here)).text
    assert (await post(officer, f"{here}/take")).status_code == 303
    assert (await post(admin, f"{here}/take")).status_code == 409
    assert (await post(admin, f"{here}/say", text="在")).status_code == 409
    page = (await officer.get(here)).text
    assert "现在能主动发，还能发 4 条" in page, "one went with the greeting"
    assert "常用的话" in page
    assert (await post(officer, f"{here}/say", text="")).status_code == 400
    assert (await post(officer, f"{here}/say", text="您好<b>")).headers["location"].endswith("said=sent")
    assert "您好&lt;b&gt;" in (await officer.get(f"{here}/lines")).text
    assert (await admin.get(f"{here}/lines")).status_code == 409
    bodies = [c.letter.body["text"]["content"] for c in site.store.outbox.claim(["custom"], 9e12, 9)]
    assert bodies == [CATALOGUE.texts.line("talk", "human_here"), "您好<b>"]
    site.clock.now += 5
    site.store.conversations.add(P, Line(site.clock(), "text", "在吗", None, "human"), None)
    assert "有 1 个人在等真人回话" in (await officer.get("/admin/stats")).text
    assert "在等回话" in (await officer.get("/admin/desk")).text
    assert (await post(officer, f"{here}/back")).status_code == 303
    assert (await post(officer, f"{here}/back")).status_code == 409
    assert site.store.handovers.all() == []
    actions = [d.action for d in reversed(site.store.audit.entries())]
    assert [a for a in actions if a in ("take_over", "officer_says", "hand_back")] == [
        "take_over", "officer_says", "hand_back",
    ]  # fmt: skip
    assert not any("您好" in d.detail for d in site.store.audit.entries()), "no words in the audit log"


def _another_day(moment: float) -> int:
    """A day of the week that is neither this moment's nor the one before."""
    return next(day for day in range(7) if not Staffed((day,), 0, 0).now(moment))


async def test_who_wants_a_person_stands_on_every_page_until_somebody_has_looked(site: Site, desk: Desk) -> None:
    number = talk(site, "我想跟人说说", intent="talk_to_human")
    site.store.conversations.add(P, Line(site.clock(), "text", "转人工", "答", "understood"), None, (WANTS_HUMAN,))
    officer, editor = await site.signed_in("safeguarding"), await site.signed_in("editor")
    words = "想找真人，还没有人接"
    assert words not in (await officer.get("/admin/stats")).text, "no hours are set: nobody was told of persons"
    desk.set_rules(Rules(Staffed(tuple(range(7)), 0, 0)))
    assert "有 1 个人想找真人，还没有人接。" in (await officer.get("/admin/stats")).text
    assert words not in (await editor.get("/admin/stats")).text
    assert words in (await officer.get("/admin/talks")).text
    page = (await officer.get("/admin/desk")).text
    assert f'href="/admin/talks/{number}"' in page
    assert "那时没有人值班" not in page
    assert P[:8] not in page
    desk.set_rules(Rules(Staffed((_another_day(site.clock()),), 0, 1)))
    assert "那时没有人值班" in (await officer.get("/admin/desk")).text
    await post(officer, f"/admin/talks/{number}", do="review")
    assert words not in (await officer.get("/admin/desk")).text


async def test_who_has_deleted_their_data_is_not_there(site: Site) -> None:
    number = talk(site, "你好")
    site.store.people.forget(P)
    officer = await site.signed_in("safeguarding")
    assert (await officer.get(f"/admin/talks/{number}")).status_code == 404
    assert (await post(officer, f"/admin/talks/{number}/take")).status_code == 404


async def test_a_phone_that_may_be_read_shows_nothing_by_itself(site: Site) -> None:
    number = talk(site, "他打我")
    site.store.windows.open([P], "message", site.clock())
    site.store.talks.save(P, Talk(), Talk().after(Reply("x", quiet=True), site.clock()))
    officer = await site.signed_in("safeguarding")
    here = f"/admin/talks/{number}"
    assert "手机可能被别人看" in (await officer.get(here)).text
    await post(officer, f"{here}/take")
    assert (await post(officer, f"{here}/say", text="在")).headers["location"].endswith("said=sent_next")
    assert site.store.outbox.claim(["custom"], 9e12, 9) == []
    assert (await post(officer, f"{here}/say", text="在", sure="1")).headers["location"].endswith("said=sent")
    assert [r.text for r in site.store.kept.take_of(P, OFFICER)][-1] == "在"


@pytest.mark.parametrize(
    "wrong",
    [{"start": "25:00"}, {"end": "soon"}, {"back": "0"}, {"remind": "999"}, {"start": "9:00", "end": "9:00"},
     {"canned": "长" * 501}],
)  # fmt: skip
async def test_settings_that_cannot_be(wrong: dict[str, str], site: Site, desk: Desk) -> None:
    officer = await site.signed_in("admin")
    form = {"start": "9:00", "end": "17:30", "back": "2", "remind": "24", "canned": "好", "day": ["0"]}
    answer = await post(officer, "/admin/desk", **{**form, **wrong})
    assert answer.status_code == 400
    assert desk.rules().staffed is None


async def test_settings_are_kept(site: Site, desk: Desk) -> None:
    officer = await site.signed_in("safeguarding")
    form = {"start": "9：00", "end": "17:30", "back": "3", "remind": "8", "canned": "一\n\n二<b>"}
    assert (await post(officer, "/admin/desk", day=["0", "1", "2", "3", "4"], **form)).status_code == 303
    rules = desk.rules()
    assert (rules.back, rules.remind, rules.canned) == (3, 8, ("一", "二<b>"))
    assert rules.staffed is not None
    assert rules.staffed.words() == "周一到周五 9:00到17:30"
    page = (await officer.get("/admin/desk")).text
    assert "周一到周五 9:00到17:30" in page
    assert "二&lt;b&gt;" in page


def test_a_conversation_becomes_a_script() -> None:
    section = next(iter(CATALOGUE.pages["parent_homework"].sections))
    lines = [
        Line(1, "follow", None, "您好\n1. 做个小测", "flow"),
        Line(2, "text", "做个小测", "第一题。\n选哪个", "flow"),
        Line(3, "text", "娃不写\n作业 13812345678", "x", "understood", page="parent_homework", section=section),
        Line(4, "image", None, "图片我看不了。", "flow"),
        Line(5, "text", None, "x", "practice"),
        Line(6, OFFICER, None, "在", "window", by="officer"),
    ]
    assert script_of(lines, CATALOGUE).splitlines() == [
        "# a conversation as it went; read it before it is committed",
        "# 2 lines are left out: an officer's, or without words",
        "事 subscribe",
        "牵 您好",
        "点 做个小测",
        "牵 第一题。",
        "人 娃不写 作业 [号码]",
        "页 parent_homework",
        "图 image",
        "牵 图片我看不了。",
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_script_has_only_lines_its_reader_knows(said: str, shown: str) -> None:
    for line in script_of([Line(1, "text", said, shown, "understood")], CATALOGUE).splitlines():
        kind, _, rest = line.partition(" ")
        assert kind in "#人点牵"
        assert rest.strip()
        assert kind in "#牵" or message(kind, rest) is not None
