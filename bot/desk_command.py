"""The officers' desk from the command line: `python -m bot desk status|rules|take|say|back`. Persons are named by the
number of a conversation of theirs; whatever is done stands in the audit log."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY as COMMAND_LINE
from bot.talks_command import BY, ID, found

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.channel import Channel
    from bot.reply.desk import Desk

desk = typer.Typer(no_args_is_help=True, help="A human takes over, writes, hands back (docs/admin.zh-CN.md).")
SURE = typer.Option(
    False, "--sure", help="The phone is in the person's own hands, though violence at home was told of."
)


def _desk(channel: Channel) -> Desk:
    from bot.content.catalogue import load_catalogue
    from bot.people.staffed import Staffed
    from bot.reply.desk import CUSTOM, Desk
    from bot.settings import load_settings

    staffed = Staffed.read(load_settings().desk.staffed_hours)
    return Desk(channel.store, load_catalogue(), lambda: channel.client.account.can(CUSTOM), staffed=staffed)


def _stop(reason: str, code: int = 1) -> typer.Exit:
    typer.echo(f"error: {reason}", err=True)
    return typer.Exit(code)


@desk.command("status")
def status() -> None:
    """Who wants a person, whom somebody has taken over, and how the desk is set."""
    from bot.channel import run_with_channel

    async def show(channel: Channel) -> None:
        at = _desk(channel)
        channel.store.audit.add(COMMAND_LINE, "desk_view")
        rules = at.rules()
        for asked in at.requests():
            said = time.strftime("%Y-%m-%d %H:%M", time.localtime(asked.at))
            typer.echo(f"conversation {asked.conversation}: wants a person since {said}")
        for handover in channel.store.handovers.all():
            talk = next(iter(channel.store.conversations.of_person(handover.person, 1)), None)
            last = time.strftime("%Y-%m-%d %H:%M", time.localtime(handover.last))
            typer.echo(f"conversation {talk.id if talk else '-'}: {handover.officer}, last word {last}")
        hours = rules.staffed.words() if rules.staffed else "nobody"
        typer.echo(f"staffed: {hours}; back after {rules.back} h; reminder after {rules.remind} h")

    run_with_channel(show)


@desk.command("rules")
def rules(
    by: str = BY,
    days: str = typer.Option("", help="Days with somebody there, 1 is Monday: 12345; none: nobody."),
    start: str = typer.Option("9:00"),
    end: str = typer.Option("17:30"),
    back: int = typer.Option(2, min=1, max=72, help="Hours without an officer's word until the bot takes over again."),
    remind: int = typer.Option(24, min=1, max=168, help="Hours until an unseen row of the duty log is reminded of."),
) -> None:
    """Set staffed hours and reminders anew; canned answers stay."""
    from bot.channel import run_with_channel
    from bot.people.staffed import Staffed, read_clock

    if not set(days) <= set("1234567"):
        raise _stop("days are digits from 1 (Monday) to 7", 2)
    try:
        hours = Staffed(tuple(sorted({int(day) - 1 for day in days})), read_clock(start), read_clock(end))
    except ValueError as err:
        raise _stop(str(err), 2) from err
    if days and hours.start == hours.end:
        raise _stop("start and end are the same", 2)

    async def change(channel: Channel) -> None:
        at = _desk(channel)
        at.set_rules(replace(at.rules(), staffed=hours if days else None, back=back, remind=remind))
        channel.store.audit.add(by[:32], "desk_rules", "", f"{hours.words() if days else '—'}; {back} h; {remind} h")

    run_with_channel(change)
    typer.echo("set")


@desk.command("take")
def take(talk_id: int = ID, by: str = BY, sure: bool = SURE) -> None:
    """Take the person of a conversation over: the bot falls silent to them."""
    from bot.channel import run_with_channel

    async def work(channel: Channel) -> bool:
        done = _desk(channel).take(found(channel.store, talk_id).person, by[:32], sure=sure)
        if done:
            channel.store.audit.add(by[:32], "take_over", str(talk_id), "command line")
        return done

    if not run_with_channel(work):
        raise _stop("somebody has taken this person over already, or they have deleted their data")
    typer.echo("taken over")


@desk.command("say")
def say(talk_id: int = ID, words: str = typer.Argument(...), by: str = BY, sure: bool = SURE) -> None:
    """Write to a person one has taken over."""
    from bot.channel import run_with_channel
    from bot.reply.desk import LONGEST

    if not words.strip() or len(words) > LONGEST:
        raise _stop(f"1 to {LONGEST} characters", 2)

    async def work(channel: Channel) -> str | None:
        way = _desk(channel).say(found(channel.store, talk_id).person, by[:32], words.strip(), sure=sure)
        if way is not None:
            channel.store.audit.add(by[:32], "officer_says", str(talk_id), way)
        return way

    way = run_with_channel(work)
    if way is None:
        raise _stop(f"this person is not taken over by {by}")
    typer.echo("queued" if way == "window" else "waits for the person's next message")


@desk.command("back")
def back(talk_id: int = ID, by: str = BY) -> None:
    """Hand the person back to the bot."""
    from bot.channel import run_with_channel

    async def work(channel: Channel) -> bool:
        done = _desk(channel).hand_back(found(channel.store, talk_id).person, by[:32])
        if done:
            channel.store.audit.add(by[:32], "hand_back", str(talk_id), "command line")
        return done

    if not run_with_channel(work):
        raise _stop("nobody has taken this person over")
    typer.echo("handed back")
