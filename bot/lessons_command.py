"""Lessons: `python -m bot lessons check`, `lessons preview ID`, `lessons build [ID …]`, `lessons sheet [ID …]`."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import QianguaError
from bot.settings import ROOT

if TYPE_CHECKING:
    from bot.content.lessons import Lesson

lessons = typer.Typer(no_args_is_help=True, help="Lessons and their videos (docs/authoring.md, docs/videos.md).")
VIDEOS = ROOT / "var" / "lessons"
SHEETS = ROOT / "docs" / "pictures"
_NAMES = typer.Argument(metavar="[ID …]", help="Lessons by name; without any, all.")


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
    names: Annotated[list[str] | None, _NAMES] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what has not changed.")] = False,
    small: Annotated[bool, typer.Option("--small", help="A quarter of the size, to look at quickly.")] = False,
    out: Annotated[Path, typer.Option(help="Where they are put.")] = VIDEOS,
) -> None:
    """Build the videos that are missing or whose script, recording or drawing has changed. Works offline."""
    from bot.content.catalogue import DATA
    from bot.studio.film import build as film

    found = _lessons(names)
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


@lessons.command("sheet")
def sheet(
    names: Annotated[list[str] | None, _NAMES] = None,
    films: Annotated[bool, typer.Option("--films", help="Frames of their videos instead of the panels.")] = False,
    edge: Annotated[int, typer.Option(min=60, max=720, help="Pixels a picture is wide.")] = 190,
    out: Annotated[Path, typer.Option(help="Where they are put.")] = SHEETS,
) -> None:
    """Contact sheets to look at: comics-<audience>.png of all, or a sheet of each lesson that is named."""
    from bot.content.models import ROLES
    from bot.studio import contact

    found = _lessons(names)
    if films:
        sheets = {f"video-{name}": contact.film_sheet(found[name], edge) for name in names or found}
    elif names:
        sheets = {f"comics-{name}": contact.comic_sheet([found[name]], edge, 3) for name in names}
    else:
        sheets = {
            f"comics-{role}": contact.comic_sheet([x for x in found.values() if x.audience[0] == role], edge, 9)
            for role in ROLES
        }
    for name, page in sheets.items():
        typer.echo(f"{out / name}.png: {contact.save(page, out / f'{name}.png') / 1e3:.0f} KB")


def _lessons(names: list[str] | None) -> dict[str, Lesson]:
    """All lessons by name; exit code 2 when one that is asked for is not among them."""
    from bot.content.catalogue import DATA
    from bot.content.lessons import load_lessons

    found = load_lessons(DATA)
    unknown = sorted(set(names or ()) - found.keys())
    if unknown:
        typer.echo(f"error: no such lesson: {', '.join(unknown)}; there are {', '.join(found)}", err=True)
        raise typer.Exit(2)
    return found
