"""For authors of lessons: `python -m bot lessons check`, `lessons preview ID`."""

from __future__ import annotations

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
