"""Backup and restore on both databases: row by row, release and key, and everything that is refused."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.__main__ import app
from bot.backup import KEY, MANIFEST, Backup, key_mark, make, opened, put_back
from bot.errors import BackupError
from bot.settings import DEV_SECRET, AppSettings, load_settings
from bot.store import snapshot
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.store.tables import metadata
from bot.training.release import Manifest
from tests.conftest import listens, need
from tests.filled import everything, fill
from tests.store.conftest import SERVER, url

__all__ = ["url"]  # a fixture
APP = AppSettings(secret_key="s" * 32)
EACH = 12


@pytest.fixture
def other(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[str]:
    """An empty second database of the same kind."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/elsewhere/b.db"
        return
    yield from own_postgresql()


@pytest.fixture
def postgresql() -> Iterator[str]:
    yield from own_postgresql()


def own_postgresql() -> Iterator[str]:
    need(listens(5432), "PostgreSQL on 127.0.0.1:5432")
    name = f"qiangua_test_{os.urandom(4).hex()}"
    server = sa.create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", future=True)
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield f"{SERVER}/{name}"
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def models_in(folder: Path, name: str = "20261126-000000") -> Path:
    """A live release of three small files."""
    models = folder / f"models-{name}"
    models.mkdir()
    (models / "current.tar.gz").write_bytes(b"model " + name.encode())
    (models / "current.safety.npz").write_bytes(b"weights " + name.encode())
    manifest = Manifest(name, "d", "e", "2026-11-26T00:00:00Z", 1.0)
    (models / "current.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return models


def held(models: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in models.iterdir() if p.suffix != ".json"}


def restore(file: Path, url: str, app: AppSettings = APP, **more: object) -> None:
    with opened(file) as (backup, folder):
        put_back(backup, folder, url, app, **more)  # type: ignore[arg-type]


def test_a_round_trip_is_equal_row_by_row(url: str, other: str, tmp_path: Path) -> None:
    migrate(url)
    fill(url, EACH)
    before = everything(url)
    assert all(len(rows) == EACH for rows in before.values())
    models, there = models_in(tmp_path), tmp_path / "there"
    made = make(tmp_path / "b.tar.gz", url, APP, models=models)
    assert made.rows == dict.fromkeys(metadata.tables, EACH)
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    restore(tmp_path / "b.tar.gz", other, models=there)
    assert everything(other) == before
    assert everything(url) == before, "the first was only read"
    assert held(there) == held(models)
    fill_one_more(other)
    assert not list(tmp_path.glob(".backup-*")), "nothing is left beside the file"


def fill_one_more(url: str) -> None:
    """The next row gets the next number."""
    engine = connect(url)
    store = Store(engine)
    store.audit.add("w", "a")
    assert store.audit.entries(limit=1)[0].id == EACH + 1
    assert store.kept.keep_question("p" * 64, "q") == EACH + 1
    engine.dispose()


def test_it_is_one_moment_while_others_write(url: str, other: str, tmp_path: Path) -> None:
    """Each write is one row into two tables at once: a backup that saw half of one would have unequal counts."""
    migrate(url)
    over = threading.Event()

    def write() -> None:
        engine, n = connect(url), 0
        while not over.is_set():
            with engine.begin() as connection:
                n += 1
                for name in ("phones", "windows"):
                    row = {"person": f"{n:064d}"} | ({"since": 1.0} if name == "phones" else {})
                    row |= {"trigger": "t", "opened": 1.0, "left": 1} if name == "windows" else {}
                    connection.execute(sa.insert(metadata.tables[name]).values(**row))
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        rows = []
        while len(rows) < 5:
            made = make(tmp_path / f"{len(rows)}.tar.gz", url, APP, models=tmp_path)
            if made.rows["phones"]:
                rows.append(made.rows)
            else:
                (tmp_path / f"{len(rows)}.tar.gz").unlink()
    finally:
        over.set()
        writer.join()
    assert all(found["phones"] == found["windows"] for found in rows), rows
    restore(tmp_path / "4.tar.gz", other, models=tmp_path)
    assert len(everything(other)["phones"]) == rows[4]["phones"]


def test_rasas_log_stays_out_and_goes(url: str, other: str, tmp_path: Path) -> None:
    for place in (url, other):
        migrate(place)
        engine = connect(place)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE events (id INTEGER, sender_id VARCHAR(255), data TEXT)"))
            connection.execute(sa.text("INSERT INTO events VALUES (1, 'p', '我的秘密')"))
        engine.dispose()
    make(tmp_path / "b.tar.gz", url, APP, models=tmp_path)
    with opened(tmp_path / "b.tar.gz") as (_, folder):
        for path in folder.rglob("*"):
            assert not path.is_file() or "我的秘密".encode() not in path.read_bytes(), path
    with pytest.raises(BackupError, match="events 1"):
        restore(tmp_path / "b.tar.gz", other, models=tmp_path)
    restore(tmp_path / "b.tar.gz", other, models=tmp_path, force=True)
    assert snapshot.rows_in(other).get("events", 0) == 0


def test_a_database_with_rows_is_refused_without_force(url: str, other: str, tmp_path: Path) -> None:
    for place, each in ((url, EACH), (other, 3)):
        migrate(place)
        fill(place, each)
    make(tmp_path / "b.tar.gz", url, APP, models=tmp_path)
    before = everything(other)
    with pytest.raises(BackupError, match=r"not empty .*people 3.*--force"):
        restore(tmp_path / "b.tar.gz", other, models=tmp_path)
    assert everything(other) == before
    restore(tmp_path / "b.tar.gz", other, models=tmp_path, force=True)
    assert everything(other) == everything(url)


def test_an_older_schema_is_brought_up_to_date(url: str, other: str, tmp_path: Path) -> None:
    """A backup of version 0006, as the program of that time made it."""
    migrate(url, "0006")
    engine = connect(url)
    with engine.begin() as connection:
        row = "'p', '话', 'greet', 0.5, '[]', 1.0"
        said = "INSERT INTO messages (person, text, intent, confidence, ranking, created) VALUES"
        connection.execute(sa.text(f"{said} ({row})"))
        if url.startswith("postgres"):
            old = {n: c for n, c in columns(connection).items() if n in metadata.tables}
    engine.dispose()
    folder = tmp_path / "made" / "database"
    folder.mkdir(parents=True)
    if url.startswith("sqlite"):
        with (
            closing(sqlite3.connect(snapshot._path(url))) as source,
            closing(sqlite3.connect(folder / snapshot.FILE)) as t,
        ):
            source.backup(t)
            t.execute("PRAGMA journal_mode=DELETE")
    else:
        for name, names in old.items():
            listed = ",".join(names)
            words = ["psql", url, "-q", "-c", f"\\copy (SELECT * FROM {name}) TO '{folder}/{name}.csv' CSV HEADER"]
            subprocess.run(words, check=True)
            assert (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] == listed
    snapshot.load(other, folder, "0006")
    (message,) = everything(other)["messages"]
    assert message[2] == "话"
    assert snapshot.version_of(other) == snapshot.versions()[-1]


def columns(connection: sa.engine.Connection) -> dict[str, list[str]]:
    inspector = sa.inspect(connection)
    return {name: [c["name"] for c in inspector.get_columns(name)] for name in inspector.get_table_names()}


def test_an_old_database_is_migrated_before_it_is_backed_up(url: str, tmp_path: Path) -> None:
    migrate(url, "0003")
    with pytest.raises(BackupError, match="bot migrate"):
        make(tmp_path / "b.tar.gz", url, APP, models=tmp_path)
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_newer_schema_and_another_key_are_refused(url: str, tmp_path: Path) -> None:
    backup = Backup("t", snapshot.kind_of(url), "9999", {}, "", key_mark(APP))
    with pytest.raises(BackupError, match="9999 is newer"):
        put_back(backup, tmp_path, url, APP, models=tmp_path)
    backup = Backup("t", snapshot.kind_of(url), snapshot.versions()[-1], {}, "", "another")
    with pytest.raises(BackupError, match="another QIANGUA_SECRET_KEY"):
        put_back(backup, tmp_path, url, APP, models=tmp_path, force=True)


def test_a_growing_installation_moves_from_sqlite_to_postgresql(postgresql: str, tmp_path: Path) -> None:
    small = f"sqlite:///{tmp_path}/small.db"
    migrate(small)
    fill(small, EACH)
    make(tmp_path / "b.tar.gz", small, APP, models=tmp_path)
    restore(tmp_path / "b.tar.gz", postgresql, models=tmp_path)
    assert everything(postgresql) == everything(small)
    fill_one_more(postgresql)
    make(tmp_path / "p.tar.gz", postgresql, APP, models=tmp_path)
    with pytest.raises(BackupError, match="into PostgreSQL alone"):
        restore(tmp_path / "p.tar.gz", f"sqlite:///{tmp_path}/back.db", models=tmp_path)


def test_nobody_else_may_be_on_the_database(postgresql: str, tmp_path: Path) -> None:
    migrate(postgresql)
    make(tmp_path / "b.tar.gz", postgresql, APP, models=tmp_path)
    bot = connect(postgresql)
    with bot.connect(), pytest.raises(BackupError, match="stop every bot"):
        restore(tmp_path / "b.tar.gz", postgresql, models=tmp_path)
    bot.dispose()


def test_another_live_release_is_kept_without_force(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/t.db", tmp_path / "b.tar.gz"
    migrate(url)
    mine, theirs = models_in(tmp_path, "mine"), models_in(tmp_path, "theirs")
    make(file, url, APP, models=mine)
    with pytest.raises(BackupError, match="another release is live here"):
        restore(file, url, models=theirs)
    assert b"theirs" in (theirs / "current.tar.gz").read_bytes()
    restore(file, url, models=theirs, force=True)
    assert held(theirs) == held(mine)


@pytest.mark.parametrize("harm", ["cut", "changed", "added", "manifest", "foreign", "escapes"])
def test_a_damaged_file_is_refused_before_anything_is_changed(harm: str, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/t.db", tmp_path / "b.tar.gz"
    migrate(url)
    fill(url, 2)
    make(file, url, APP, models=tmp_path)
    whole = tmp_path / "whole"
    with tarfile.open(file) as tar:
        tar.extractall(whole, filter="data")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif harm == "foreign":
        file.write_bytes(b"PK\x03\x04 not ours")
    else:
        if harm == "changed":
            (whole / "database" / snapshot.FILE).write_bytes(b"x")
        elif harm == "added":
            (whole / "more").write_text("x")
        elif harm == "manifest":
            (whole / MANIFEST).write_text("[]")
        with tarfile.open(file, "w:gz") as tar:
            tar.add(whole, "." if harm != "escapes" else "../outside")
    before = everything(url)
    with pytest.raises(BackupError):
        restore(file, url, models=tmp_path, force=True)
    assert everything(url) == before
    assert not (tmp_path.parent / "outside").exists()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = f"sqlite:///{tmp_path}/t.db"
    monkeypatch.setenv("QIANGUA_DATABASE_URL", url)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("QIANGUA_PORT", str(free.getsockname()[1]))
    load_settings.cache_clear()
    monkeypatch.setattr("bot.backup_command.set_up_logs", lambda level: None)
    monkeypatch.setattr("bot.training.release.MODELS", models_in(tmp_path))
    migrate(url)
    fill(url, 2)
    yield url
    load_settings.cache_clear()


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        assert isinstance(result.exception, BackupError), result.exception
        assert code == 1
        return str(result.exception)
    assert result.exit_code == code, result.output
    return result.output


def deeds(url: str) -> list[tuple[str, str]]:
    """What the command line wrote into the audit log, oldest first."""
    engine = connect(url)
    found = Store(engine).audit.entries(who="命令行")
    engine.dispose()
    assert {d.object for d in found} == {""}, "no path"
    return [(d.action, d.detail) for d in reversed(found)]


def test_the_commands_say_what_is_in_the_file_and_what_is_not(desk: str, tmp_path: Path) -> None:
    plain, keyed = str(tmp_path / "plain.tar.gz"), str(tmp_path / "keyed.tar.gz")
    said = run("backup", plain)
    assert re.search(rf"sqlite, schema {snapshot.versions()[-1]}, {2 * len(metadata.tables)} rows", said)
    assert "The secret key is NOT in it" in said
    assert "IS in it" in run("backup", keyed, "--with-key")
    for file, holds in ((plain, False), (keyed, True)):
        with tarfile.open(file) as tar:
            assert (KEY in tar.getnames()) is holds
            inside = b"".join(tar.extractfile(m).read() for m in tar.getmembers() if m.isfile())  # type: ignore[union-attr]
            assert (DEV_SECRET.encode() in inside) is holds
    assert "is there already" in run("backup", plain, code=1)
    assert "not empty" in run("restore", plain, code=1)
    assert deeds(desk) == [("backup", ""), ("backup", "key")]
    assert f"put back: {2 * len(metadata.tables)} rows" in run("restore", plain, "--force")
    (restored,) = deeds(desk)
    assert restored[0] == "restore", "into the log that was put back"
    assert re.fullmatch(r"[\dT:-]+Z", restored[1])
    assert "holds no key" in run("restore", plain, "--key-to", str(tmp_path / "k"), code=1)
    out = tmp_path / "key.env"
    assert "nothing was put back" in run("restore", keyed, "--key-to", str(out))
    assert out.read_text() == f"QIANGUA_SECRET_KEY={DEV_SECRET}\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "is there already" in run("restore", keyed, "--key-to", str(out), code=1)


def test_it_is_not_put_back_beside_a_running_bot(desk: str, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "b.tar.gz"))
    with socket.socket() as bot:
        bot.bind(("127.0.0.1", load_settings().web.port))
        bot.listen()
        assert "stop the bot first" in run("restore", str(tmp_path / "b.tar.gz"), "--force", code=1)


def test_a_refusal_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bot", "restore", str(tmp_path / "none.tar.gz")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("error: none.tar.gz is no backup of ours")
