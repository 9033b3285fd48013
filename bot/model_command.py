"""Releases from the command line: `python -m bot model list`, `train`, `promote NAME`, `rollback`. A running bot
notices within seconds which release is live and switches to it without losing a message. What is done stands in the
audit log, what the gate refused too."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import typer

from bot.data_command import BY, open_store
from bot.errors import TrainingError
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings

model = typer.Typer(no_args_is_help=True, help="Train beside the live release, judge, promote, go back.")
UNJUDGED = "train 命令直接换上的，没有考试"


def _settings() -> Settings:
    settings = load_settings()
    set_up_logs(settings.app.log_level)
    return settings


@model.command("list")
def list_() -> None:
    """The releases that are there, the newest first, and what the gate says of each."""
    from bot.training.registry import Registry

    registry = Registry()
    live = registry.live()
    for one in registry.candidates():
        mark = "*" if live is not None and live.name == one.name else " "
        top1 = f"top-1 {one.figures.top1[0] / one.figures.top1[1]:.3f}" if one.figures else "not judged"
        typer.echo(f"{mark} {one.name}  {one.by or '-':<12} {top1}  {'may go live' if not one.refused else 'refused'}")
        for reason in one.refused:
            typer.echo(f"      {reason}")


@model.command("train")
def train(
    run: str = typer.Option("", hidden=True, help="A run that the console has begun."),
    by: str = typer.Option(BY, help="Whose training it is."),
) -> None:
    """Train on data/nlu and what was changed in the console, judge beside the live release, ask the gate."""
    from bot.store.database import migrate
    from bot.training_job import main

    settings = _settings()
    migrate(settings.store.resolved_url())
    raise typer.Exit(asyncio.run(main(settings, run, by)))


@model.command("judge", hidden=True)
def judge(asked: Path, out: Path, live: Path | None = None) -> None:
    """Inside a copy: measure its release; figures as JSON. Its data are looked at beside the weights of `live`."""
    from bot.judge import judge as measure

    found = asyncio.run(measure(_settings(), json.loads(asked.read_text(encoding="utf-8")), typer.echo, live))
    out.write_text(json.dumps(found.as_dict(), ensure_ascii=False), encoding="utf-8")


@model.command("promote")
def promote(name: str, why: str = typer.Option(..., help="What it is better at."), by: str = BY) -> None:
    """Make a judged release the live one; refused with the gate's reasons."""
    from bot.training.registry import Registry

    store, registry = open_store(), Registry()
    registry.get(name)  # a name of no release is a slip, and nothing the gate refused
    try:
        live = registry.promote(name, by, why)
    except TrainingError as err:
        store.audit.add(by, "refused", name, str(err)[:500])
        raise
    store.audit.add(by, "promote", live.name, why[:200])
    typer.echo(f"{live.name} is live")


@model.command("rollback")
def roll_back(
    why: str = typer.Option(..., help="What was wrong."),
    to: str = typer.Option("", help="A release that once was live; else the one before."),
    by: str = BY,
) -> None:
    """Go back to the release before."""
    from bot.training.registry import Registry

    store = open_store()
    live = Registry().roll_back(by, why, to or None)
    store.audit.add(by, "roll_back", live.name, why[:200])
    typer.echo(f"{live.name} is live")


def note_put_live(settings: Settings, name: str) -> None:
    """Write down that `python -m bot train` put a release live without the gate. Not in a copy, where candidates are
    trained, and not where there is no database yet (a fresh clone); the release is live whatever becomes of the row."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.database import connect, is_new, migrate
    from bot.store.store import Store
    from bot.training import release, workcopy

    url = settings.store.resolved_url()
    if (release.ROOT / workcopy.MARK).exists() or is_new(url):
        return
    try:
        migrate(url)
        Store(connect(url)).audit.add(BY, "promote", name, UNJUDGED)
    except SQLAlchemyError as err:
        typer.echo(f"not in the audit log: {type(err).__name__}", err=True)
