"""The form of a page in a real browser: checks come beside the fields while one types, and the chat's view follows."""

from __future__ import annotations

import asyncio

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.admin.conftest import PASSWORD, Site
from tests.web.browser import chromium

PATIENCE = 120
HERE = "/admin/content/topics/parent_homework"


def _wait(chrome: Chrome) -> WebDriverWait[Chrome]:
    """Patient, and not upset by a page that is just being exchanged for the next."""
    return WebDriverWait(chrome, PATIENCE, ignored_exceptions=[NoSuchElementException, StaleElementReferenceException])


def _by(chrome: Chrome, selector: str) -> str:
    """What stands there; asked in one step, for the page may be exchanged for the next between two."""
    said = chrome.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
    return str(said).strip()


def _sign_in(chrome: Chrome, base: str, name: str) -> None:
    chrome.delete_all_cookies()
    chrome.get(f"{base}/admin")
    chrome.find_element(By.NAME, "name").send_keys(name)
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD)
    chrome.find_element(By.XPATH, "//button[text()='登录']").click()
    _wait(chrome).until(lambda c: "退出" in _by(c, "body"))


def _go(base: str) -> None:
    with chromium(1100, 900) as chrome:
        wait = _wait(chrome)
        _sign_in(chrome, base, "editor")
        chrome.get(f"{base}{HERE}")
        words = chrome.find_element(By.NAME, "f:start")
        beside = f"#fault-{b'start'.hex()}"
        words.send_keys("请沟通。")
        wait.until(lambda c: "太书面" in _by(c, beside))
        wait.until(lambda c: "请沟通。" in _by(c, "#preview"))
        assert words.get_attribute("value").endswith("请沟通。")  # the answer of the check leaves the form alone
        words.clear()
        words.send_keys("先问老师留了啥。\n再陪他坐十分钟。")
        wait.until(lambda c: _by(c, beside) == "" and "检查都通过了" in _by(c, "#checked"))
        assert "再陪他坐十分钟。\n\n1. 老磨蹭、走神" in _by(chrome, "#preview")
        chrome.find_element(By.XPATH, "//button[text()='交给别人看']").click()
        wait.until(lambda c: "等另一个人看" in _by(c, ".said"))
        assert "先问老师留了啥。" in _by(chrome, ".difference .come")
        _sign_in(chrome, base, "admin")
        chrome.get(f"{base}/admin/content")
        chrome.find_element(By.PARTIAL_LINK_TEXT, "作业").click()
        wait.until(lambda c: "批准，现在上线" in _by(c, "body"))
        chrome.find_element(By.XPATH, "//button[text()='批准，现在上线']").click()
        wait.until(lambda c: "几秒钟以后就生效" in _by(c, "body"))
        assert "没有导出到文件" in _by(chrome, "body")
        assert [entry for entry in chrome.get_log("browser") if "Content Security" in str(entry)] == []


async def test_a_page_is_written_checked_read_and_published(site: Site) -> None:
    await asyncio.to_thread(_go, site.base)
    (row,) = site.store.drafts.in_force()
    assert (row.authors, row.reviewer) == (("editor",), "admin")
    assert "先问老师留了啥。\n再陪他坐十分钟。\n\n* 老磨蹭、走神 => more" in row.text
