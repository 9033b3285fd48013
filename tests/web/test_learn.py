"""Lesson and quiz pages: read by anybody, kept for those with a ticket, at phone width without overflow."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sanic import Sanic
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from bot.content.catalogue import load_catalogue
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.reply.show import Showing
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.store.tables import attempts
from bot.web.learn import create_learn_blueprint
from bot.web.tickets import Tickets
from tests.conftest import serve
from tests.web.browser import chromium

CATALOGUE = load_catalogue()
LESSON = next(iter(CATALOGUE.lessons.values()))
QUIZ = CATALOGUE.quizzes[LESSON.quiz]
P = "c" * 64


class Site:
    """A served site with its store."""

    def __init__(self, base: str, store: Store, showing: Showing, tickets: Tickets) -> None:
        self.base, self.store, self.showing, self.tickets = base, store, showing, tickets

    def talk(self) -> Talk:
        return self.store.talks.load(P)


@pytest.fixture
async def site(tmp_path: Path, port: int, app_name: Callable[[], str]) -> AsyncIterator[Site]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    store = Store(database)
    showing = Showing(store, CATALOGUE, lambda: 0.0)
    tickets = Tickets("k" * 64, f"http://127.0.0.1:{port}")
    app = Sanic(app_name(), configure_logging=False)
    app.blueprint(create_learn_blueprint(CATALOGUE, showing, tickets))
    async with serve(app, port) as base:
        yield Site(base, store, showing, tickets)
    database.dispose()


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site.base, trust_env=False, follow_redirects=True) as client:
        yield client


async def test_anybody_reads_lessons_and_answers(site: Site, visitor: httpx.AsyncClient) -> None:
    listed = (await visitor.get("/lessons")).text
    assert all(lesson.title in listed for lesson in CATALOGUE.lessons.values())
    page = (await visitor.get(f"/lessons/{LESSON.name}")).text
    assert page.count('role="img"') == len(LESSON.panels)
    answers: list[str] = []
    for number, question in enumerate(QUIZ.questions):
        form = {"question": str(number), "choice": str(question.right), "answers": ",".join(answers)}
        page = (await visitor.post(f"/quizzes/{QUIZ.name}", data=form)).text
        assert question.why in page
        answers.append(str(question.right))
    assert f"{len(answers)}/{len(answers)}" in page
    assert site.talk() == Talk(), "nothing is kept of somebody unknown"


async def test_a_ticket_moves_into_a_cookie_and_progress_is_kept(site: Site, visitor: httpx.AsyncClient) -> None:
    await site.showing.show(P, respond(Turn("quiz_start", entities={"quiz": QUIZ.name}), CATALOGUE))
    answer = await visitor.get(site.tickets.address(P, f"/lessons/{LESSON.name}"))
    assert "t=" not in str(answer.url)
    assert set(site.talk().progress.opened) == {LESSON.name}
    for number, question in enumerate(QUIZ.questions):
        form = {"question": str(number), "choice": str(question.right)}
        await visitor.post(f"/quizzes/{QUIZ.name}", data=form)
    assert site.talk().progress.best == {QUIZ.name: (len(QUIZ.questions), len(QUIZ.questions))}
    assert site.talk().quiz is None


async def test_the_page_goes_on_where_the_chat_stands(site: Site, visitor: httpx.AsyncClient) -> None:
    await site.showing.show(P, respond(Turn("quiz_start", entities={"quiz": QUIZ.name}), CATALOGUE))
    talk = site.talk()
    entities = {"quiz": QUIZ.name, "question": 0, "choice": 1}
    await site.showing.show(P, respond(Turn("quiz_answer", talk, entities), CATALOGUE))
    page = (await visitor.get(site.tickets.address(P, f"/quizzes/{QUIZ.name}"))).text
    assert QUIZ.questions[1].text in page
    stale = await visitor.post(f"/quizzes/{QUIZ.name}", data={"question": "0", "choice": "2"})
    assert CATALOGUE.texts.line("quiz", "elsewhere") in stale.text
    assert site.talk().quiz == talk.after(respond(Turn("quiz_answer", talk, entities), CATALOGUE), 0.0).quiz


async def test_a_quiz_from_the_chat_broken_by_a_disclosure_ends_on_the_page_with_one_score(
    site: Site, visitor: httpx.AsyncClient
) -> None:
    await site.showing.show(P, respond(Turn("quiz_start", entities={"quiz": QUIZ.name}), CATALOGUE))
    first = {"quiz": QUIZ.name, "question": 0, "choice": QUIZ.questions[0].right}
    await site.showing.show(P, respond(Turn("quiz_answer", site.talk(), first), CATALOGUE))
    await site.showing.show(P, respond(Turn("report_missing_child", site.talk()), CATALOGUE))
    before = site.talk().options
    await visitor.get(site.tickets.address(P, f"/quizzes/{QUIZ.name}"))
    for number, question in list(enumerate(QUIZ.questions))[1:]:
        form = {"question": str(number), "choice": str(question.right)}
        page = (await visitor.post(f"/quizzes/{QUIZ.name}", data=form)).text
    assert f"{len(QUIZ.questions)}/{len(QUIZ.questions)}" in page
    assert site.talk().progress.best == {QUIZ.name: (len(QUIZ.questions), len(QUIZ.questions))}
    assert site.talk().check, "the page does not settle whether the person is safe"
    assert site.talk().options == before, "nor does it touch the list in the chat"
    with site.store.talks._engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(attempts)).scalar() == 1


@pytest.mark.parametrize(
    "form", [{}, {"question": "x", "choice": "y"}, {"question": "0", "choice": "99"}, {"answers": "1,2,3,4,5,6,7,8"}]
)
async def test_nonsense_in_the_form_shows_the_question(form: dict[str, str], visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post(f"/quizzes/{QUIZ.name}", data=form)
    assert answer.status_code == 200
    assert CATALOGUE.texts.line("quiz", "elsewhere") in answer.text


@pytest.mark.parametrize("path", ["/lessons/none", "/quizzes/none"])
async def test_what_is_not_there_is_404(path: str, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(path)).status_code == 404


async def test_a_forged_ticket_is_nobodys(site: Site, visitor: httpx.AsyncClient) -> None:
    ticket = re.sub("[A-Z]", "x", site.tickets.address(P, "/lessons"))
    assert (await visitor.get(ticket)).status_code == 200
    assert not visitor.cookies


async def test_the_certificate_is_for_those_who_passed(site: Site, visitor: httpx.AsyncClient) -> None:
    assert "还差一点" in (await visitor.get("/certificate")).text
    for quiz in CATALOGUE.quizzes.values():
        site.store.talks.record_attempt(P, quiz.name, tuple(q.right for q in quiz.questions), len(quiz.questions))
    site.store.talks.save(P, Talk(), Talk().after(respond(Turn("greet"), CATALOGUE), 0.0))
    assert "学习证书" in (await visitor.get(site.tickets.address(P, "/certificate"))).text


def measure(chrome: Chrome, width: int) -> None:
    """Nothing sticks out, type is big, buttons are for thumbs."""
    size = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scroll, client = chrome.execute_script(size)
    assert scroll <= client
    assert chrome.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    for button in chrome.find_elements(By.CSS_SELECTOR, "fieldset button, .button"):
        assert button.rect["height"] >= 44
        assert button.rect["x"] + button.rect["width"] <= width


@pytest.mark.parametrize("width", [320, 390])
async def test_pages_at_phone_width(width: int, site: Site) -> None:
    def walk() -> None:
        with chromium(width) as chrome:
            wait = WebDriverWait(chrome, 15, ignored_exceptions=[WebDriverException])
            chrome.get(f"{site.base}/lessons")
            measure(chrome, width)
            chrome.find_element(By.CSS_SELECTOR, f"a[href='/lessons/{LESSON.name}']").click()
            # a page that is being left answers with all kinds of errors: wait for what only the next one has
            wait.until(lambda c: len(c.find_elements(By.CSS_SELECTOR, ".comic li > svg")) == len(LESSON.panels))
            measure(chrome, width)
            pictures = chrome.find_elements(By.CSS_SELECTOR, ".comic li > svg")
            assert all(p.rect["width"] > width * 0.8 for p in pictures)
            chrome.find_element(By.CSS_SELECTOR, ".button").click()
            for question in QUIZ.questions:
                wait.until(lambda c, q=question: q.text in c.find_element(By.CSS_SELECTOR, "legend").text)
                measure(chrome, width)
                chrome.find_elements(By.CSS_SELECTOR, "fieldset button")[question.right - 1].click()
            score = f"{len(QUIZ.questions)}/{len(QUIZ.questions)}"
            wait.until(lambda c: c.find_element(By.CSS_SELECTOR, ".score strong").text == score)
            measure(chrome, width)

    await asyncio.to_thread(walk)
