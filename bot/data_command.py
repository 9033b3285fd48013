"""The console's sentences from the command line: `python -m bot data export`, `data import FOLDER`, `data changes`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.logs import set_up_logs
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.store.store import Store

BY = "命令行"
"""Who did it, for the audit log, where a command is not told."""
To = Annotated[Path | None, typer.Option("--to", help="Another folder; the changes then still count as not exported.")]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Files as `data export` writes them.")]


def open_store() -> Store:
    """The database of this installation, brought up to date."""
    from bot.store.database import connect, migrate
    from bot.store.store import Store

    settings = load_settings()
    set_up_logs(settings.app.log_level)
    migrate(settings.store.resolved_url())
    return Store(connect(settings.store.resolved_url()))


def export(to: To = None) -> None:
    """Write what was changed in the console into data/nlu, as a diff of exactly that; commit it afterwards."""
    from bot.training.dataset import NLU
    from bot.training.nlu_files import apply, read_folder, write_folder

    store = open_store()
    changes = store.revisions.open()
    folder = to or NLU
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_folder(folder, apply(read_folder(NLU), [(c.old, c.new) for c in changes])):
        typer.echo(path.name)
    if to is None:
        store.revisions.mark_exported([c.id for c in changes])
        store.audit.add(BY, "export", "data/nlu", str(len(changes)))
    typer.echo(f"{len(changes)} changes written to {folder.name}")


def import_(folder: Folder, by: str = typer.Option(BY, help="Whose changes they are.")) -> None:
    """Take over another folder's sentences as revisions; nothing is taken when one of them is wrong."""
    from bot.training.bench_hashes import load_bench
    from bot.training.dataset import NLU, load_holdout
    from bot.training.live_checks import LiveChecks
    from bot.training.nlu_files import apply, difference, read_folder

    store = open_store()
    present = apply(read_folder(NLU), [(c.old, c.new) for c in store.revisions.open()])
    wanted = read_folder(folder)
    unknown = sorted(set(wanted) - set(present))
    changes = difference({i: present[i] for i in wanted if i in present}, wanted)
    checks = LiveChecks(present, load_holdout(), load_bench())
    for old, _ in changes:
        checks.change(old, None)
    faults = [f"{intent}: there is no such intent" for intent in unknown]
    for _, new in changes:
        if new is not None:
            faults += [f"{new[0]}: {new[1]}: {f.kind}" for f in checks.findings(*new)]
            checks.change(None, new)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        typer.echo(f"{len(faults)} faults; nothing was taken over", err=True)
        raise typer.Exit(1)
    store.revisions.add(by[:32], changes, "import")
    store.audit.add(by, "import", str(folder.name), str(len(changes)))
    typer.echo(f"{len(changes)} changes taken over")


def changes() -> None:
    """What was changed in the console and is not in data/nlu yet: number, author, what."""
    found = open_store().revisions.open()
    for one in found:
        old, new = (": ".join(side) if side else "" for side in (one.old, one.new))
        typer.echo(f"#{one.id} {one.author} {one.source}: {old} → {new}")
    typer.echo(f"{len(found)} changes")


def add_to(app: typer.Typer) -> None:
    """Put these beside the other commands on data."""
    app.command("export")(export)
    app.command("import")(import_)
    app.command("changes")(changes)
