"""The administrator's outbox: `python -m bot outbox list|retry|drop|work`."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY
from bot.logs import short

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.channel import Channel

outbox = typer.Typer(no_args_is_help=True, help="What leaves outside the passive reply (docs/operations.md).")
_ID = typer.Argument(None, metavar="[ID]", help="One row; without it every dead letter.")
STATES = ("ready", "sent", "dead", "dropped", "kept")


@outbox.command("list")
def list_(state: str = typer.Option("dead", help=" | ".join(STATES))) -> None:
    """How many letters there are, and those of one state; no words, no openids."""
    from bot.channel import run_with_channel

    if state not in STATES:
        typer.echo(f"error: {state} is none of {', '.join(STATES)}", err=True)
        raise typer.Exit(2)

    async def show(channel: Channel) -> None:
        for (way, found), count in sorted(channel.store.outbox.counts().items()):
            typer.echo(f"{way:10} {found:8} {count}")
        for row in channel.store.outbox.rows(state):
            at = time.strftime("%Y-%m-%d %H:%M", time.localtime(row.at))
            why = f", {row.reason}" if row.reason else ""
            typer.echo(
                f"#{row.id}  {row.kind} by {row.channel}, person {short(row.person)}, {row.tries} tries, {at}{why}"
            )

    run_with_channel(show)


@outbox.command("retry")
def retry(row: int = _ID) -> None:
    """Send dead letters after all."""
    from bot.channel import run_with_channel

    async def again(channel: Channel) -> int:
        count = channel.store.outbox.retry(time.time(), row)
        if count:
            channel.store.audit.add(BY, "outbox_retry", str(row or ""), str(count))
        return count

    _say(run_with_channel(again), "queued anew", row)


@outbox.command("drop")
def drop(row: int = _ID) -> None:
    """Give dead letters up; their words are erased."""
    from bot.channel import run_with_channel

    async def give_up(channel: Channel) -> int:
        count = channel.store.outbox.drop(time.time(), row)
        if count:
            channel.store.audit.add(BY, "outbox_drop", str(row or ""), str(count))
        return count

    _say(run_with_channel(give_up), "dropped", row)


@outbox.command("work")
def work() -> None:
    """A further sender on this or another machine, beside the bot's own; Ctrl-C ends it."""
    from bot.channel import run_with_channel

    async def send(channel: Channel) -> None:
        await channel.sender.run()

    with_end = asyncio.CancelledError, KeyboardInterrupt
    try:
        run_with_channel(send)
    except with_end:
        typer.echo("stopped")


def _say(count: int, what: str, row: int | None) -> None:
    if row is not None and not count:
        typer.echo(f"error: there is no dead letter {row}; see outbox list", err=True)
        raise typer.Exit(1)
    typer.echo(f"{count} {what}")
