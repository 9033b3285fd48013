"""Videos on lesson pages: the comic alone while there is none, ranges as phones ask, nothing else from the folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sanic import Sanic

from bot.content.catalogue import load_catalogue
from bot.reply.show import Showing
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.web import films
from bot.web.films import byte_range
from bot.web.learn import create_learn_blueprint
from bot.web.tickets import Tickets
from tests.conftest import serve

CATALOGUE = load_catalogue()
LESSON = next(iter(CATALOGUE.lessons))
VIDEO = bytes(range(256)) * 40


@pytest.fixture
async def visitor(
    tmp_path: Path, port: int, app_name: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(films, "FILMS", tmp_path / "lessons")
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    tickets = Tickets("k" * 64, f"http://127.0.0.1:{port}")
    app = Sanic(app_name(), configure_logging=False)
    app.blueprint(create_learn_blueprint(CATALOGUE, Showing(Store(database), CATALOGUE, lambda: 0.0), tickets))
    async with serve(app, port) as base, httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield client
    database.dispose()


def put_film(folder: Path) -> None:
    home = folder / "lessons" / LESSON
    home.mkdir(parents=True)
    (home / "video.mp4").write_bytes(VIDEO)
    (home / "poster.jpg").write_bytes(b"picture")
    (home / "captions.vtt").write_text("WEBVTT\n", encoding="utf-8")
    (home / "built.json").write_text("{}", encoding="utf-8")


async def test_the_comic_is_there_with_and_without_a_video(visitor: httpx.AsyncClient, tmp_path: Path) -> None:
    page = (await visitor.get(f"/lessons/{LESSON}")).text
    assert "<video" not in page
    assert 'class="comic"' in page
    put_film(tmp_path)
    answer = await visitor.get(f"/lessons/{LESSON}")
    assert 'class="comic"' in answer.text
    assert 'preload="none"' in answer.text
    assert "media-src 'self'" in answer.headers["content-security-policy"]
    for kind, file in (("video/mp4", "video.mp4"), ("image/jpeg", "poster.jpg"), ("text/vtt", "captions.vtt")):
        address = next(part for part in answer.text.split('"') if file in part)
        got = await visitor.get(address)
        assert got.status_code == 200
        assert got.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("asked", "status", "first", "behind"),
    [
        ("", 200, 0, len(VIDEO)),
        ("bytes=0-1", 206, 0, 2),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=100-", 206, 100, len(VIDEO)),
        ("bytes=-300", 206, len(VIDEO) - 300, len(VIDEO)),
        ("bytes=-999999", 206, 0, len(VIDEO)),
        ("bytes=10-999999", 206, 10, len(VIDEO)),
        ("bytes=5-2", 200, 0, len(VIDEO)),
        ("bytes=0-1,4-5", 200, 0, len(VIDEO)),
        ("lines=1-2", 200, 0, len(VIDEO)),
    ],
)
async def test_ranges(
    visitor: httpx.AsyncClient, tmp_path: Path, asked: str, status: int, first: int, behind: int
) -> None:
    put_film(tmp_path)
    headers = {"Range": asked} if asked else {}
    got = await visitor.get(f"/learn/films/{LESSON}/video.mp4", headers=headers)
    assert got.status_code == status
    assert got.content == VIDEO[first:behind]
    assert got.headers["accept-ranges"] == "bytes"
    if status == 206:
        assert got.headers["content-range"] == f"bytes {first}-{behind - 1}/{len(VIDEO)}"
    head = await visitor.head(f"/learn/films/{LESSON}/video.mp4", headers=headers)
    assert int(head.headers["content-length"]) == behind - first
    assert not head.content


async def test_bytes_behind_the_end(visitor: httpx.AsyncClient, tmp_path: Path) -> None:
    put_film(tmp_path)
    got = await visitor.get(f"/learn/films/{LESSON}/video.mp4", headers={"Range": f"bytes={len(VIDEO)}-"})
    assert got.status_code == 416
    assert got.headers["content-range"] == f"bytes */{len(VIDEO)}"


@pytest.mark.parametrize(
    "path",
    [f"{LESSON}/built.json", f"{LESSON}/nothing.mp4", "none/video.mp4", "../video.mp4", "%2e%2e/video.mp4", LESSON],
)
async def test_nothing_else_is_served(visitor: httpx.AsyncClient, tmp_path: Path, path: str) -> None:
    put_film(tmp_path)
    (tmp_path / "video.mp4").write_bytes(b"outside")
    assert (await visitor.get(f"/learn/films/{path}")).status_code == 404


@settings(deadline=None)
@given(
    asked=st.text(max_size=30) | st.from_regex(r"bytes=\d{0,8}-\d{0,8}", fullmatch=True), total=st.integers(0, 10**7)
)
def test_any_range_header_is_inside_the_file(asked: str, total: int) -> None:
    try:
        part = byte_range(asked, total)
    except ValueError:
        return
    if part is not None:
        assert 0 <= part[0] < part[1] <= total
