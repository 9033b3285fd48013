"""Lesson and quiz pages: read by anybody, kept for those with a ticket, at phone width without overflow."""

from __future__ import annotations

import re

import httpx
import pytest
import sqlalchemy as sa
from markupsafe import escape

from bot.content.catalogue import load_catalogue
from bot.content.models import ROLES
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.ticket import LINK, PHONE, SECONDS
from bot.store.tables import attempts
from bot.studio.comic import draw_panel
from bot.web.learn import EAGER
from tests.web.site import P, Site

CATALOGUE = load_catalogue()
LESSON = next(iter(CATALOGUE.lessons.values()))
QUIZ = CATALOGUE.quizzes[LESSON.quiz]


async def test_anybody_reads_lessons_and_answers(site: Site, visitor: httpx.AsyncClient) -> None:
    listed = (await visitor.get("/lessons")).text
    assert all(lesson.title in listed for lesson in CATALOGUE.lessons.values())
    page = (await visitor.get(f"/lessons/{LESSON.name}")).text
    told = [*LESSON.sections.text, *LESSON.sections.do, *(panel.alt for panel in LESSON.panels)]
    assert all(str(escape(words)) in page for words in told)
    for number in range(1, len(LESSON.panels) + 1):
        picture = await visitor.get(f"/lessons/{LESSON.name}/{number}.svg")
        assert picture.headers["content-type"] == "image/svg+xml"
        assert picture.text == draw_panel(LESSON.panels[number - 1], number=number)
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


@pytest.mark.parametrize("part", ["card", "group", "share"])
async def test_what_is_passed_on_has_a_page_of_its_own(part: str, visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(f"/lessons/{LESSON.name}/{part}")).text
    told = {
        "card": LESSON.sections.grandparents,
        "group": [step.words for step in LESSON.sections.group],
        "share": [LESSON.title, LESSON.summary],
    }[part]
    assert all(str(escape(words)) in page for words in told)
    assert f"/lessons/{LESSON.name}" in page


async def test_the_list_is_by_audience_and_need(site: Site, visitor: httpx.AsyncClient) -> None:
    everybody = (await visitor.get("/lessons")).text
    for role in ROLES:
        listed = (await visitor.get("/lessons", params={"role": role})).text
        for lesson in CATALOGUE.lessons.values():
            there = f'href="/lessons/{lesson.name}"'
            assert there in everybody
            assert (there in listed) == (role in lesson.audience)
    narrowed = (await visitor.get("/lessons", params={"role": "all", "need": "parting"})).text
    for lesson in CATALOGUE.lessons.values():
        assert (f'href="/lessons/{lesson.name}"' in narrowed) == (lesson.need == "parting")
    site.store.talks.save(P, Talk(), Talk().after(Reply("x", profile={"role": "manager"}), 0.0))
    mine = (await visitor.get(site.tickets.address(P, "/lessons"))).text
    managers = {x.name for x in CATALOGUE.lessons.values() if "manager" in x.audience}
    assert {name for name in CATALOGUE.lessons if f'href="/lessons/{name}"' in mine} == managers


async def test_the_list_tells_the_progress(site: Site, visitor: httpx.AsyncClient) -> None:
    assert "<progress" not in (await visitor.get("/lessons")).text
    await visitor.get(site.tickets.address(P, f"/lessons/{LESSON.name}"))
    site.store.talks.save(P, Talk(), Talk().after(Reply("x"), 0.0))
    listed = (await visitor.get("/lessons")).text
    assert f'value="1" max="{len(CATALOGUE.lessons)}"' in listed
    assert "看过了" in listed


