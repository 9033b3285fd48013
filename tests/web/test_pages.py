"""Our pages as a phone shows them: nothing sticks out, nothing is logged, everybody can use them, little is loaded."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Reply
from tests.web.browser import chromium
from tests.web.site import P, Site

CATALOGUE = load_catalogue()
LESSON = next(iter(CATALOGUE.lessons.values()))
CHOOSING = next(x for x in CATALOGUE.lessons.values() if x.branches is not None)
QUIZ = CATALOGUE.quizzes[LESSON.quiz]
AXE = Path(__file__).with_name("vendor") / "axe.min.js"
"""axe-core 4.14.1 by Deque Systems, MPL-2.0; see the licences beside it."""
WIDTHS = (360, 390, 768)
HEAVIEST = 150_000
PATHS = [
    "/lessons", "/lessons?role=parent&need=talk", *(f"/lessons/{name}" for name in CATALOGUE.lessons),
    *(f"/lessons/{LESSON.name}/{part}" for part in ("card", "group", "share")), f"/quizzes/{QUIZ.name}", "/certificate",
    f"/lessons/{LESSON.name}?old=1", *(f"/lessons/{CHOOSING.name}/{way}" for way in ("1", "21", "332")),
]  # fmt: skip
_AXE_RUN = """
const done = arguments[0], tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
axe.run(document, {runOnly: tags}).then(found => done(found.violations.map(
  v => v.id + " (" + v.impact + "): " + v.nodes.map(n => n.target + " " + n.failureSummary).join(" | "))));
"""


def measure(chrome: Chrome, width: int) -> None:
    """Nothing sticks out, type is big, buttons are for thumbs, the console is empty."""
    size = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scroll, client = chrome.execute_script(size)
    assert scroll <= client == width, chrome.current_url
    assert chrome.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    for button in chrome.find_elements(By.CSS_SELECTOR, "fieldset button, .button, .chips a"):
        assert button.rect["height"] >= 44
        assert button.rect["x"] + button.rect["width"] <= width
    assert [line["message"] for line in chrome.get_log("browser")] == []


def violations(chrome: Chrome) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practice."""
    chrome.execute_script(AXE.read_text(encoding="utf-8"))
    found = chrome.execute_async_script(_AXE_RUN)
    assert isinstance(found, list)
    return found


def test_what_looks_for_faults_finds_them() -> None:
    with chromium(360) as chrome:
        chrome.get(
            "data:text/html,<html><body><img src='data:,'><p style='color:%23bbb'>hardly to be read</p>"
            "<a href='/x'></a></body></html>"
        )
        found = " ".join(violations(chrome))
    for rule in ("image-alt", "color-contrast", "html-has-lang", "link-name"):
        assert rule in found


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_page_at_every_width(width: int, site: Site) -> None:
    def walk() -> None:
        with chromium(width) as chrome:
            for path in PATHS:
                chrome.get(site.base + path)
                measure(chrome, width)
                assert violations(chrome) == [], path
            site.store.visits.first_phone(P)
            chrome.get(site.tickets.address(P, "/lessons"))
            assert "这是您自己的手机吗" in chrome.page_source
            measure(chrome, width)
            assert violations(chrome) == []
            chrome.find_element(By.CSS_SELECTOR, "button.button").click()
            WebDriverWait(chrome, 15).until(lambda c: c.find_elements(By.TAG_NAME, "progress"))
            measure(chrome, width)
            assert violations(chrome) == []

    await asyncio.to_thread(walk)


@pytest.mark.parametrize("path", ["/lessons", f"/lessons/{LESSON.name}"])
async def test_the_first_view_loads_little(path: str, site: Site) -> None:
    """What a browser really fetches before anybody scrolls, headers and all."""

    def load() -> None:
        with chromium(360, 640) as chrome:
            chrome.get(site.base + path)
            WebDriverWait(chrome, 15).until(lambda c: c.execute_script("return document.readyState") == "complete")
            entries = chrome.execute_script(
                "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                ".map(e => [e.name, e.transferSize])"
            )
            weight = sum(size for _, size in entries)
            assert 5_000 < weight <= HEAVIEST, entries

    await asyncio.to_thread(load)


