"""Lessons: `python -m bot lessons check`, `lessons preview ID`, `lessons build [ID …]`."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import QianguaError
from bot.settings import ROOT

lessons = typer.Typer(no_args_is_help=True, help="Lessons and their videos (docs/authoring.md, docs/videos.md).")
VIDEOS = ROOT / "var" / "lessons"


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


@lessons.command("build")
def build(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID …]", help="Lessons by name; without any, all.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what has not changed.")] = False,
    small: Annotated[bool, typer.Option("--small", help="A quarter of the size, to look at quickly.")] = False,
    out: Annotated[Path, typer.Option(help="Where they are put.")] = VIDEOS,
) -> None:
    """Build the videos that are missing or whose script, recording or drawing has changed. Works offline."""
    from bot.content.catalogue import DATA
    from bot.content.lessons import load_lessons
    from bot.studio.film import build as film

    found = load_lessons(DATA)
    unknown = sorted(set(names or ()) - found.keys())
    if unknown:
        typer.echo(f"error: no such lesson: {', '.join(unknown)}; there are {', '.join(found)}", err=True)
        raise typer.Exit(2)
    began, failed = time.monotonic(), 0
    for name in names or found:
        try:
            built = film.build(
                found[name], DATA, out, lambda line: typer.echo(f"· {line}"), again=again, scale=0.25 if small else 1
            )
        except QianguaError as err:
            failed += 1
            typer.echo(f"error: {err}", err=True)
            continue
        how = f"built in {built.took:.0f} s" if built.took else "unchanged"
        typer.echo(f"{name}: {built.facts.seconds:.1f} s, {built.facts.bytes / 1e6:.2f} MB, {how}")
    if not names:
        for gone in film.clear(out, set(found)):
            typer.echo(f"{gone}: removed, there is no such lesson")
    typer.echo(f"done in {time.monotonic() - began:.0f} s" + (f", {failed} failed" if failed else ""))
    raise typer.Exit(1 if failed else 0)
