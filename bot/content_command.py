"""The console's content from the command line: `python -m bot content changes`, `content export`; `content new …`
stands in `bot.content_new_command`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.content_new_command import new
from bot.data_command import BY, To, open_store

if TYPE_CHECKING:
    from bot.store.store import Store

Over = Annotated[bool, typer.Option("--over", help="Also over files that were changed meanwhile.")]


def changes() -> None:
    """What was published in the console and is in no file of data/ yet: number, file, authors, who approved it."""
    from bot.drafting.export import waiting

    store: Store = open_store()
    found = [draft for drafts in waiting(store.drafts).values() for draft in drafts]
    for draft in found:
        typer.echo(f"#{draft.id} {draft.file}: {', '.join(draft.authors)}, approved by {draft.reviewer}")
    typer.echo(f"{len(found)} changes")


def export(to: To = None, over: Over = False) -> None:
    """Write what was published in the console into data/, as a diff of exactly that, and docs/content.md; commit it
    afterwards. Exit code 1 when a file was left because it had been changed meanwhile."""
    from bot.content.catalogue import load_catalogue
    from bot.content.table import PAGE, render
    from bot.drafting.export import export as write

    store = open_store()
    done = write(store.drafts, to=to, over=over)
    for file in done.written:
        typer.echo(file)
    for file in done.other:
        typer.echo(f"{file}: changed since it was edited in the console; compare, then --over", err=True)
    if to is None and done.written:
        PAGE.write_text(render(load_catalogue()), encoding="utf-8")
        store.audit.add(BY, "content_export", "data", str(len(done.written)))
    typer.echo(f"{len(done.written)} files written to {to.name if to else 'data'}")
    raise typer.Exit(1 if done.other else 0)


def add_to(app: typer.Typer) -> None:
    """Put these beside the other commands on content."""
    app.add_typer(new, name="new")
    app.command("changes")(changes)
    app.command("export")(export)
