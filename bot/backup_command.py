"""`python -m bot backup FILE [--with-key]` and `python -m bot restore FILE [--force] [--key-to FILE]`."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import typer

from bot.data_command import BY
from bot.errors import BackupError
from bot.logs import set_up_logs
from bot.settings import Settings, load_settings

_FILE = typer.Argument(..., help="A file ending in .tar.gz.")
_KEY_TO = typer.Option(None, help="Write the key that the backup holds to this file, and nothing else.")
WITHOUT = (
    "The secret key is NOT in it. Keep QIANGUA_SECRET_KEY somewhere else: without it the backup knows nobody again "
    "and can write to nobody."
)
WITH = "The secret key IS in it: whoever has this file can read whose rows they are. Keep it like a password."


def backup(
    file: Path = _FILE,
    with_key: bool = typer.Option(False, "--with-key", help="Put QIANGUA_SECRET_KEY into the file too."),
) -> None:
    """Database, live release and nothing else into one file, while the bot runs. The secret key is left out."""
    from bot.backup import make
    from bot.training import release

    settings = _settings()
    made = make(file, settings.store.resolved_url(), settings.app, release.MODELS, with_key=with_key)
    _note(settings, "backup", "key" if with_key else "")
    rows = sum(made.rows.values())
    typer.echo(f"{file}: {made.database}, schema {made.version}, {rows} rows, {file.stat().st_size / 1e6:.1f} MB")
    typer.echo(f"release {made.release}" if made.release else "no release is live: none is in it")
    typer.echo(WITH if with_key else WITHOUT)


def restore(
    file: Path = _FILE,
    force: bool = typer.Option(False, "--force", help="Delete what is there: rows, and another live release."),
    key_to: Path | None = _KEY_TO,
) -> None:
    """Put a backup back, with every bot stopped. Refuses a database with rows unless --force is given."""
    from bot.backup import KEY, opened, put_back
    from bot.training import release

    with opened(file) as (found, folder):
        if key_to is not None:
            _write_key(folder / KEY, key_to)
            return
        settings = _settings()
        _refuse_beside_a_bot(settings)
        put_back(found, folder, settings.store.resolved_url(), settings.app, release.MODELS, force=force)
        _note(settings, "restore", found.made)  # into the log that was put back: the one before it is gone
    rows = sum(found.rows.values())
    typer.echo(f"put back: {rows} rows of {found.made}" + (f", release {found.release}" if found.release else ""))
    typer.echo("Who has deleted their data since then is in it again: see docs/operations.md, Backup.")


def _settings() -> Settings:
    settings = load_settings()
    set_up_logs(settings.app.log_level)
    return settings


def _note(settings: Settings, deed: str, detail: str) -> None:
    """Write it into the audit log; no path, which may tell where backups lie."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.database import connect
    from bot.store.store import Store

    engine = connect(settings.store.resolved_url())
    try:
        Store(engine).audit.add(BY, deed, "", detail)
    except SQLAlchemyError as err:  # a role that may only read; what was made is good all the same
        typer.echo(f"not in the audit log: {type(err).__name__}", err=True)
    finally:
        engine.dispose()


def _write_key(source: Path, target: Path) -> None:
    if not source.exists():
        raise BackupError("this backup holds no key; it was made without --with-key")
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"QIANGUA_SECRET_KEY={source.read_text(encoding='utf-8')}\n")
    except FileExistsError as err:
        raise BackupError(f"{target} is there already") from err
    typer.echo(f"the key is in {target}, readable by you alone; nothing was put back")


def _refuse_beside_a_bot(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        if probe.connect_ex((settings.web.host, settings.web.port)) == 0:
            raise BackupError(f"something answers on port {settings.web.port}: stop the bot first")
