"""For authors of lessons: `python -m bot lessons check`, `lessons preview ID`."""

from __future__ import annotations

import asyncio
import contextlib

import typer

lessons = typer.Typer(no_args_is_help=True, help="Comic lessons and quizzes (docs/authoring.md).")


@lessons.command("check")
def check() -> None:
    """Every fault of every lesson and quiz, with file and field; exit code 1 when there is one."""
    from bot.content.catalogue import DATA
    from bot.content.lesson_faults import lesson_faults
    from bot.content.lessons import read_lessons
    from bot.studio.fits import drawing_faults

    found, _ = read_lessons(DATA)
    faults = lesson_faults(DATA) + drawing_faults(found.values())
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(faults)} faults" if faults else f"{len(found)} lessons are right")
    raise typer.Exit(1 if faults else 0)


@lessons.command("preview")
def preview(
    name: str = typer.Argument(..., metavar="ID"),
    port: int = typer.Option(5006, help="On 127.0.0.1."),
) -> None:
    """The lesson's page as people will see it, new after every save; for writing, not for production."""
    from bot.content.catalogue import DATA
    from bot.settings import load_settings
    from bot.web.preview import serve_preview

    if load_settings().app.env == "production":
        typer.echo("error: the preview is for writing (QIANGUA_ENV=dev)", err=True)
        raise typer.Exit(2)
    if not (DATA / "lessons" / f"{name}.md").is_file():
        typer.echo(f"error: there is no data/lessons/{name}.md", err=True)
        raise typer.Exit(2)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve_preview(DATA, name, port, typer.echo))
