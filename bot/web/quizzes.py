"""Quizzes on the page: the same machine as in the chat, moved by the same hand.

The choices of somebody unknown travel in the form. A form sent by our script gets back the quiz alone, to be put in
the place of the old one; without a script the whole page comes.
"""

from __future__ import annotations

from typing import Any

from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.catalogue import Catalogue, Shelf
from bot.content.quizzes import Quiz
from bot.dialogue import quiz as machine
from bot.dialogue.reply import QuizRun, Reply
from bot.dialogue.talk import Talk
from bot.people.progress import PASSED
from bot.reply.show import Showing
from bot.web.arrival import Visit
from bot.web.sheets import Sheets

PART = "x-part"
"""The header by which our script asks for the quiz alone."""


class QuizPages:
    """Serves quizzes, on pages of their own and within a lesson's."""

    def __init__(self, shelf: Shelf, showing: Showing, sheets: Sheets) -> None:
        self._shelf, self._showing, self._sheets = shelf, showing, sheets

    @property
    def _catalogue(self) -> Catalogue:
        return self._shelf.present

    def question(self, quiz: Quiz, talk: Talk) -> dict[str, Any]:
        """What the template shows to somebody whose talk stands there."""
        return _standing(quiz, _run(quiz, talk))

    async def show(self, request: Request, visit: Visit, name: str) -> HTTPResponse:
        """The question the visitor stands at, or with `again` the first one."""
        quiz = self._quiz(name)
        run = QuizRun(name)
        if visit.person and not request.args.get("again"):
            run = _run(quiz, await self._showing.talk(visit.person))
        return self._page(request, visit, _standing(quiz, run))

    async def answer(self, request: Request, visit: Visit, name: str) -> HTTPResponse:
        """A choice from the form."""
        quiz = self._quiz(name)
        number, choice = _whole(request, "question"), _whole(request, "choice")
        if visit.person:
            async with self._showing.turn(visit.person) as talk:
                run = _run(quiz, talk)
                if number == 0 and run.answers and request.form.get("again"):
                    run = QuizRun(name)
                reply = machine.answer(quiz, run, number, choice, self._catalogue)
                await self._showing.move_quiz(visit.person, talk, reply)
        else:
            given = tuple(int(a) for a in (request.form.get("answers") or "").split(",") if a.isdigit())
            run = QuizRun(name, given[: len(quiz.questions) - 1])
            reply = machine.answer(quiz, run, number, choice, self._catalogue)
        return self._page(request, visit, self._after(quiz, run, reply, choice))

    def _quiz(self, name: str) -> Quiz:
        quiz = self._catalogue.quizzes.get(name)
        if quiz is None:
            raise NotFound("no such quiz")
        return quiz

    def _after(self, quiz: Quiz, before: QuizRun, reply: Reply, choice: int) -> dict[str, Any]:
        moved = reply.attempt is not None or (reply.quiz is not None and len(reply.quiz.answers) > len(before.answers))
        if not moved:
            return {
                **_standing(quiz, reply.quiz or before),
                "verdict": self._catalogue.texts.line("quiz", "elsewhere"),
            }
        asked = quiz.questions[len(before.answers)]
        right = choice == asked.right
        line = self._catalogue.texts.line("quiz", "right" if right else "wrong", answer=asked.choices[asked.right - 1])
        said = {"verdict": line, "why": asked.why, "right": right}
        if reply.quiz is not None:
            return {**_standing(quiz, reply.quiz), **said}
        assert reply.attempt is not None
        score = reply.attempt[2]
        passed = score / len(quiz.questions) >= PASSED
        return {"quiz": quiz, "asked": None, "score": score, "passed": passed, **said}

    def _page(self, request: Request, visit: Visit, values: dict[str, Any]) -> HTTPResponse:
        return self._sheets.show(request, visit, "quiz_part" if PART in request.headers else "quiz", **values)


def _run(quiz: Quiz, talk: Talk) -> QuizRun:
    return talk.quiz if talk.quiz is not None and talk.quiz.quiz == quiz.name else QuizRun(quiz.name)


def _standing(quiz: Quiz, run: QuizRun) -> dict[str, Any]:
    number = len(run.answers)
    answers = ",".join(map(str, run.answers))
    return {"quiz": quiz, "number": number, "asked": quiz.questions[number], "answers": answers}


def _whole(request: Request, name: str) -> int:
    """A small whole number of the form; -1 when it is none."""
    value = request.form.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else -1