async def test_a_quiz_in_its_place_live(site: Site) -> None:
    def walk() -> None:
        with chromium(360) as chrome:
            wait = WebDriverWait(chrome, 15, ignored_exceptions=[WebDriverException])
            chrome.get(site.tickets.address(P, f"/lessons/{LESSON.name}"))
            address = chrome.current_url
            for question in QUIZ.questions:
                wait.until(lambda c, q=question: q.text in c.find_element(By.CSS_SELECTOR, "#quiz legend").text)
                chrome.find_elements(By.CSS_SELECTOR, "#quiz button")[question.right - 1].click()
                wait.until(lambda c, q=question: q.why in c.find_element(By.CSS_SELECTOR, "#quiz .verdict").text)
                measure(chrome, 360)
            assert chrome.find_element(By.CSS_SELECTOR, "#quiz .score strong").text == "5/5"
            assert chrome.current_url == address, "the page was never left"
            assert violations(chrome) == []

    await asyncio.to_thread(walk)
    assert site.talk().progress.best == {QUIZ.name: (5, 5)}


async def test_without_a_script_the_whole_page_comes(site: Site) -> None:
    def walk() -> None:
        with chromium(360) as chrome:
            chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
            chrome.get(f"{site.base}/lessons/{LESSON.name}")
            for number, question in enumerate(QUIZ.questions):
                assert question.text in chrome.page_source
                choices = chrome.find_elements(By.CSS_SELECTOR, "fieldset button")
                choices[question.right - 1].send_keys(Keys.ENTER)
                WebDriverWait(chrome, 15).until(lambda c, q=question: q.why in c.page_source)
                assert chrome.current_url == f"{site.base}/quizzes/{QUIZ.name}", number
            assert "5/5" in chrome.page_source

    await asyncio.to_thread(walk)


async def test_a_quiz_answered_without_network_loses_nothing(site: Site) -> None:
    """The request of the script fails once: the form goes the browser's own way."""

    def walk() -> None:
        with chromium(360) as chrome:
            chrome.get(f"{site.base}/lessons/{LESSON.name}")
            chrome.execute_script("window.fetch = () => Promise.reject(new TypeError('no network'))")
            chrome.find_elements(By.CSS_SELECTOR, "#quiz button")[0].click()
            WebDriverWait(chrome, 15).until(lambda c: QUIZ.questions[0].why in c.page_source)
            assert chrome.current_url == f"{site.base}/quizzes/{QUIZ.name}"

    await asyncio.to_thread(walk)


async def test_a_comic_with_choices_is_walked_with_the_keyboard_alone(site: Site) -> None:
    """No script is needed: every choice is a link, and the next panels begin where the link leads."""

    def walk() -> None:
        with chromium(360) as chrome:
            chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
            chrome.get(site.tickets.address(P, f"/lessons/{CHOOSING.name}"))
            for digit in CHOOSING.branches.best if CHOOSING.branches else "":
                assert site.talk().progress.opened == frozenset(), "not read before an end"
                links = chrome.find_elements(By.CSS_SELECTOR, ".fork a")
                target = links[int(digit) - 1].get_attribute("href")
                for _ in range(40):
                    chrome.switch_to.active_element.send_keys(Keys.TAB)
                    if chrome.switch_to.active_element.get_attribute("href") == target:
                        break
                chrome.switch_to.active_element.send_keys(Keys.ENTER)
                WebDriverWait(chrome, 15).until(lambda c, t=target: c.current_url == t)
                assert chrome.find_elements(By.ID, "here")
            assert chrome.find_elements(By.CSS_SELECTOR, ".ending")

    await asyncio.to_thread(walk)
    site.store.talks.save(P, site.talk(), site.talk().after(Reply("x"), 0.0))
    assert site.talk().progress.opened == {CHOOSING.name}
