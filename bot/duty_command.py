"""The administrator's duty log: `python -m bot duty list [--open]`, `duty mark ID STATE [--note …] [--to …]`.

Every look and every mark goes into the audit log, as in the console."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY
from bot.logs import set_up_logs, short
from bot.settings import load_settings

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.content.duty import Remark
    from bot.store.duties import Entry
    from bot.store.store import Store

duty = typer.Typer(no_args_is_help=True, help="Disclosures that need somebody now (docs/safeguarding.md).")
FLAGS = {"must": "MUST BE REPORTED", "depends": "to be reported if", "no": "no duty to report"}


def _store() -> Store:
    from bot.store.database import connect, migrate
    from bot.store.store import Store

    settings = load_settings()
    set_up_logs(settings.app.log_level)
    url = settings.store.resolved_url()
    migrate(url)
    return Store(connect(url))


@duty.command("list")
def list_(
    open_only: bool = typer.Option(False, "--open", help="Only what is not closed."),
) -> None:
    """The log, the latest told first. MUST BE REPORTED holds for organisations with a duty to report."""
    from bot.content.catalogue import DATA, load_catalogue
    from bot.content.duty import load_duty

    store = _store()
    entries = store.duties.entries(open_only=open_only)
    store.audit.add(BY, "duty_view", "open" if open_only else "all", str(len(entries)))
    titles, remarks = load_catalogue(), load_duty(DATA)
    for entry in entries:
        typer.echo(describe(entry, titles.title(entry.kind), remarks.get(entry.kind)))
    typer.echo(f"{len(entries)} {'open ' if open_only else ''}rows")


@duty.command("mark")
def mark(
    entry_id: int = typer.Argument(..., metavar="ID"),
    state: str = typer.Argument(..., help="new | seen | passed_on | closed"),
    note: str = typer.Option("", help="Added to earlier notes. No names, no numbers of people."),
    by: str = typer.Option("", help="Who looks after it; the audit log names them."),
    to: str = typer.Option("", help="Where it was passed on to."),
) -> None:
    """Say what became of a row."""
    store = _store()
    try:
        found = store.duties.mark(entry_id, state, time.time(), note, by, to)
    except ValueError as err:
        typer.echo(f"error: {err}", err=True)
        raise typer.Exit(2) from err
    if not found:
        typer.echo(f"error: there is no row {entry_id}; see duty list", err=True)
        raise typer.Exit(1)
    store.audit.add(by or BY, "duty_mark", str(entry_id), state)
    typer.echo(f"{entry_id} is {state}")


def describe(entry: Entry, title: str | None, remark: Remark | None) -> str:
    """One row as lines: what, whether it must be reported, who and where as far as known, what became of it."""
    times = _time(entry.first) + (f" to {_time(entry.last)}, {entry.count} times" if entry.count > 1 else "")
    who = "person deleted" if entry.person is None else f"person {short(entry.person)}"
    known = [f"by {entry.origin}", who, entry.role or "role not told", entry.place or "place not told"]
    where = f" ({entry.passed_to})" if entry.passed_to else ""
    state = f"{entry.state}{where} since {_time(entry.changed)}" + (f", {entry.owner}" if entry.owner else "")
    lines = [f"#{entry.id}  {entry.kind} {title or ''}".rstrip(), f"    {times}; {', '.join(known)}"]
    lines.insert(1, f"    {FLAGS[remark.level]}: {remark.text}" if remark else "    no remark on reporting")
    lines.append(f"    {state}" + ("; TOLD AGAIN SINCE" if entry.again else ""))
    return "\n".join([*lines, *(f"      {line}" for line in (entry.note or "").splitlines())])


def _time(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
