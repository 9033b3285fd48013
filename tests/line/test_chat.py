"""The chat page in a real browser, against the whole product."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from bot.content.catalogue import load_catalogue
from tests.line.conftest import Running
from tests.web.browser import chromium

CATALOGUE = load_catalogue()
OPENID = "o" + "z" * 27


def bubbles(chrome: Chrome, side: str) -> list[str]:
    """Texts of one side's bubbles: `mine` or `theirs`."""
    selector = ".row.mine .bubble" if side == "mine" else ".row:not(.mine) .bubble"
    return [e.text for e in chrome.find_elements(By.CSS_SELECTOR, selector)]


def wait_for(chrome: Chrome, count: int) -> str:
    """Wait until the account has said so many things; the last one."""
    WebDriverWait(chrome, 15).until(lambda c: len(bubbles(c, "theirs")) >= count)
    return bubbles(chrome, "theirs")[-1]


def type_in(chrome: Chrome, text: str) -> None:
    """Type and send with Enter."""
    chrome.find_element(By.ID, "input").send_keys(text, Keys.ENTER)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_talk_at_phone_width(width: int, plain: Running) -> None:
    with chromium(width) as chrome:
        chrome.get(f"{plain.base}/chat")
        assert "我是程序" in wait_for(chrome, 1)
        chrome.find_element(By.LINK_TEXT, "我是孩子爸妈").click()
        assert CATALOGUE.texts.line("menu", "parent") in wait_for(chrome, 2)
        assert bubbles(chrome, "mine") == ["我是孩子爸妈"]
        type_in(chrome, "娃天天抱着手机不撒手咋办")
        assert CATALOGUE.pages["parent_phone_gaming"].sections["start"].text[:20] in wait_for(chrome, 3)
        type_in(chrome, "我儿子不见了")
        assert CATALOGUE.pages["report_missing_child"].sections["start"].text[:10] in wait_for(chrome, 4)
        size = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        scroll, client = chrome.execute_script(size)
        assert scroll <= client
        for bubble in chrome.find_elements(By.CSS_SELECTOR, ".bubble"):
            assert bubble.rect["x"] >= 0
            assert bubble.rect["x"] + bubble.rect["width"] <= width
        font = "return parseFloat(getComputedStyle(document.querySelector('.bubble')).fontSize)"
        assert chrome.execute_script(font) >= 17


def test_words_are_never_markup(plain: Running) -> None:
    with chromium() as chrome:
        chrome.get(f"{plain.base}/chat")
        wait_for(chrome, 1)
        type_in(chrome, "<img src=x onerror=document.title='hacked'><b>粗</b>")
        wait_for(chrome, 2)
        assert bubbles(chrome, "mine")[-1].startswith("<img")
        assert chrome.find_elements(By.CSS_SELECTOR, ".bubble img, .bubble b") == []


def test_pictures_events_and_a_new_person(plain: Running) -> None:
    with chromium() as chrome:
        chrome.get(f"{plain.base}/chat")
        wait_for(chrome, 1)
        chrome.find_element(By.ID, "plus").click()
        chrome.find_element(By.CSS_SELECTOR, "[data-type=image]").click()
        assert CATALOGUE.texts.line("talk", "image") in wait_for(chrome, 2)
        before = chrome.execute_script("return localStorage.getItem('openid')")
        chrome.find_element(By.ID, "more").click()
        chrome.find_element(By.ID, "new").click()
        WebDriverWait(chrome, 10).until(lambda c: len(bubbles(c, "theirs")) == 1)
        assert chrome.execute_script("return localStorage.getItem('openid')") != before


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"openid": "short", "type": "text", "text": "x"}',
        b'{"openid": "%s", "type": "text"}' % OPENID.encode(),
        b'{"openid": "%s", "type": "text", "text": "%s"}' % (OPENID.encode(), b"x" * 2001),
        b'{"openid": "%s", "type": "event", "event": "hack"}' % OPENID.encode(),
        b'{"openid": "%s", "type": "smell"}' % OPENID.encode(),
    ],
)
async def test_what_is_no_message_is_refused_with_a_reason(body: bytes, plain: Running) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{plain.base}/chat/send", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_page_works_in_safe_mode_too(safe: Running) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
        answer = await http.post(f"{safe.base}/chat/send", json={"openid": OPENID, "type": "text", "text": "你好"})
        await asyncio.sleep(0)
    assert CATALOGUE.texts.line("talk", "greet") in answer.json()["content"]