async def test_pictures_are_packed_and_not_sent_twice(visitor: httpx.AsyncClient) -> None:
    for path in (f"/lessons/{LESSON.name}/1.svg", "/learn/static/learn.css", "/learn/static/learn.js"):
        first = await visitor.get(path)
        assert first.headers["content-encoding"] == "gzip"
        assert "max-age" in first.headers["cache-control"]
        again = await visitor.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        plain = await visitor.get(path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == first.text


@pytest.mark.parametrize("path", ["/lessons", *(f"/lessons/{name}" for name in CATALOGUE.lessons)])
async def test_the_first_view_is_light(path: str, visitor: httpx.AsyncClient) -> None:
    """Page, style, script, and the pictures a browser fetches before anybody scrolls: three screens ahead at most."""
    page = await visitor.get(path)
    pictures = re.findall(r'<img src="([^"]+)"', page.text)[:4]
    assert pictures
    weight = 0
    for part in (path, "/learn/static/learn.css", "/learn/static/learn.js", *pictures):
        async with visitor.stream("GET", part) as answer:
            weight += sum([len(chunk) async for chunk in answer.aiter_raw()])
    assert weight <= 75_000, "half of what is allowed, so that there is room for films and longer texts"
    later = re.findall(r"<img [^>]*>", page.text)[EAGER:]
    assert all('loading="lazy"' in picture for picture in later)


async def test_a_script_gets_the_quiz_alone(visitor: httpx.AsyncClient) -> None:
    form = {"question": "0", "choice": str(QUIZ.questions[0].right)}
    part = (await visitor.post(f"/quizzes/{QUIZ.name}", data=form, headers={"X-Part": "quiz"})).text
    assert part.lstrip().startswith('<section id="quiz"')
    assert str(escape(QUIZ.questions[0].why)) in part
    assert QUIZ.questions[1].text in part


async def test_another_phone_is_asked_before_progress_is_changed(site: Site, visitor: httpx.AsyncClient) -> None:
    site.store.talks.save(P, Talk(), Talk().after(Reply("x"), 0.0))
    first = site.tickets.address(P, f"/lessons/{LESSON.name}")
    await visitor.get(first)
    opened = site.talk().progress.opened
    other = next(x.name for x in CATALOGUE.lessons.values() if x.name != LESSON.name)
    async with httpx.AsyncClient(base_url=site.base, trust_env=False, follow_redirects=True) as friend:
        asked = await friend.get(site.tickets.address(P, f"/lessons/{other}"))
        assert "这是您自己的手机吗" in asked.text
        assert not friend.cookies
        await friend.get(f"/lessons/{other}")
        await friend.post(f"/quizzes/{QUIZ.name}", data={"question": "0", "choice": "1"})
        assert (site.talk().progress.opened, site.talk().quiz) == (opened, None), "who only looks changes nothing"
        ticket, path = (re.findall(rf'name="{name}" value="([^"]*)"', asked.text)[0] for name in ("t", "path"))
        landed = await friend.post("/phone", data={"t": ticket, "path": path})
        assert landed.url.path == f"/lessons/{other}"
        assert set(site.talk().progress.opened) == {*opened, other}
    assert "这是您自己的手机吗" not in (await visitor.get(first)).text, "the known phone is not asked"


async def test_somebody_elses_link_on_a_known_phone_is_asked_too(site: Site, visitor: httpx.AsyncClient) -> None:
    await visitor.get(site.tickets.address(P, "/lessons"))
    await visitor.get(site.tickets.address("d" * 64, "/lessons"))
    async with httpx.AsyncClient(base_url=site.base, trust_env=False, follow_redirects=True) as third:
        await third.get(site.tickets.address("e" * 64, "/lessons"))
        assert "这是您自己的手机吗" in (await third.get(site.tickets.address(P, "/lessons"))).text


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/admin", "/lessons/../admin", ""])
async def test_the_answer_leads_nowhere_else(path: str, site: Site, visitor: httpx.AsyncClient) -> None:
    ticket = site.tickets.address(P, "/x").partition("t=")[2]
    answer = await visitor.post("/phone", data={"t": ticket, "path": path}, follow_redirects=False)
    assert answer.headers["location"] == "/lessons"


async def test_a_link_is_short_lived_and_its_age_is_said(site: Site, visitor: httpx.AsyncClient) -> None:
    address = site.tickets.address(P, f"/lessons/{LESSON.name}")
    site.now += SECONDS[LINK] + 1
    late = await visitor.get(address)
    assert "这个链接放久了" in late.text
    assert LESSON.title in late.text, "and the lesson is read all the same"
    assert not site.talk().progress.opened
    ticket = address.partition("t=")[2]
    answer = await visitor.post("/phone", data={"t": ticket, "path": "/lessons"})
    assert "这个链接放久了" in answer.text
    assert not visitor.cookies


async def test_a_phone_is_remembered_as_long_as_it_is_used(site: Site, visitor: httpx.AsyncClient) -> None:
    await visitor.get(site.tickets.address(P, "/lessons"))
    for _ in range(3):
        site.now += SECONDS[PHONE] - 60
        assert "<progress" in (await visitor.get("/lessons")).text
    site.now += SECONDS[PHONE] + 60
    assert "<progress" not in (await visitor.get("/lessons")).text


async def test_what_is_passed_on_carries_a_source_and_nobody(site: Site, visitor: httpx.AsyncClient) -> None:
    await visitor.get(site.tickets.address(P, f"/lessons/{LESSON.name}") + "&from=factory-7")
    assert site.store.visits.by_source() == {"factory-7": 1}
    for part in ("", "/share", "/card", "/group"):
        page = (await visitor.get(f"/lessons/{LESSON.name}{part}")).text
        passed_on = set(re.findall(r"[?&](\w+)=([\w-]+)", page))
        assert passed_on == {("from", "factory-7")}, "the source that brought the visitor is kept"
        assert not re.search(r"[?&]t=", page)
    async with httpx.AsyncClient(base_url=site.base, trust_env=False) as friend:
        link = re.findall(r'value="(http[^"]+)"', (await friend.get(f"/lessons/{LESSON.name}/share")).text)[0]
        assert link.endswith("?from=share")
        assert (await friend.get(link)).status_code == 200
    assert site.store.visits.by_source() == {"factory-7": 1, "share": 1}


@pytest.mark.parametrize("source", ["", "A B", "../x", "<script>", "x" * 25, "中文"])
async def test_a_source_that_is_none_is_dropped(source: str, site: Site, visitor: httpx.AsyncClient) -> None:
    page = await visitor.get(f"/lessons/{LESSON.name}/share", params={"from": source})
    assert "?from=share" in page.text
    assert site.store.visits.by_source() == {}


async def test_no_address_of_ours_has_an_openid(site: Site) -> None:
    address = site.tickets.address(P, "/lessons")
    assert P not in address
    assert P[:8] not in address
