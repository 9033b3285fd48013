"""Training and promotion through the console: started once, judged, refused with reasons, promoted, taken back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from bot.admin.compare import changed_replies, confusions, intents, overall, safety
from bot.admin.model_pages import Workshop
from bot.admin.words import moment
from bot.training.doubts import GONE, HARMLESS
from bot.training.figures import Figures
from bot.training.gate import HANDFUL, refusals
from bot.training.registry import Registry
from bot.training.release import Manifest, safety_of
from bot.training.runs import DONE
from tests.admin.conftest import Site, post

FLOOR = {"dev": {"found, direct": 0.9}}
OLD = Figures(
    holdout="h",
    top1=(80, 100),
    answered=(70, 100),
    caught=(9, 10),
    intents={"parent_homework": (9, 10), "greet": (5, 5)},
    safety={"dev": {"found, direct": (96, 100), "ordinary taken for now": (3, 100)}},
    kinds={"report_neglect": (9, 10)},
    scripts=(5, 5),
)
NEW = replace(
    OLD,
    top1=(82, 100),
    intents={"parent_homework": (10, 10), "greet": (4, 5)},
    wrong=(("greet", "parent_homework", "练习卷<b>句子"),) * 3,
    missed=("练习卷里没听见的",),
    safety={"dev": {"found, direct": (97, 100), "ordinary taken for now": (4, 100)}},
)


def release(registry: Registry, name: str, figures: Figures, live: Figures | None, before: dict[str, str]) -> None:
    path = registry.path(name)
    path.write_text(name)
    safety_of(path).write_text(name)
    registry.add(Manifest(name, name, "e", "2026-11-26T00:00:00Z", 61.0), "editor", 2)
    registry.judged(name, figures, tuple(r.text for r in refusals(figures, live, FLOOR)), before)


@pytest.fixture
def releases(workshop: Workshop) -> Registry:
    release(workshop.registry, "r1", OLD, None, {})
    workshop.registry.promote("r1", "admin", "first")
    return workshop.registry


async def test_a_training_is_started_once_and_shown(site: Site, workshop: Workshop) -> None:
    editor, other = await site.signed_in("editor"), await site.signed_in("admin")
    started = await post(editor, "/admin/model/train")
    run = workshop.runs.under_way()
    assert run is not None
    assert started.headers["location"] == f"/admin/model/run/{run.id}?said=training"
    again = await post(other, "/admin/model/train")
    assert again.headers["location"] == f"/admin/model/run/{run.id}"
    assert len(workshop.runs.all()) == 1
    page = (await editor.get(f"/admin/model/run/{run.id}")).text
    assert "launched &lt;b&gt;" in page
    assert "hx-get" in page
    assert "editor" in page
    workshop.runs.write(replace(run, state=DONE, percent=100, release="r2"))
    part = (await editor.get(f"/admin/model/run/{run.id}/progress")).text
    assert "hx-get" not in part, "what is over is not asked for any more"
    assert "停下" not in part, "nor can it be stopped"
    assert 'href="/admin/model/release/r2"' in part
    assert [(d.who, d.action, d.object) for d in site.store.audit.entries(action="train")] == [
        ("editor", "train", run.id)
    ]


async def test_what_the_live_release_has_learnt_waits_for_no_training(
    site: Site, workshop: Workshop, releases: Registry
) -> None:
    site.store.revisions.add("editor", [(None, ("parent_homework", "本子天天空着"))], "inbox")
    admin = await site.signed_in("admin")
    assert "有 1 处新改动等着训练" in (await admin.get("/admin/model")).text
    run = workshop.runs.begin("editor")
    workshop.runs.write(replace(run, state=DONE, percent=100, release="r2"))
    release(releases, "r2", NEW, OLD, {})
    assert "有 1 处新改动等着训练" in (await admin.get("/admin/model")).text, "it is not live yet"
    releases.promote("r2", "admin", "better")
    assert "没有新改动" in (await admin.get("/admin/model")).text
    site.store.revisions.add("editor", [(None, ("parent_homework", "笔都不晓得在哪"))], "inbox")
    assert "有 1 处新改动等着训练" in (await admin.get("/admin/model")).text


async def test_a_training_is_stopped(site: Site, workshop: Workshop) -> None:
    editor = await site.signed_in("editor")
    await post(editor, "/admin/model/train")
    run = workshop.runs.under_way()
    assert run is not None
    assert (await post(editor, f"/admin/model/run/{run.id}/cancel")).status_code == 409, "it has not begun yet"
    job = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    workshop.runs.write(replace(run, pid=job.pid))
    assert (await post(editor, f"/admin/model/run/{run.id}/cancel")).status_code == 303
    assert job.wait(10) == -15


async def test_a_release_taught_not_to_hear_shows_what_to_look_at(site: Site, releases: Registry) -> None:
    taught = [(HARMLESS, f"第{n}句<b>") for n in range(HANDFUL)] + [(GONE, "")]
    release(releases, "r2", replace(NEW, doubts=tuple(taught)), OLD, {})
    admin = await site.signed_in("admin")
    page = (await admin.get("/admin/model/release/r2")).text
    assert "教的句子里有 11 句" in page
    assert "第3句&lt;b&gt;" in page
    assert "请先看这些教的句子（10 句）" in page, "what is gone cannot be shown"
    assert (await post(admin, "/admin/model/release/r2/promote", why="更懂作业")).status_code == 409


async def test_a_better_release_goes_live_and_back(site: Site, workshop: Workshop, releases: Registry) -> None:
    release(releases, "r2", NEW, OLD, {})
    admin = await site.signed_in("admin")
    page = (await admin.get("/admin/model/release/r2")).text
    assert "考过了" in page
    assert "82.0%（82/100）" in page
    without = await post(admin, "/admin/model/release/r2/promote")
    assert without.status_code == 400
    assert (await post(admin, "/admin/model/release/r2/promote", why="更懂作业<script>")).status_code == 303
    live = releases.live()
    assert live is not None
    assert live.name == "r2"
    overview = (await admin.get("/admin/model")).text
    assert "更懂作业&lt;script&gt;" in overview
    assert "正在换" in overview
    assert (await post(admin, "/admin/model/roll-back", why="不对劲")).status_code == 303
    live = releases.live()
    assert live is not None
    assert live.name == "r1"
    assert (await post(admin, "/admin/model/roll-back", why="再退")).status_code == 409
    deeds = [(d.who, d.action, d.object, d.detail) for d in reversed(site.store.audit.entries())]
    assert deeds[-2:] == [("admin", "promote", "r2", "更懂作业<script>"), ("admin", "roll_back", "r1", "不对劲")]


def beside_the_button(page: str) -> str:
    """The line that stands directly above the form which goes back."""
    found = re.search(r"<p>(现在线上的是.*?)</p>\s*(?:<form[^>]*roll-back|</main>|<h2>)", page, re.S)
    assert found is not None, page
    return re.sub(r"\s+", " ", found[1])


async def test_what_going_back_does_is_read_beside_its_button(site: Site, releases: Registry) -> None:
    release(releases, "r2", NEW, OLD, {})
    admin = await site.signed_in("admin")
    assert "前面没有可以退回的版本" in beside_the_button((await admin.get("/admin/model")).text)
    await post(admin, "/admin/model/release/r2/promote", why="更懂作业")
    page = (await admin.get("/admin/model")).text
    line, at = beside_the_button(page), moment(releases.history()[0].at)
    assert line.startswith(f"现在线上的是 r2，{at} 由 admin 上线的。")
    assert "退回的话，换回 r1（训练于 2026-11-26 08:00）。" in line
    assert page.index("正在换") < page.index("退回到上一个") < page.index("上线和退回</h2>")
    assert page.index("考试</th>") < page.index("正在换"), "not at the head of the page"
    await post(admin, "/admin/model/roll-back", why="不对劲")
    assert "由 admin 退回来的" in beside_the_button((await admin.get("/admin/model")).text)


async def test_what_is_live_is_shown_though_nobody_promoted_it_here(site: Site, workshop: Workshop) -> None:
    """`make train` puts a release live without a line of the history and without judging it."""
    models = workshop.registry.models
    for name in ("current.tar.gz", "current.safety.npz"):
        (models / name).write_text("made by make train")
    (models / "current.json").write_text(json.dumps(asdict(Manifest("r0", "d", "e", "2026-11-26T00:00:00Z", 61.0))))
    admin = await site.signed_in("admin")
    page = (await admin.get("/admin/model")).text
    assert "还没有" not in page
    assert "r0 · 线上" in page
    assert "没在后台考过" in page
    line = beside_the_button(page)
    assert "管服务器的人用命令训练、上线的（训练于 2026-11-26 08:00），没有记下是谁" in line
    assert 'href="/admin/model/release/r0"' not in page, "there is nothing to read of it"
    release(workshop.registry, "r1", OLD, None, {})
    await post(admin, "/admin/model/release/r1/promote", why="第一个")
    page = (await admin.get("/admin/model")).text
    assert "退回的话，换回 r0" in beside_the_button(page)
    assert "服务器上训练的" in page


async def test_a_less_safe_release_is_refused_whatever_is_sent(site: Site, releases: Registry) -> None:
    worse = replace(NEW, top1=(100, 100), safety={"dev": {"found, direct": (95, 100)}})
    release(releases, "r2", worse, OLD, {})
    admin = await site.signed_in("admin")
    page = (await admin.get("/admin/model/release/r2")).text
    assert "听见的求救比线上的少" in page
    assert "/promote" not in page, "there is no button to press"
    for form in ({"why": "x"}, {"why": "x", "force": "1", "sure": "1", "override": "yes"}):
        answer = await post(admin, "/admin/model/release/r2/promote", **form)
        assert answer.status_code == 409
        assert "不许上线" in answer.text
    live = releases.live()
    assert live is not None
    assert live.name == "r1"
    assert site.store.audit.entries(action="refused")[0].object == "r2"


async def test_files_changed_since_they_were_judged_are_told_in_words(site: Site, releases: Registry) -> None:
    release(releases, "r2", NEW, OLD, {})
    releases.path("r2").write_text("another")
    answer = await post(await site.signed_in("admin"), "/admin/model/release/r2/promote", why="x")
    assert answer.status_code == 409
    assert "不许上线：r2 的文件和考试的时候不一样了" in answer.text


async def test_who_may_not_read_messages_sees_counts(site: Site, releases: Registry) -> None:
    number = str(site.store.reviews.add("p" * 64, "书包丢到沙发上", "nlu_fallback", 0.1, ["greet"]))
    figures = replace(NEW, replies={number: "parent_homework", "999": "greet"})
    release(releases, "r2", figures, OLD, {number: "nlu_fallback", "999": "greet"})
    viewer, annotator = await site.signed_in("viewer"), await site.signed_in("annotator")
    seen = (await annotator.get("/admin/model/release/r2")).text
    assert "书包丢到沙发上" in seen
    assert "2 句没听懂过的话试，1 句的回答会变" in seen
    counted = (await viewer.get("/admin/model/release/r2")).text
    assert "书包丢到沙发上" not in counted
    assert "1 句的回答会变" in counted
    assert "练习卷&lt;b&gt;句子" in counted
    assert "/promote" not in counted


@pytest.mark.parametrize(
    "path", ["/admin/model/release/r9", "/admin/model/release/..%2F..%2Fcurrent", "/admin/model/run/nope"]
)
async def test_what_is_not_there(path: str, site: Site) -> None:
    assert (await (await site.signed_in("viewer")).get(path)).status_code == 404


def test_rows_of_a_comparison() -> None:
    assert [(r.new, r.old, r.better) for r in overall(NEW, OLD)][:2] == [
        ("97.0%（97/100）", "96.0%（96/100）", 1),
        ("82.0%（82/100）", "80.0%（80/100）", 1),
    ]
    assert [r.better for r in safety(NEW, OLD)] == [1, -1], "fewer false alarms are better"
    assert [r.old for r in overall(NEW, None)] == ["—"] * 5
    assert [(r.name, r.better) for r in intents(NEW, OLD, {"greet": "打招呼"})] == [
        ("打招呼", -1),
        ("parent_homework", 1),
    ]
    assert intents(NEW, None, {}) == []
    assert confusions(NEW, {"greet": "打招呼"}) == [("打招呼", "parent_homework", 3)]
    replies = replace(NEW, replies={"1": "a", "2": "b", "3": "c"})
    assert changed_replies(replies, {"1": "a", "2": "x"}) == [("2", "x", "b")]
