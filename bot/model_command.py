"""Releases from the command line: `python -m bot model list`, `train`, `promote NAME`, `rollback`. A running bot
notices within seconds which release is live and switches to it without losing a message."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import typer

from bot.logs import set_up_logs
from bot.settings import Settings, load_settings

model = typer.Typer(no_args_is_help=True, help="Train beside the live release, judge, promote, go back.")
BY = "命令行"


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
def judge(asked: Path, out: Path) -> None:
    """Inside a copy: measure its release; figures as JSON."""
    from bot.judge import judge as measure

    found = asyncio.run(measure(_settings(), json.loads(asked.read_text(encoding="utf-8")), typer.echo))
    out.write_text(json.dumps(found.as_dict(), ensure_ascii=False), encoding="utf-8")


@model.command("promote")
def promote(name: str, why: str = typer.Option(..., help="What it is better at."), by: str = BY) -> None:
    """Make a judged release the live one; refused with the gate's reasons."""
    from bot.training.registry import Registry

    typer.echo(f"{Registry().promote(name, by, why).name} is live")


@model.command("rollback")
def roll_back(
    why: str = typer.Option(..., help="What was wrong."),
    to: str = typer.Option("", help="A release that once was live; else the one before."),
    by: str = BY,
) -> None:
    """Go back to the release before."""
    from bot.training.registry import Registry

    typer.echo(f"{Registry().roll_back(by, why, to or None).name} is live")
