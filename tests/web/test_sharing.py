"""What WeChat shows beside a link: a PNG, a link that names nobody, and inside WeChat a signed page."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.content.catalogue import load_catalogue
from bot.web.pictures import SHARED, SMALL, Pictures
from bot.wechat.api.jssdk import sign_page
from tests.conftest import serve
from tests.web.site import P, Site

CATALOGUE = load_catalogue()
LESSON = CATALOGUE.lessons["parent_call_that_works"]
VECTOR = json.loads((Path(__file__).parent.parent / "fixtures" / "wechat_vectors.json").read_text(encoding="utf-8"))[
    "jssdk"
][0]
WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0.44"}
PAGES = [f"/lessons/{LESSON.name}", f"/lessons/{LESSON.name}?from=qr7", f"/lessons/{LESSON.name}/card"]


async def sign(url: str) -> dict[str, str | int] | None:
    nonce, at = VECTOR["noncestr"], VECTOR["timestamp"]
    assert sign_page(VECTOR["jsapi_ticket"], VECTOR["url"], nonce, at) == VECTOR["signature"]
    signature = sign_page(VECTOR["jsapi_ticket"], url, nonce, at)
    return {"appId": "wx0", "timestamp": at, "nonceStr": nonce, "signature": signature}


@pytest.fixture
async def signing(tmp_path: Path, port: int, app_name: Callable[[], str]) -> AsyncIterator[Site]:
    site = Site(tmp_path, f"http://127.0.0.1:{port}", app_name(), sign)
    async with serve(site.app, port):
        yield site
    site.close()


def said(page: str) -> dict[str, dict[str, str]]:
    return json.loads(html.unescape(re.findall(r"data-said='([^']+)'", page)[0]))


def tag(page: str, name: str) -> str:
    return html.unescape(re.findall(rf'<meta property="{name}" content="([^"]*)">', page)[0])


@pytest.mark.parametrize("path", PAGES)
async def test_in_wechat_the_page_is_signed_for_its_own_address(signing: Site, path: str) -> None:
    async with httpx.AsyncClient(base_url=signing.base, trust_env=False, headers=WECHAT) as phone:
        answer = await phone.get(path)
    data = said(answer.text)
    expected = await sign(signing.base + path)
    assert data["config"] == expected
    card = data["card"]
    assert card["link"] == tag(answer.text, "og:url")
    assert card["imgUrl"] == tag(answer.text, "og:image")
    assert card["link"].startswith(f"{signing.base}/lessons/{LESSON.name}")
    assert re.fullmatch(r"from=(share|card|qr7)", card["link"].partition("?")[2]), "a source and nothing else"
    assert "script-src 'self' https://res.wx.qq.com;" in answer.headers["content-security-policy"]


async def test_a_ticket_never_gets_into_what_is_passed_on(signing: Site) -> None:
    async with httpx.AsyncClient(
        base_url=signing.base, trust_env=False, headers=WECHAT, follow_redirects=True
    ) as phone:
        page = (await phone.get(signing.tickets.address(P, f"/lessons/{LESSON.name}"))).text
    assert P not in page
    assert "t=" not in said(page)["card"]["link"]


async def test_elsewhere_nothing_of_wechats_is_loaded(signing: Site) -> None:
    async with httpx.AsyncClient(base_url=signing.base, trust_env=False) as phone:
        answer = await phone.get(PAGES[0])
        listed = await phone.get("/lessons", headers=WECHAT)
    for one in (answer, listed):
        assert "res.wx.qq.com" not in one.text + one.headers["content-security-policy"]


async def test_without_an_account_the_tags_are_there_all_the_same(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(PAGES[0], headers=WECHAT)).text
    assert "res.wx.qq.com" not in page
    assert tag(page, "og:title") == LESSON.title
    picture = await visitor.get(tag(page, "og:image"))
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (SHARED, SHARED)
    assert len(picture.content) < 32_000, "what WeChat takes for a card"


async def test_a_picture_is_made_once_and_anew_when_the_panel_changes(tmp_path: Path) -> None:
    first = await Pictures(tmp_path).shared(LESSON, 1)
    kept = list(tmp_path.glob("*.png"))
    assert [p.name.rsplit("-", 1)[0] for p in kept] == [f"{LESSON.name}-1"]
    kept[0].write_bytes(b"what was kept")
    again = await Pictures(tmp_path).shared(LESSON, 1)
    assert again != first, "read, not drawn"
    other = type(LESSON)(**{**LESSON.__dict__, "panels": LESSON.panels[1:]})
    await Pictures(tmp_path).shared(other, 1)
    assert len(list(tmp_path.glob("*.png"))) == 1
    assert list(tmp_path.glob("*.png")) != kept


async def test_a_disc_that_cannot_be_written_costs_no_picture(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    small = await Pictures(tmp_path / "file").small(LESSON)
    assert small.kind == "image/jpeg"


async def test_the_whole_list_with_all_its_pictures_is_light(visitor: httpx.AsyncClient) -> None:
    """Every thumbnail counted, though a browser fetches only those that are near."""
    page = await visitor.get("/lessons")
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    assert len(pictures) == len(CATALOGUE.lessons)
    weight = 0
    for part in ("/lessons", "/learn/static/learn.css", "/learn/static/learn.js", *pictures):
        async with visitor.stream("GET", part) as answer:
            weight += sum([len(chunk) async for chunk in answer.aiter_raw()])
            if part in pictures:
                assert answer.headers["content-type"] == "image/jpeg"
    assert weight <= 150_000
    assert SMALL >= 84 * 1.5, "sharp enough for a phone"
