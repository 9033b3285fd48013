"""The console's pages in a real browser: nothing stands over the edge of a phone or a laptop, what is hidden is not
seen, and the browser has nothing to complain of."""

from __future__ import annotations

import asyncio

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from bot.dialogue.duty import Duty
from bot.store.conversations import Line
from tests.admin.conftest import CHEAP, PASSWORD, Site
from tests.admin.test_figures import come
from tests.web.browser import chromium

P = "p" * 64
OFFICER = ("/admin", "/admin/talks", "/admin/talks/1", "/admin/desk", "/admin/duty", "/admin/stats", "/admin/accounts")
TEACHER = ("/admin/inbox", "/admin/data", "/admin/model", "/admin/audit")
SEEN_THOUGH_HIDDEN = "return [...document.querySelectorAll('[hidden]')].filter(e => e.getClientRects().length).length"


def visit(base: str, name: str, paths: tuple[str, ...], width: int, height: int) -> dict[str, str]:
    """What is wrong with each page; blocking."""
    wrong = {}
    with chromium(width, height) as chrome:
        chrome.set_page_load_timeout(120)
        sign_in(chrome, base, name)
        for path in paths:
            chrome.get(base + path)
            over = chrome.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
            broken = chrome.execute_script("return [...document.images].filter(i => !i.naturalWidth).length")
            shown = chrome.execute_script(SEEN_THOUGH_HIDDEN)
            said = [entry["message"] for entry in chrome.get_log("browser")]
            if over > 0 or broken or shown or said:
                wrong[path] = f"{over} px over the edge, {broken} broken pictures, {shown} hidden but seen, {said}"
        if "/admin/talks/1" in paths:
            wrong |= fills_in(chrome, base)
    return wrong


def sign_in(chrome: Chrome, base: str, name: str) -> None:
    chrome.get(f"{base}/admin/sign-in")
    chrome.find_element(By.NAME, "name").send_keys(name)
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD)
    chrome.find_element(By.CSS_SELECTOR, "main button").click()
    WebDriverWait(chrome, 60).until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".me"))


def fills_in(chrome: Chrome, base: str) -> dict[str, str]:
    """A canned answer stands in the field once it is tapped."""
    chrome.get(f"{base}/admin/talks/1")
    chrome.find_element(By.CSS_SELECTOR, "details summary").click()
    button = chrome.find_element(By.CSS_SELECTOR, "[data-fill]")
    button.click()
    typed = chrome.find_element(By.ID, "say").get_attribute("value")
    return {} if typed == button.text else {"canned": f"{typed!r} for {button.text!r}"}


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
async def test_pages_fit(width: int, height: int, site: Site) -> None:
    site.store.people.remember(P, "sealed")
    long = Line(site.clock(), "text", "长" * 300 + "x" * 300, "答" * 200, "protocol", disclosure="report_neglect")
    site.store.conversations.add(P, long, "parent")
    come(site.store, site.clock(), 12, "factory_1")
    site.store.duties.add(P, Duty("report_neglect", "detector"), site.clock() - 9e5, "parent", "贵州省毕节市")
    site.store.accounts.add("boss", CHEAP.hash(PASSWORD), "manager", 1.0, "factory_1")

    assert site.store.handovers.begin(P, "admin", site.clock())

    site.store.reviews.add(P, "娃儿作业不写咋整" * 12, "nlu_fallback", 0.2, ["parent_homework", "greet"])

    seen = await asyncio.to_thread(visit, site.base, "admin", (*OFFICER, *TEACHER), width, height)
    seen |= await asyncio.to_thread(visit, site.base, "boss", ("/admin/factory",), width, height)
    assert seen == {}
