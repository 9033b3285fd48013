"""The duty log is looked after and watched; statistics show nobody."""

from __future__ import annotations

import csv
import io
import time

from bot.dialogue.duty import Duty
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from tests.admin.conftest import Site, post


def people(site: Site, count: int, role: str, lesson: str) -> None:
    for n in range(count):
        person = f"{role}{lesson}{n}".ljust(64, "x")
        site.store.people.remember(person, "sealed")
        site.store.talks.save(person, Talk(), Talk().after(Reply("x", profile={"role": role}), time.time()))
        site.store.talks.record_opened(person, lesson)


async def test_every_look_at_the_duty_log_is_written_down(site: Site) -> None:
    site.store.duties.add(
        "p" * 64, Duty("report_neglect", "detector"), time.time() - 2 * 86400, "parent", "贵州省毕节市"
    )
    officer = await site.signed_in("safeguarding")
    page = (await officer.get("/admin/duty")).text
    assert "超过 24 小时没人看" in page
    assert "值守记录里有 1 条" in page, "and at the head of every page"
    assert "值守记录里有 1 条" in (await officer.get("/admin/stats")).text
    assert "贵州省毕节市" in page
    assert "p" * 8 not in page
    assert (await post(officer, "/admin/duty/1", state="seen", note="打了 12345<script>")).status_code == 303
    page = (await officer.get("/admin/duty")).text
    assert "safeguarding 在跟" in page
    assert "值守记录里有" not in page
    assert "&lt;script&gt;" in page
    assert (await post(officer, "/admin/duty/1", state="closed")).status_code == 303
    assert "没有没结束的记录" in (await officer.get("/admin/duty")).text
    assert "结束了" in (await officer.get("/admin/duty?all=1")).text
    deeds = [(d.who, d.action, d.object, d.detail) for d in reversed(site.store.audit.entries()) if "duty" in d.action]
    assert deeds == [
        ("safeguarding", "duty_view", "open", "1"),
        ("safeguarding", "duty_mark", "1", "seen"),
        ("safeguarding", "duty_view", "open", "1"),
        ("safeguarding", "duty_mark", "1", "closed"),
        ("safeguarding", "duty_view", "open", "0"),
        ("safeguarding", "duty_view", "all", "1"),
    ]


async def test_the_first_page_counts_what_is_open_for_whoever_may_read_it(site: Site) -> None:
    now = time.time()
    officer, editor = await site.signed_in("safeguarding"), await site.signed_in("editor")
    assert "没有要跟的" in (await officer.get("/admin")).text
    for number, state in enumerate(("new", "new", "seen", "passed_on", "closed"), 1):
        site.store.duties.add(str(number) * 64, Duty("report_neglect", "detector"), now)
        site.store.duties.mark(number, state, now)
    page = (await officer.get("/admin")).text
    assert '<a href="/admin/duty">值守记录</a>：新的 2 条，没结束的一共 4 条。' in page
    assert "新的 2 条" in (await (await site.signed_in("admin")).get("/admin")).text
    assert "没结束的" not in (await editor.get("/admin")).text
    assert [d for d in site.store.audit.entries() if d.action == "duty_view"] == [], "a count is no look at the log"


async def test_a_row_told_again_comes_first(site: Site) -> None:
    now = time.time()
    site.store.duties.add("p" * 64, Duty("report_neglect", "detector"), now - 100)
    site.store.duties.mark(1, "seen", now - 50)
    site.store.duties.add("q" * 64, Duty("report_abduction", "button"), now - 10)
    site.store.duties.add("p" * 64, Duty("report_neglect", "detector"), now - 20)
    page = (await (await site.signed_in("admin")).get("/admin/duty")).text
    assert page.index("看过以后又说了一次") < page.index("/admin/duty/2")


async def test_nonsense_is_refused(site: Site) -> None:
    officer = await site.signed_in("safeguarding")
    assert (await post(officer, "/admin/duty/9", state="seen")).status_code == 404
    assert (await post(officer, "/admin/duty/9", state="burnt")).status_code == 400


