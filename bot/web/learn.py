"""The pages of lessons: server-made HTML that a cheap phone shows at once, no script needed.

A visitor with a ticket goes on where the chat stands; one without reads and answers as well, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.catalogue import Catalogue
from bot.content.lessons import FORMS, MADE_UP, NEEDS, STORY, Lesson
from bot.content.models import ROLES
from bot.dialogue.talk import Talk
from bot.people.progress import Progress
from bot.reply.show import Showing
from bot.web.arrival import Arrivals, Question, Visit
from bot.web.films import film_of, serve_films
from bot.web.pictures import Pictures
from bot.web.quizzes import QuizPages
from bot.web.sharing import Sharing, Sign
from bot.web.sheets import Sheets
from bot.web.tickets import Tickets

Page = Callable[..., Awaitable[HTTPResponse]]
WHOSE = {"parent": "爸爸妈妈", "manager": "带班组的", "young_worker": "年轻工友"}
EAGER = 1
"""Pictures that are fetched with the page; the rest as they come near."""


class LearnPages:
    """Serves the pages of lessons."""

    def __init__(
        self, catalogue: Catalogue, showing: Showing, sheets: Sheets, quizzes: QuizPages, sharing: Sharing
    ) -> None:
        self._catalogue, self._showing, self._sheets, self._quizzes = catalogue, showing, sheets, quizzes
        self._sharing = sharing
        self._pictures = Pictures()

    async def lessons(self, request: Request, visit: Visit) -> HTTPResponse:
        """The lessons of a role, by what one comes for; of the visitor's own role when the address names none."""
        talk = await self._talk(visit)
        asked = request.args.get("role")
        role = asked if asked in ROLES else None if asked else talk.profile.role
        shown = self._catalogue.lessons_for(role)
        groups = {need: [x for x in shown if x.need == need] for need in NEEDS}
        groups = {need: found for need, found in groups.items() if found}
        need = request.args.get("need")
        picked = {need: groups[need]} if need in groups else groups
        return self._sheets.show(
            request, visit, "lessons", role=role, roles=WHOSE, need=need, needs=NEEDS, groups=groups, picked=picked,
            progress=talk.progress, shown=shown, forms=FORMS,
        )  # fmt: skip

    async def lesson(self, request: Request, visit: Visit, name: str, way: str = "") -> HTTPResponse:
        """One lesson: comic, words, things to do, quiz. With choices: as far as they have been made, and the next one;
        the rest of the page comes at an end, and only there the lesson counts as read.
        """
        lesson = self._lesson(name)
        told = lesson.walk(way)
        if told is None:
            raise NotFound("no such way")
        ended = not told[-1].follow.choices
        if visit.person and ended:
            await self._showing.opened(visit.person, name)
        talk = await self._talk(visit)
        quiz = self._catalogue.quizzes.get(lesson.quiz)
        return self._sheets.show(
            request, visit, "lesson", await self._sharing.of(request, visit, lesson), lesson=lesson, eager=EAGER,
            told=told, ended=ended, after=self._after(lesson, talk.progress), film=film_of(name),
            made_up=MADE_UP if lesson.form == STORY else "",
            **(self._quizzes.question(quiz, talk) if quiz is not None else {}),
        )  # fmt: skip

    async def part(self, request: Request, visit: Visit, name: str, part: str) -> HTTPResponse:
        """What of a lesson is passed on by itself: the card for grandparents, the group script, the share card."""
        lesson = self._lesson(name)
        card = await self._sharing.of(request, visit, lesson, part)
        return self._sheets.show(request, visit, part, card, lesson=lesson, made_up=MADE_UP)

    async def picture(self, request: Request, name: str, number: int, kind: str) -> HTTPResponse:
        """One panel: for the page, for the card of a link, or small for the list."""
        lesson = self._lesson(name)
        if kind == "svg":
            return (await self._pictures.panel(lesson, number)).hand_out(request)
        drawn = self._pictures.shared(lesson, number) if kind == "png" else self._pictures.small(lesson)
        return (await drawn).hand_out(request)

    async def certificate(self, request: Request, visit: Visit) -> HTTPResponse:
        """For somebody who passed every quiz of the role."""
        talk = await self._talk(visit)
        quizzes, done = self._catalogue.course(talk.profile.role), talk.progress
        earned = visit.person is not None and done.certificate([q.name for q in quizzes])
        left = [q for q in quizzes if not done.passed(q.name)]
        more = [q for q in self._catalogue.quizzes_for(talk.profile.role) if q not in quizzes and done.passed(q.name)]
        return self._sheets.show(request, visit, "certificate", earned=earned, quizzes=[*quizzes, *more], left=left)

    async def _talk(self, visit: Visit) -> Talk:
        return await self._showing.talk(visit.person) if visit.person else Talk()

    def _lesson(self, name: str) -> Lesson:
        lesson = self._catalogue.lessons.get(name)
        if lesson is None:
            raise NotFound("no such lesson")
        return lesson

    def _after(self, lesson: Lesson, progress: Progress) -> Lesson | None:
        """What to read next: unread, for the same people, on the same need first."""
        others = [x for x in self._catalogue.lessons_for(lesson.audience[0]) if x.name != lesson.name]
        others = [x for x in others if set(x.audience) & set(lesson.audience)]
        others.sort(key=lambda x: (x.name in progress.opened, x.need != lesson.need, x.published))
        return others[0] if others else None


