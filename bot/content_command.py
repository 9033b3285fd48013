"""The console's content from the command line: `python -m bot content changes`, `content export`, `content withdraw`;
`content new …` stands in `bot.content_new_command`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.content_new_command import new
from bot.data_command import BY, To, open_store

if TYPE_CHECKING:
    from bot.store.store import Store

WHY_NOT = {
    "filed": "what is in force of it stands in the files (or there is no such file): nothing to withdraw",
    "faulty": "something else would be wrong without it; mend that first",
    "busy": "a draft of it is under way; publish or drop it first",
    "own": "this one is approved by a second person; without --now it is asked for",
}
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


def withdraw(
    file: Annotated[str, typer.Argument(help="As `content changes` names it: topics/parent_night_shift.md.")],
    why: Annotated[str, typer.Option("--why", help="Read by whoever approves it.")],
    by: Annotated[str, typer.Option("--by", help="The account that asks for it; another one approves.")],
    now: Annotated[
        bool, typer.Option("--now", help="At once, as an administrator may; not in protocols/, directory/.")
    ] = False,
) -> None:
    """Take what was published in the console and is in no file of data/ out of force: back to the file, or away where
    there is none. Its versions stay. Asked for here, approved in the console by somebody else."""
    from bot.admin.roles import May, allowed
    from bot.drafting.drafting import FAULTY, OWN, Drafting, needs_second
    from bot.drafting.withdraw import faults_without
    from bot.drafting.withdraw import withdraw as ask
    from bot.errors import DraftError

    store = open_store()
    drafting = Drafting(store.drafts, store.audit.add)
    account = store.accounts.named(by)
    if account is None or account.disabled or not allowed(account.role, May.APPROVE_CONTENT):
        raise _stop(f"{by} is no account that may publish; see accounts list")
    if now and (needs_second(file) or not allowed(account.role, May.PUBLISH_ALONE)):
        raise _stop(WHY_NOT[OWN])
    try:
        draft = ask(drafting, file, account.name, why[:300])
        if now:
            drafting.approve(draft, account.name, None, alone=True)
    except DraftError as err:
        if str(err) == FAULTY:
            for fault in faults_without(drafting, file):
                typer.echo(f"{fault.file} {''.join(fault.parts)} {fault.said}", err=True)
        raise _stop(WHY_NOT.get(str(err), str(err))) from err
    address = f"/admin/content/{file.rpartition('.')[0]}"
    typer.echo(f"{file}: withdrawn" if now else f"#{draft.id} {file}: to be approved by somebody else at {address}")


def _stop(reason: str) -> typer.Exit:
    typer.echo(f"error: {reason}", err=True)
    return typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Put these beside the other commands on content."""
    app.add_typer(new, name="new")
    app.command("changes")(changes)
    app.command("export")(export)
    app.command("withdraw")(withdraw)
