"""Training sentences through the console: each change checked, written down with its author, exported as a diff."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import data_command
from bot.admin.library import Library
from bot.training.nlu_files import apply, difference, read_folder, write_folder
from tests.admin.conftest import HOLDOUT, SENTENCES, Site, post

NEW = "我娃回家就玩，书包都不打开"


async def test_enter_in_the_field_of_the_new_words_rewords(site: Site, library: Library) -> None:
    """Enter presses a form's first button, which moves."""
    browser, here = await site.signed_in("editor"), "/admin/data/parent_homework"
    await post(browser, here, do="add", lines=NEW)
    answer = await post(browser, here, do="move", to="", old=NEW, text="我娃回家就玩，书包从来不打开")
    assert answer.status_code == 303
    assert library.read()["parent_homework"][-1] == "我娃回家就玩，书包从来不打开"


async def test_a_sentence_is_added_reworded_moved_and_deleted(site: Site, library: Library) -> None:
    browser = await site.signed_in("editor")
    here = "/admin/data/parent_homework"
    assert (await post(browser, here, do="add", lines=f"{NEW}\n\n  拿起笔就喊肚子疼 ")).status_code == 303
    assert library.read()["parent_homework"][-2:] == [NEW, "拿起笔就喊肚子疼"]
    assert (await post(browser, here, do="edit", old=NEW, text="我娃回家就玩，书包从来不打开")).status_code == 303
    moved = await post(browser, here, do="move", old="拿起笔就喊肚子疼", to="greet")
    assert moved.status_code == 303, moved.text
    assert library.read()["greet"][-1] == "拿起笔就喊肚子疼"
    assert (await post(browser, "/admin/data/greet", do="delete", old="拿起笔就喊肚子疼")).status_code == 303
    after = library.read()
    assert after["greet"] == SENTENCES["greet"]
    assert after["parent_homework"] == [*SENTENCES["parent_homework"], "我娃回家就玩，书包从来不打开"]
    assert {r.author for r in site.store.revisions.recent()} == {"editor"}
    deeds = [(d.action, d.object, d.detail) for d in reversed(site.store.audit.entries()) if "sentence" in d.action]
    assert deeds == [
        ("sentence_add", "parent_homework", "2"),
        ("sentence_edit", "parent_homework", "1"),
        ("sentence_move", "parent_homework", "1 → greet"),
        ("sentence_delete", "greet", "1"),
    ]
    page = (await browser.get(here)).text
    assert "我娃回家就玩，书包从来不打开" in page
    assert "最近谁改过" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "add", "lines": "孩子老是不肯写作业，怎么办呀"}, "已经有差不多的一句"),
        ({"do": "add", "lines": "你好"}, "一句话只能归一个话题"),
        ({"do": "add", "lines": HOLDOUT + "了"}, "和考题太像"),
        ({"do": "add", "lines": "我叫王小芳，电话13812345678"}, "名字、电话"),
        ({"do": "add", "lines": "/greet"}, "写法不行"),
        ({"do": "add", "lines": "他爸说要打死他"}, "警觉"),
        ({"do": "add", "lines": ""}, "先写一句"),
        ({"do": "edit", "old": "孩子老是不肯写作业怎么办", "text": "在吗"}, "一句话只能归一个话题"),
        ({"do": "edit", "old": "没有的句子", "text": NEW}, "先勾上"),
        ({"do": "move", "old": "孩子老是不肯写作业怎么办", "to": "nowhere"}, "没有找到"),
        ({"do": "delete"}, "先勾上"),
        ({"do": "burn", "old": "孩子老是不肯写作业怎么办"}, "没看懂"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_written(form: dict[str, str], said: str, site: Site) -> None:
    answer = await post(await site.signed_in("editor"), "/admin/data/parent_homework", **form)
    assert answer.status_code in (400, 409)
    assert said in answer.text
    assert site.store.revisions.open() == []


async def test_what_was_typed_is_not_lost(site: Site, library: Library) -> None:
    form = {"do": "add", "lines": f"{NEW}\n你好"}
    answer = await post(await site.signed_in("editor"), "/admin/data/parent_homework", **form)
    assert answer.status_code == 409
    assert ">你好</textarea>" in answer.text
    assert "「你好」：这句和" in answer.text, "of several it is said which"
    assert library.read()["parent_homework"][-1] == NEW


async def test_an_intent_does_not_become_thin(site: Site) -> None:
    browser = await site.signed_in("editor")
    old = SENTENCES["parent_phone_gaming"][0]
    for form in ({"do": "delete"}, {"do": "move", "to": "greet"}):
        answer = await post(browser, "/admin/data/parent_phone_gaming", old=old, **form)
        assert "不能再少" in answer.text
    assert site.store.revisions.open() == []


async def test_the_live_check_answers_while_typing_and_writes_nothing(site: Site) -> None:
    browser = await site.signed_in("editor")
    path = "/admin/data/parent_homework/check"
    assert "看着没问题" in (await post(browser, path, lines=NEW)).text
    assert '<p class="wrong">「你好」：这句和「打招呼」' in (await post(browser, path, lines=f"{NEW}\n你好")).text
    assert '<p class="wrong">这句和' in (await post(browser, path, lines="你好")).text
    assert site.store.revisions.open() == []


async def test_two_people_at_once_add_a_sentence_once(site: Site, library: Library) -> None:
    first, second = await site.signed_in("editor"), await site.signed_in("admin")
    form = {"do": "add", "lines": NEW}
    answers = await asyncio.gather(*(post(b, "/admin/data/parent_homework", **form) for b in (first, second)))
    assert sorted(a.status_code for a in answers) == [303, 409]
    assert library.read()["parent_homework"].count(NEW) == 1


async def test_the_overview_and_the_search(site: Site) -> None:
    browser = await site.signed_in("viewer")
    page = (await browser.get("/admin/data")).text
    assert "parent_homework" in page
    assert "孩子老是不肯写作业怎么办" in (await browser.get("/admin/data?words=不肯写")).text
    assert "没有找到" in (await browser.get("/admin/data?words=zzz")).text
    assert (await browser.get("/admin/data/nowhere")).status_code == 404
    assert (await browser.get("/admin/data/..%2F..%2Fetc")).status_code == 404
    assert "<textarea" not in (await browser.get("/admin/data/greet")).text, "a viewer changes nothing"


@pytest.fixture
def command(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line on the same store and folder."""
    import typer

    from bot.training import bench_hashes, dataset

    monkeypatch.setattr(data_command, "open_store", lambda: site.store)
    monkeypatch.setattr(dataset, "NLU", folder)
    monkeypatch.setattr(dataset, "load_holdout", lambda: [HOLDOUT])
    monkeypatch.setattr(bench_hashes, "load_bench", lambda: [])
    app = typer.Typer()
    data_command.add_to(app)
    runner = CliRunner()
    runner.app = app  # type: ignore[attr-defined]
    return runner


def run(command: CliRunner, *arguments: str) -> tuple[int, str]:
    result = command.invoke(command.app, list(arguments))  # type: ignore[attr-defined]
    return result.exit_code, result.output


async def test_an_export_is_a_clean_diff_and_counts_once(site: Site, folder: Path, command: CliRunner) -> None:
    browser = await site.signed_in("editor")
    await post(browser, "/admin/data/parent_homework", do="add", lines=NEW)
    before = (folder / "parent_homework.yml").read_text(encoding="utf-8")
    assert "editor" in run(command, "changes")[1]
    assert run(command, "export") == (0, "parent_homework.yml\n1 changes written to nlu\n")
    assert (folder / "parent_homework.yml").read_text(encoding="utf-8") == before + f"      - {NEW}\n"
    assert run(command, "export") == (0, "0 changes written to nlu\n")
    assert [d.action for d in site.store.audit.entries()][:2] == ["export", "export"]
    page = (await browser.get("/admin/data/parent_homework")).text
    assert page.count(f'value="{NEW}"') == 1


async def test_import_of_an_export_changes_nothing(
    site: Site, folder: Path, tmp_path: Path, command: CliRunner
) -> None:
    browser = await site.signed_in("editor")
    await post(browser, "/admin/data/parent_homework", do="add", lines=NEW)
    copy = tmp_path / "copy"
    assert run(command, "export", "--to", str(copy))[0] == 0
    assert run(command, "import", str(copy))[1].endswith("0 changes taken over\n")
    assert len(site.store.revisions.open()) == 1, "written elsewhere, it still counts as not exported"


async def test_an_import_is_checked_whole(site: Site, folder: Path, tmp_path: Path, command: CliRunner) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    wanted = apply(read_folder(folder), [(None, ("greet", "有人在屋头不")), (None, ("greet", "孩子老是不肯写作业"))])
    write_folder(copy, wanted)
    code, said = run(command, "import", str(copy))
    assert code == 1
    assert "nothing was taken over" in said
    assert site.store.revisions.open() == []
    write_folder(copy, apply(read_folder(folder), [(None, ("greet", "有人在屋头不"))]))
    assert run(command, "import", str(copy), "--by", "xiaoli")[0] == 0
    assert difference(Library(site.store.revisions, folder=folder).read(), read_folder(copy)) == []
    assert site.store.revisions.open()[0].author == "xiaoli"
    assert [(d.who, d.object) for d in site.store.audit.entries(action="import")] == [("xiaoli", "copy")]