def create_learn_blueprint(
    catalogue: Catalogue, showing: Showing, tickets: Tickets, sign: Sign | None = None
) -> Blueprint:
    """/lessons with its parts and pictures, /quizzes, /certificate, /phone, and their style sheet and script.

    `sign`: signs a page's address for WeChat's JS-SDK.
    """
    arrivals = Arrivals(showing, tickets)
    sheets = Sheets(arrivals, tickets.public_url)
    quizzes = QuizPages(catalogue, showing, sheets)
    pages = LearnPages(catalogue, showing, sheets, quizzes, Sharing(tickets.public_url, sign))
    routes = Blueprint("learn")

    def received(make: Page) -> Page:
        """A page for whoever has been received."""

        async def handler(request: Request, **values: str) -> HTTPResponse:
            visit = await arrivals.receive(request)
            if isinstance(visit, Question):
                return sheets.ask(request, visit)
            if not isinstance(visit, Visit):
                return visit
            answer = await make(request, visit, **values)
            await arrivals.count(request)
            return answer

        return handler

    async def picture(request: Request, name: str, number: str, kind: str) -> HTTPResponse:
        return await pages.picture(request, name, int(number), kind)

    async def small(request: Request, name: str) -> HTTPResponse:
        return await pages.picture(request, name, 1, "jpg")

    async def asset(request: Request, name: str) -> HTTPResponse:
        if name not in sheets.assets:
            raise NotFound("no such file")
        return sheets.assets[name].hand_out(request)

    async def phone(request: Request) -> HTTPResponse:
        return arrivals.accept(request)

    def part(template: str) -> Page:
        async def handler(request: Request, visit: Visit, name: str) -> HTTPResponse:
            return await pages.part(request, visit, name, template)

        return handler

    served: dict[str, Page] = {
        "/lessons": pages.lessons,
        "/lessons/<name:str>": pages.lesson,
        "/lessons/<name:str>/<way:([1-9]{1,5})>": pages.lesson,
        **{f"/lessons/<name:str>/{template}": part(template) for template in ("card", "group", "share")},
        "/quizzes/<name:str>": quizzes.show,
        "/certificate": pages.certificate,
    }
    for path, make in served.items():
        routes.add_route(received(make), path, name=path.replace("/", "_"))
    for kind in ("svg", "png"):
        address = rf"/lessons/<name:str>/<number:([1-9][0-9]?)\.{kind}>"
        routes.add_route(partial(picture, kind=kind), address, name=f"picture_{kind}")
    routes.add_route(small, "/lessons/<name:str>/small.jpg", name="small")
    routes.add_route(received(quizzes.answer), "/quizzes/<name:str>", methods=["POST"], name="answer")
    routes.add_route(phone, "/phone", methods=["POST"], name="phone")
    serve_films(routes)
    routes.add_route(asset, "/learn/static/<name:str>", name="asset")
    return routes
