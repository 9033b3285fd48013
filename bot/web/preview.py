"""The page of a lesson while it is being written: as people will see it, faults above it, new after every save.

For an author at their own computer; it listens on loopback only, and nothing it shows is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from textwrap import wrap

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import escape
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw, redirect, text

from bot.content.lesson_faults import lesson_faults
from bot.content.lessons import MADE_UP, STORY, Lesson, read_lessons
from bot.content.quizzes import read_quizzes
from bot.errors import ContentError
from bot.studio.comic import draw_panel
from bot.studio.fits import drawing_faults
from bot.web.arrival import Visit
from bot.web.sheets import HERE

LOOKS_EVERY = 0.3
"""Seconds between two looks at the files."""
PATIENCE = 20.0
"""Seconds a page waits for a change before it asks again."""
_WATCHED = ("lessons/*.md", "quizzes/*.toml", "reading.toml")


class Preview:
    """One lesson, read anew for every request."""

    def __init__(self, data: Path, name: str) -> None:
        self._data, self._name = data, name
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(), trim_blocks=True
        )

    def state(self) -> str:
        """Changes with every save of a lesson or quiz."""
        files = sorted(path for pattern in _WATCHED for path in self._data.glob(pattern))
        return str(hash(tuple((path.name, path.stat().st_mtime_ns) for path in files)))

    async def changed(self, since: str) -> str:
        """The state, as soon as it is another than `since`, or after PATIENCE."""
        for _ in range(int(PATIENCE / LOOKS_EVERY)):
            if (now := self.state()) != since:
                return now
            await asyncio.sleep(LOOKS_EVERY)
        return since

    def lesson(self) -> Lesson | None:
        """The lesson as far as it can be read."""
        return read_lessons(self._data)[0].get(self._name)

    def faults(self) -> list[str]:
        """What is wrong with this lesson and its quiz."""
        lesson = self.lesson()
        found = lesson_faults(self._data) + drawing_faults([lesson] if lesson else [])
        files = {f"lessons/{self._name}.md", f"quizzes/{lesson.quiz if lesson else self._name}.toml"}
        return [fault for fault in found if fault.replace(":", " ").split()[0] in files]

    def page(self, template: str = "lesson", way: str = "") -> str:
        """The lesson's page, or what is passed on of it; without a lesson that can be read, its faults alone.

        A way that is no longer there begins anew.
        """
        lesson = self.lesson()
        told = (lesson.walk(way) or lesson.walk() or ()) if lesson else ()
        quiz = read_quizzes(self._data)[0].get(lesson.quiz) if lesson else None
        asked = {"number": 0, "asked": quiz.questions[0], "answers": ""} if quiz else {}
        preview = {"faults": self.faults(), "state": self.state(), "name": self._name, "quiz": quiz}
        return self._environment.get_template(f"{template if lesson else 'base'}.html").render(
            preview=preview,
            lesson=lesson,
            quiz=quiz,
            eager=len(lesson.panels) if lesson else 0,
            visit=Visit(),
            told=told,
            ended=bool(told) and not told[-1].follow.choices,
            made_up=MADE_UP if lesson and lesson.form == STORY else "",
            **asked,
        )

    def picture(self, number: int) -> str:
        """A panel as it is now; where it cannot be drawn, a picture that says why."""
        lesson = self.lesson()
        if lesson is None or not 1 <= number <= len(lesson.panels):
            return _said("no such panel")
        try:
            return draw_panel(lesson.panels[number - 1], number=None if lesson.branches else number)
        except ContentError as err:
            return _said(str(err))


def _said(why: str) -> str:
    lines = "".join(
        f'<text x="20" y="{60 + 36 * n}" font-size="26">{escape(line)}</text>' for n, line in enumerate(wrap(why, 44))
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 720"><path fill="#fdd" d="M0 0h720v720H0"/>'
    return f"{head}{lines}</svg>"


def create_preview_app(data: Path, name: str, title: str = "preview") -> Sanic:
    """The app that serves one lesson to its author."""
    preview = Preview(data, name)
    app = Sanic(title, configure_logging=False)

    @app.get("/")
    async def start(_request: Request) -> HTTPResponse:
        return redirect(f"/lessons/{name}")

    @app.get("/lessons/<_name:str>")
    async def lesson(_request: Request, _name: str) -> HTTPResponse:
        return html(await asyncio.to_thread(preview.page))

    @app.get("/lessons/<_name:str>/<way:([1-9]{1,5})>")
    async def chosen(_request: Request, _name: str, way: str) -> HTTPResponse:
        return html(await asyncio.to_thread(preview.page, way=way))

    @app.get("/lessons/<_name:str>/<part:(card|group|share)>")
    async def part(_request: Request, _name: str, part: str) -> HTTPResponse:
        return html(await asyncio.to_thread(preview.page, part))

    @app.get(r"/lessons/<_name:str>/<number:([1-9][0-9]?)\.svg>")
    async def picture(_request: Request, _name: str, number: str) -> HTTPResponse:
        drawn = await asyncio.to_thread(preview.picture, int(number))
        return raw(drawn.encode(), content_type="image/svg+xml", headers={"Cache-Control": "no-store"})

    @app.post("/quizzes/<_name:str>")
    async def answered(_request: Request, _name: str) -> HTTPResponse:
        return redirect(f"/lessons/{name}#answers", status=303)

    @app.get("/changed")
    async def changed(request: Request) -> HTTPResponse:
        return text(await preview.changed(request.args.get("since") or ""))

    app.static("/learn/static", str(HERE / "static"))
    return app


async def serve_preview(data: Path, name: str, port: int, show: Callable[[str], None]) -> None:
    """Serve the preview on loopback until Ctrl-C."""
    server = await create_preview_app(data, name).create_server(
        "127.0.0.1", port, return_asyncio_server=True, access_log=False
    )
    assert server is not None
    await server.startup()
    show(f"http://127.0.0.1:{port}/lessons/{name}  (Ctrl-C stops)")
    await server.serve_forever()
