"""The weekly lesson: `python -m bot weekly plan|preview|send|cancel|list`. Moments are Beijing's.

What is planned, shown, sent and called off stands in the audit log, as in the console."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY

if TYPE_CHECKING:
    from bot.channel import Channel
    from bot.store.mailings import Mailing

weekly = typer.Typer(no_args_is_help=True, help="The weekly lesson to those who asked for it.")
AUDIENCES = ("parent", "manager", "young_worker", "all")
_LESSON = typer.Argument(..., help="A file's name under data/lessons.")
_ID = typer.Argument(..., metavar="ID")


@weekly.command("plan")
def plan(
    lesson: str = _LESSON,
    at: str = typer.Option(..., help='"2026-11-30 19:30", Beijing time.'),
    audience: str = typer.Option("parent", help=" | ".join(AUDIENCES)),
) -> None:
    """Plan a lesson for a moment; the running bot sends it."""
    from bot.admin.moments import show_moment
    from bot.channel import run_with_channel
    from bot.wechat.day import read_moment
    from bot.wechat.sender import next_waking

    try:
        moment = read_moment(at)
    except ValueError:
        _refuse(f'{at} is no moment; write "2026-11-30 19:30"')
    if moment < time.time():
        _refuse(f"{at} is over")
    if next_waking(moment) != moment:
        _refuse(f"{at} is at night; people are written to from 7:30 to 21:30")
    if audience not in AUDIENCES:
        _refuse(f"{audience} is none of {', '.join(AUDIENCES)}")

    async def keep(channel: Channel) -> str:
        if channel.card(lesson) is None:
            _refuse(f"there is no lesson {lesson}")
        number = channel.store.mailings.plan(lesson, audience, moment, time.time())
        channel.store.audit.add(BY, "plan", lesson, f"#{number} {audience} {show_moment(moment)}")
        readers = sum(1 for _ in channel.store.mailings.readers(audience))
        return f"#{number}: {lesson} to {audience} ({readers} people as of now) at {at}"

    typer.echo(run_with_channel(keep, published=True))


@weekly.command("preview")
def preview(lesson: str = _LESSON, to: str = typer.Option(..., help="One openid, of a follower who agreed.")) -> None:
    """Show a lesson to one person as it will be sent."""
    from bot.channel import run_with_channel

    async def show(channel: Channel) -> None:
        await channel.weekly.preview(lesson, to)
        channel.store.audit.add(BY, "plan_preview", lesson)  # to whom stands nowhere: it is a person

    run_with_channel(show, published=True)
    typer.echo("sent to one person")


@weekly.command("send")
def send(mailing: int = _ID) -> None:
    """Send a planned lesson now; exit code 1 when it fails for good, a lesson that was withdrawn above all."""
    from bot.channel import run_with_channel
    from bot.store.mailings import FAILED

    async def now(channel: Channel) -> Mailing | None:
        found = await channel.weekly.send_next(mailing)
        if found is not None:
            channel.store.audit.add(BY, "plan_send", str(found.id), found.state)
        return found

    found = run_with_channel(now, published=True)
    if found is None:
        _refuse(f"{mailing} is not planned, or is being sent; see weekly list")
    if found.state == FAILED:
        _refuse(describe(found))
    typer.echo(describe(found))


@weekly.command("cancel")
def cancel(mailing: int = _ID) -> None:
    """Call a lesson off; one that was sent is taken back as far as WeChat can."""
    from bot.channel import run_with_channel
    from bot.wechat.weekly import OFF

    async def off(channel: Channel) -> str:
        done = await channel.weekly.cancel(mailing)
        channel.store.audit.add(BY, "plan_cancel" if done == OFF else "plan_take_back", str(mailing))
        return done

    typer.echo(run_with_channel(off))


@weekly.command("list")
def list_() -> None:
    """What is planned and what was sent, the latest first."""
    from bot.channel import run_with_channel

    async def rows(channel: Channel) -> list[Mailing]:
        return channel.store.mailings.all()

    found = run_with_channel(rows)
    for mailing in found:
        typer.echo(describe(mailing))
    typer.echo(f"{len(found)} mailings")


def describe(mailing: Mailing) -> str:
    """One mailing as a line; why it went as it did in the console's words."""
    from bot.admin.mailing_words import why_so
    from bot.wechat.day import show_moment

    reached = f", {mailing.reached} people" if mailing.reached is not None else ""
    said = why_so(mailing.reason)
    why = f" ({said})" if said else ""
    what = f"{mailing.lesson} to {mailing.audience}: {mailing.state}{reached}{why}"
    return f"#{mailing.id}  {show_moment(mailing.at)}  {what}"


def _refuse(why: str) -> None:
    typer.echo(f"error: {why}", err=True)
    raise typer.Exit(1)
