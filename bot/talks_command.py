"""Conversations from the command line: `python -m bot talks list|show|mark|review|script`.

Every view goes into the audit log, as in the console; `--by` names who looks.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from bot.logs import set_up_logs
from bot.settings import load_settings

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.store.conversations import Conversation
    from bot.store.store import Store

talks = typer.Typer(no_args_is_help=True, help="Conversations, masked; for the safeguarding officer (docs/privacy.md).")
BY = typer.Option(..., "--by", help="Who looks: written to the audit log.")
TAGS = typer.Option([], "--tag", help="Replaces the tags; may be given several times.")
ID = typer.Argument(..., metavar="ID")


def open_store() -> Store:
    """The store of this installation."""
    from bot.store.database import connect, migrate
    from bot.store.store import Store

    settings = load_settings()
    set_up_logs(settings.app.log_level)
    migrate(settings.store.resolved_url())
    return Store(connect(settings.store.resolved_url()))


def found(store: Store, talk_id: int) -> Conversation:
    """The conversation of a number; ends the command when there is none."""
    talk = store.conversations.get(talk_id)
    if talk is None:
        typer.echo(f"error: there is no conversation {talk_id}; see talks list", err=True)
        raise typer.Exit(1)
    return talk


@talks.command("list")
def list_(
    by: str = BY,
    role: str = typer.Option("", help="parent | manager | young_worker | none"),
    kind: str = typer.Option("", help="A kind of disclosure, or any."),
    topic: str = typer.Option("", help="A page's name."),
    tag: str = typer.Option(""),
    days: int = typer.Option(7, min=1, help="How far back."),
) -> None:
    """Conversations, the newest first; no words."""
    from bot.store.conversations import Wanted

    store = open_store()
    wanted = Wanted(since=time.time() - days * 86400, role=role, kind=kind, topic=topic, tag=tag)
    rows = store.conversations.find(wanted, limit=200)
    store.audit.add(by[:32], "talks_list", str(len(rows)), "command line")
    for talk in rows:
        marks = " ".join((*talk.kinds, *(f"#{tag}" for tag in talk.tags), "reviewed" if talk.reviewed else ""))
        typer.echo(
            f"{talk.id:6} {_time(talk.began)} {talk.role or '-':13} {', '.join(talk.topics) or '-'} {marks}".rstrip()
        )
    typer.echo(f"{len(rows)} conversations")


@talks.command("show")
def show(talk_id: int = ID, by: str = BY) -> None:
    """One conversation."""
    store = open_store()
    talk = found(store, talk_id)
    store.audit.add(by[:32], "talk_view", str(talk.id), "command line")
    for line in store.conversations.lines(talk.id):
        typer.echo(f"{_time(line.at)} {line.how}" + (f" {line.disclosure}" if line.disclosure else ""))
        for mark, words in (("<", line.said), (">", line.shown)):
            typer.echo(f"  {mark} " + (words or "(no words)").replace("\n", "\n    "))
    typer.echo(f"note: {talk.note}" if talk.note else "no note")


@talks.command("mark")
def mark(
    talk_id: int = ID,
    by: str = BY,
    tag: list[str] = TAGS,
    note: str = typer.Option("", help="Replaces the note. No names, no numbers of people."),
) -> None:
    """Tags and a note."""
    store = open_store()
    store.conversations.mark(found(store, talk_id).id, tag, note[:1000])
    store.audit.add(by[:32], "talk_mark", str(talk_id), "command line")
    typer.echo(f"{talk_id} is marked")


@talks.command("review")
def review(talk_id: int = ID, by: str = BY, undo: bool = typer.Option(False, "--undo")) -> None:
    """It was looked through; with --undo: not after all."""
    store = open_store()
    store.conversations.review(found(store, talk_id).id, by[:32], None if undo else time.time())
    store.audit.add(by[:32], "talk_reopen" if undo else "talk_review", str(talk_id), "command line")
    typer.echo(f"{talk_id} is {'to be reviewed' if undo else 'reviewed'}")


@talks.command("script")
def script(talk_id: int = ID, by: str = BY) -> None:
    """The conversation as a dialogue test, in the language of tests/dialogues."""
    from bot.admin.script import script_of
    from bot.content.catalogue import load_catalogue

    store = open_store()
    lines = store.conversations.lines(found(store, talk_id).id)
    store.audit.add(by[:32], "talk_script", str(talk_id), "command line")
    typer.echo(script_of(lines, load_catalogue()), nl=False)


def _time(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
