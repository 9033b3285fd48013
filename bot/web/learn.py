"""Lesson and quiz pages: server-made HTML that a cheap phone shows at once, no script needed.

A visitor with a ticket goes on where the chat stands; one without reads and answers as well, and
nothing is kept: the choices travel in the form.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.content.catalogue import Catalogue
from bot.content.lessons import Lesson
from bot.content.quizzes import Quiz
from bot.dialogue import quiz as machine
from bot.dialogue.reply import QuizRun, Reply
from bot.people.progress import PASSED, Progress
from bot.reply.show import Showing
from bot.studio.comic import draw_panel
from bot.web.tickets import Tickets

HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class LearnPages:
    """Serves the pages of lessons and quizzes."""

    def __init__(self, catalogue: Catalogue, showing: Showing, tickets: Tickets) -> None:
        self._catalogue, self._showing, self._tickets = catalogue, showing, tickets
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True
        )
        self._templates = {
            name: environment.get_template(f"{name}.html") for name in ("lessons", "lesson", "quiz", "certificate")
        }
        self._drawn: dict[str, list[tuple[Markup, str]]] = {}

    async def lessons(self, request: Request) -> HTTPResponse:
        """All lessons, those of the visitor's role first."""
        taken = self._tickets.take(request)
        if taken is not None:
            return taken
        person = self._tickets.person(request)
        talk = await self._showing.talk(person) if person else None
        role = talk.profile.role if talk else None
        first = [x for x in self._catalogue.lessons_for(role) if role]
        rest = [x for x in self._catalogue.lessons_for(None) if x not in first]
        progress = talk.progress if talk else Progress()
        return self._page("lessons", lessons=[*first, *rest], progress=progress, quizzes=self._catalogue.quizzes)

    async def lesson(self, request: Request, name: str) -> HTTPResponse:
        """One lesson as a comic."""
        lesson = self._catalogue.lessons.get(name)
        if lesson is None:
            raise NotFound("no such lesson")
        taken = self._tickets.take(request)
        if taken is not None:
            return taken
        person = self._tickets.person(request)
        if person:
            await self._showing.opened(person, name)
        return self._page("lesson", lesson=lesson, panels=self._panels(lesson))

    async def quiz(self, request: Request, name: str) -> HTTPResponse:
        """The question the visitor stands at, or with `again` the first one."""
        quiz = self._quiz(name)
        taken = self._tickets.take(request)
        if taken is not None:
            return taken
        person = self._tickets.person(request)
        run = QuizRun(name)
        if person and not request.args.get("again"):
            talk = await self._showing.talk(person)
            run = talk.quiz if talk.quiz is not None and talk.quiz.quiz == name else run
        return self._question(quiz, run)

    async def answer(self, request: Request, name: str) -> HTTPResponse:
        """A choice from the form: the same machine as in the chat, moved by the same hand."""
        quiz = self._quiz(name)
        number, choice = _whole(request, "question"), _whole(request, "choice")
        person = self._tickets.person(request)
        if person:
            async with self._showing.turn(person) as talk:
                run = talk.quiz if talk.quiz is not None and talk.quiz.quiz == name else QuizRun(name)
                if number == 0 and run.answers and request.form.get("again"):
                    run = QuizRun(name)
                reply = machine.answer(quiz, run, number, choice, self._catalogue)
                await self._showing.move_quiz(person, talk, reply)
        else:
            given = tuple(int(a) for a in (request.form.get("answers") or "").split(",") if a.isdigit())
            run = QuizRun(name, given[: len(quiz.questions) - 1])
            reply = machine.answer(quiz, run, number, choice, self._catalogue)
        return self._after(quiz, run, reply, choice)

    async def certificate(self, request: Request) -> HTTPResponse:
        """For somebody who passed every quiz of the role."""
        taken = self._tickets.take(request)
        if taken is not None:
            return taken
        person = self._tickets.person(request)
        talk = await self._showing.talk(person) if person else None
        quizzes = self._catalogue.quizzes_for(talk.profile.role if talk else None)
        earned = talk is not None and talk.progress.certificate([q.name for q in quizzes])
        left = [q for q in quizzes if talk is None or not talk.progress.passed(q.name)]
        return self._page("certificate", earned=earned, quizzes=quizzes, left=left)

    def _quiz(self, name: str) -> Quiz:
        quiz = self._catalogue.quizzes.get(name)
        if quiz is None:
            raise NotFound("no such quiz")
        return quiz

    def _question(
        self, quiz: Quiz, run: QuizRun, verdict: str = "", why: str = "", right: bool = False
    ) -> HTTPResponse:
        number = len(run.answers)
        return self._page(
            "quiz", quiz=quiz, number=number, asked=quiz.questions[number], answers=",".join(map(str, run.answers)),
            verdict=verdict, why=why, right=right,
        )  # fmt: skip

    def _after(self, quiz: Quiz, before: QuizRun, reply: Reply, choice: int) -> HTTPResponse:
        moved = reply.attempt is not None or (reply.quiz is not None and len(reply.quiz.answers) > len(before.answers))
        if not moved:
            return self._question(quiz, reply.quiz or before, self._catalogue.texts.line("quiz", "elsewhere"))
        asked = quiz.questions[len(before.answers)]
        right = choice == asked.right
        line = self._catalogue.texts.line("quiz", "right" if right else "wrong", answer=asked.choices[asked.right - 1])
        if reply.quiz is not None:
            return self._question(quiz, reply.quiz, line, asked.why, right)
        assert reply.attempt is not None
        score = reply.attempt[2]
        passed = score / len(quiz.questions) >= PASSED
        return self._page(
            "quiz", quiz=quiz, number=len(quiz.questions), asked=None, answers="", verdict=line, why=asked.why,
            right=right, score=score, passed=passed,
        )  # fmt: skip

    def _panels(self, lesson: Lesson) -> list[tuple[Markup, str]]:
        """Pictures are drawn once and kept; the studio escapes what stands in them."""
        if lesson.name not in self._drawn:
            self._drawn[lesson.name] = [
                (Markup(draw_panel(panel, number=n)), panel.alt)  # noqa: S704
                for n, panel in enumerate(lesson.panels, 1)
            ]
        return self._drawn[lesson.name]

    def _page(self, template: str, **values: object) -> HTTPResponse:
        return html(self._templates[template].render(**values), headers={"Content-Security-Policy": _POLICY})


def _whole(request: Request, field: str) -> int:
    value = str(request.form.get(field) or "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else -1


def create_learn_blueprint(catalogue: Catalogue, showing: Showing, tickets: Tickets) -> Blueprint:
    """GET /lessons, /lessons/<id>, /quizzes/<id> (and POST), /certificate, with their style sheet."""
    pages = LearnPages(catalogue, showing, tickets)
    routes = Blueprint("learn")

    @routes.get("/lessons")
    async def lessons(request: Request) -> HTTPResponse:
        return await pages.lessons(request)

    @routes.get("/lessons/<name:str>")
    async def lesson(request: Request, name: str) -> HTTPResponse:
        return await pages.lesson(request, name)

    @routes.get("/quizzes/<name:str>")
    async def quiz(request: Request, name: str) -> HTTPResponse:
        return await pages.quiz(request, name)

    @routes.post("/quizzes/<name:str>")
    async def answer(request: Request, name: str) -> HTTPResponse:
        return await pages.answer(request, name)

    @routes.get("/certificate")
    async def certificate(request: Request) -> HTTPResponse:
        return await pages.certificate(request)

    routes.static("/learn/static", str(HERE / "static"))
    return routes
