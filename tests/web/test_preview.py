"""An author's preview: as the page will be, faults above it, new after every save."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from selenium.webdriver.support.ui import WebDriverWait

from bot.content.catalogue import DATA
from bot.content.lessons import load_lessons
from bot.web.preview import create_preview_app
from tests.conftest import serve
from tests.web.browser import chromium

ID = "young_not_alone"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "rules", "safety", "encoder"))
    return tmp_path / "data"


@pytest.fixture
async def author(data: Path, port: int, app_name: Callable[[], str]) -> AsyncIterator[httpx.AsyncClient]:
    app = create_preview_app(data, ID, app_name())
    async with (
        serve(app, port) as base,
        httpx.AsyncClient(base_url=base, trust_env=False, follow_redirects=True, timeout=60) as client,
    ):
        yield client


def write(data: Path, old: str, new: str) -> None:
    path = data / "lessons" / f"{ID}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


async def test_a_right_lesson_is_shown_as_people_see_it(author: httpx.AsyncClient) -> None:
    page = (await author.get("/")).text
    assert "no faults" in page
    assert "刚进厂，你不是一个人" in page
    assert (await author.get(f"/lessons/{ID}/1.svg")).text.startswith("<svg")
    for part in ("card", "group", "share"):
        assert (await author.get(f"/lessons/{ID}/{part}")).status_code == 200


async def test_a_save_is_shown_with_its_faults(author: httpx.AsyncClient, data: Path) -> None:
    state = re.findall(r'data-state="([^"]+)"', (await author.get("/")).text)[0]
    waiting = asyncio.create_task(author.get("/changed", params={"since": state}))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    write(data, "奶奶，我到啦。", "奶奶，请尽快履行义务。")
    assert (await waiting).text != state
    page = (await author.get("/")).text
    assert f"lessons/{ID}.md [## 1] bookish word 尽快" in page
    assert "请尽快履行义务" in page
    assert "请尽快履行义务" in (await author.get(f"/lessons/{ID}/1.svg")).text


async def test_what_cannot_be_read_or_drawn_says_why(author: httpx.AsyncClient, data: Path) -> None:
    write(data, "奶奶，我到啦。", "说个没完没了" * 40)
    assert "font-size" in (await author.get(f"/lessons/{ID}/1.svg")).text
    write(data, "+++\nlesson", "lesson")
    page = (await author.get("/")).text
    assert "front matter between two lines +++ is missing" in page


async def test_the_browser_reloads_by_itself(author: httpx.AsyncClient, data: Path) -> None:
    def watch() -> None:
        with chromium(390) as chrome:
            chrome.get(str(author.base_url))
            assert "小梅在江边" not in chrome.page_source
            write(data, "刚进厂，你不是一个人", "小梅在江边")
            WebDriverWait(chrome, 15).until(lambda c: "小梅在江边" in c.page_source)

    await asyncio.to_thread(watch)


async def test_choices_are_walked_in_the_preview_too(data: Path, port: int, app_name: Callable[[], str]) -> None:
    lesson = load_lessons(data)["parent_what_do_you_say"]
    app = create_preview_app(data, lesson.name, app_name())
    async with (
        serve(app, port) as base,
        httpx.AsyncClient(base_url=base, trust_env=False, timeout=60) as client,
    ):
        begun = (await client.get(f"/lessons/{lesson.name}")).text
        assert f"/lessons/{lesson.name}/3#here" in begun
        ended = (await client.get(f"/lessons/{lesson.name}/332")).text
        assert lesson.walk("332")[-1].follow.end in ended
        assert "no faults" in ended
        lost = (await client.get(f"/lessons/{lesson.name}/99")).text
        assert f"/lessons/{lesson.name}/3#here" in lost, "a way that is gone begins anew"
        assert (await client.get(f"/lessons/{lesson.name}/16.svg")).text.startswith("<svg")
