"""Statistics from the command line: `python -m bot stats show|csv [--source CODE]`; the console's wall."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY
from bot.talks_command import open_store

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.admin.figures import Table

stats = typer.Typer(no_args_is_help=True, help="Numbers of people; groups under five are never shown.")
SOURCE = typer.Option("", "--source", help="What the factory of this QR code may see, instead of everything.")


def _tables(source: str) -> list[Table]:
    from bot.admin.figures import factory, figures
    from bot.content.catalogue import load_catalogue

    store, now = open_store(), time.time()
    store.audit.add(BY, "stats_export", source)
    if source:
        return factory(store, load_catalogue(), now, source)
    return figures(store, load_catalogue(), now, disclosures=True)


@stats.command("show")
def show(source: str = SOURCE) -> None:
    """The tables."""
    from bot.admin.figures import show as shown

    tables = _tables(source)
    for table in tables:
        typer.echo(f"\n{table.heading}  {' | '.join(table.columns[1:])}")
        for row in table.rows:
            typer.echo("  " + " | ".join(map(shown, row)))
    if not tables:
        typer.echo("fewer than five people came by this code")


@stats.command("csv")
def csv_(source: str = SOURCE) -> None:
    """The same for a spreadsheet, on standard output."""
    from bot.admin.figures import as_csv

    typer.echo(as_csv(_tables(source)), nl=False)