async def test_groups_under_five_are_shown_nowhere(site: Site) -> None:
    people(site, 20, "parent", "a_lesson")
    people(site, 6, "manager", "=cmd()")
    people(site, 3, "young_worker", "rare_lesson")
    site.store.talks.record_attempt("x" * 64, "q", (1,), 1)
    viewer = await site.signed_in("viewer")
    page = (await viewer.get("/admin/stats")).text
    exported = (await viewer.get("/admin/stats.csv")).text
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(exported.removeprefix("\ufeff")))}
    assert rows["家长"] == ["20"]
    assert rows["年轻工人"] == ["—"]
    assert rows["班组长"] == ["—"], "the three could be had by subtraction"
    assert rows["a_lesson"] == ["20", "0"]
    assert rows["'=cmd()"] == ["—", "—"]
    assert rows["q"][:2] == ["—", "—"]
    assert "四周内的求救" not in page, "a viewer does not even see counts of disclosures"
    assert "四周内的求救" in (await (await site.signed_in("safeguarding")).get("/admin/stats")).text
    assert site.store.audit.entries(action="stats_export")[0].who == "viewer"


async def test_quiz_gain_from_first_to_last_try(site: Site) -> None:
    for n in range(6):
        person = str(n).ljust(64, "x")
        site.store.talks.record_attempt(person, "q", (1, 1, 2, 2), 2)
        site.store.talks.record_attempt(person, "q", (1, 1, 1, 2), 3)
    assert site.store.stats.quizzes() == {"q": (6, 0.5, 6, 0.25)}
    assert ">25%<" in (await (await site.signed_in("viewer")).get("/admin/stats")).text


async def test_a_row_is_passed_on_and_given_to_another_officer(site: Site) -> None:
    site.store.duties.add("p" * 64, Duty("report_neglect", "detector"), site.clock())
    officer = await site.signed_in("safeguarding")
    assert "转给哪里了" in (await post(officer, "/admin/duty/1", state="passed_on")).text
    assert (await post(officer, "/admin/duty/1", state="seen", owner="viewer")).status_code == 400
    done = await post(officer, "/admin/duty/1", state="passed_on", owner="admin", passed_to="毕节12345<b>")
    assert done.status_code == 303
    page = (await officer.get("/admin/duty")).text
    assert "转出去了（毕节12345&lt;b&gt;）" in page
    assert "admin 在跟" in page
    assert (site.store.duties.entries()[0].owner, site.store.duties.entries()[0].passed_to) == ("admin", "毕节12345<b>")


async def test_the_reminder_keeps_the_hours_that_are_set(site: Site) -> None:
    site.store.duties.add("p" * 64, Duty("report_neglect", "detector"), site.clock() - 3 * 3600)
    officer = await site.signed_in("safeguarding")
    assert "没人看" not in (await officer.get("/admin/stats")).text
    form = {"start": "9:00", "end": "17:30", "back": "2", "canned": "好"}
    assert (await post(officer, "/admin/desk", remind="2", **form)).status_code == 303
    assert "超过 2 小时没人看" in (await officer.get("/admin/stats")).text
    assert "没人看" not in (await (await site.signed_in("viewer")).get("/admin/stats")).text


async def test_from_a_row_to_the_persons_conversation(site: Site) -> None:
    person = "p" * 64
    site.store.people.remember(person, "sealed")
    site.store.duties.add(person, Duty("report_neglect", "detector"), site.clock())
    officer = await site.signed_in("safeguarding")
    there = await post(officer, "/admin/duty/1/talk")
    assert there.headers["location"] == "/admin/talks/1"
    assert site.store.audit.entries(action="duty_take")[0].detail == "1"
    site.store.people.forget(person)
    assert (await post(officer, "/admin/duty/1/talk")).status_code == 404
