"""A backup as one file: the database, the live release, and the secret key only where it is asked for.

Everything in it is hashed in its manifest and checked before anything is changed. Beside `bot.wiring`; no room
imports it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.errors import BackupError
from bot.settings import AppSettings
from bot.store import snapshot
from bot.training.release import Manifest, put_live, safety_of

FORMAT = 1
MANIFEST, KEY = "manifest.json", "secret_key"
_RELEASE = ("current.json", "current.tar.gz", "current.safety.npz")


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself."""

    made: str
    """UTC."""
    database: str
    """`sqlite` or `postgresql`."""
    version: str
    """Of the schema."""
    rows: dict[str, int]
    release: str
    """Name of the live release; empty: there was none."""
    key: str
    """Tells keys apart and cannot be turned back."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 by name."""
    format: int = FORMAT


def key_mark(app: AppSettings) -> str:
    """By which a backup knows whether it was made with this secret key."""
    return app.derived_key("backup")[:16]


def make(target: Path, url: str, app: AppSettings, models: Path, *, with_key: bool = False) -> Backup:
    """Write a backup, readable by its owner alone. Raises BackupError; a file that is there is never replaced."""
    if target.exists():
        raise BackupError(f"{target} is there already")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target) as folder:
        database = folder / "database"
        database.mkdir()
        rows = snapshot.dump(url, database)
        name = _take_release(models, folder / "release")
        if with_key:
            (folder / KEY).write_text(app.secret_key.get_secret_value(), encoding="utf-8")
        files = {p.relative_to(folder).as_posix(): _digest(p) for p in sorted(folder.rglob("*")) if p.is_file()}
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        backup = Backup(made, snapshot.kind_of(url), snapshot.versions()[-1], rows, name, key_mark(app), files)
        (folder / MANIFEST).write_text(json.dumps(asdict(backup), indent=1), encoding="utf-8")
        part = folder.with_suffix(".part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
                    for one in (MANIFEST, *files):
                        tar.add(folder / one, one)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return backup


@contextmanager
def opened(source: Path) -> Iterator[tuple[Backup, Path]]:
    """A backup and the folder it is unpacked in for a while, every file checked. Raises BackupError."""
    with _beside(source) as folder:
        try:
            with tarfile.open(source, "r:gz") as tar:
                tar.extractall(folder, filter="data")
            backup = Backup(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, EOFError, tarfile.TarError, ValueError, TypeError) as err:
            raise BackupError(f"{source.name} is no backup of ours, or damaged ({type(err).__name__})") from err
        there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
        del there[MANIFEST]
        if backup.format != FORMAT or {name: _digest(p) for name, p in there.items()} != backup.files:
            raise BackupError(f"{source.name} is damaged: what it holds is not what its manifest says")
        yield backup, folder


def put_back(backup: Backup, folder: Path, url: str, app: AppSettings, models: Path, *, force: bool = False) -> None:
    """Put an opened backup in the place of database and live release. Raises BackupError before anything is changed.

    `force`: also where the database has rows, or another release is live.
    """
    if backup.version not in snapshot.versions():
        raise BackupError(f"schema {backup.version} is newer than this program ({snapshot.versions()[-1]}); update it")
    if backup.key != key_mark(app):
        raise BackupError(
            "it was made with another QIANGUA_SECRET_KEY, without which nobody in it is known again; set that one first"
        )
    if backup.database == snapshot.POSTGRESQL and snapshot.kind_of(url) == snapshot.SQLITE:
        raise BackupError("a backup of PostgreSQL goes into PostgreSQL alone; see QIANGUA_DATABASE_URL")
    if others := snapshot.others_on(url):
        raise BackupError(f"{others} other connections are on the database: stop every bot and outbox worker first")
    live = _name(models)
    if not force and (full := {name: count for name, count in snapshot.rows_in(url).items() if count}):
        said = ", ".join(f"{name} {count}" for name, count in full.items())
        raise BackupError(f"the database is not empty ({said}); --force deletes what is there")
    if not force and backup.release and live not in ("", backup.release):
        raise BackupError(f"another release is live here ({live}); --force replaces it by {backup.release}")
    snapshot.load(url, folder / "database", backup.version)
    if backup.release and live != backup.release:
        _bring_release(folder / "release", models)


def _take_release(models: Path, folder: Path) -> str:
    """Copy the live release's three files, all of one release; its name, empty when there is none."""
    for _ in range(5):
        name = _name(models)
        if not name:
            return ""
        folder.mkdir(exist_ok=True)
        for one in _RELEASE:
            shutil.copyfile(models / one, folder / one)
        if _name(models) == _name(folder) == name:
            return name
    raise BackupError("the live release keeps changing; try again")


def _bring_release(folder: Path, models: Path) -> None:
    models.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(**json.loads((folder / "current.json").read_text(encoding="utf-8")))
    model = folder / f"{manifest.name}.tar.gz"
    os.replace(folder / "current.tar.gz", model)
    os.replace(folder / "current.safety.npz", safety_of(model))
    put_live(model, manifest, models)


def _name(models: Path) -> str:
    try:
        return str(json.loads((models / "current.json").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A folder for its owner alone, on the same disk as the file: a whole database need not fit into memory."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as name:
        yield Path(name)
