"""The whole database as files at one moment, while the bot goes on writing; and back. Blocking.

SQLite by its online backup. PostgreSQL by COPY within one transaction: fast, exact, and without a program beside us
whose version must fit the server's. Rasa's log of the talk stays out: it holds what people wrote, and nothing needs it
to go on.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import BackupError
from bot.store.database import MIGRATIONS, connect, migrate
from bot.store.tables import metadata, rasa_events

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILE = "database.sqlite"
"""The one file of a SQLite snapshot; one of PostgreSQL has a CSV file a table."""
_ROWS = 2000


def kind_of(url: str) -> str:
    """`sqlite` or `postgresql`. Raises BackupError for another."""
    found = str(sa.engine.make_url(url).get_backend_name())
    if found not in (SQLITE, POSTGRESQL):
        raise BackupError(f"{found}: only SQLite and PostgreSQL can be backed up")
    return found


def versions() -> list[str]:
    """The schema versions this program knows, oldest first."""
    return sorted(path.name[:4] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def version_of(url: str) -> str | None:
    """The schema version of a database; None for one without our tables."""
    with _opened(url) as engine, engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar())


def rows_in(url: str) -> dict[str, int]:
    """How many rows each of our tables has, Rasa's log among them; those that are not there are left out."""
    with _opened(url) as engine, engine.connect() as connection:
        there = set(sa.inspect(connection).get_table_names())
        tables = [*metadata.sorted_tables, rasa_events]
        count = sa.select(sa.func.count())
        return {t.name: connection.execute(count.select_from(t)).scalar() for t in tables if t.name in there}


def others_on(url: str) -> int:
    """How many other connections a PostgreSQL database has; SQLite does not tell."""
    if kind_of(url) == SQLITE:
        return 0
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with _opened(url) as engine, engine.connect() as connection:
        return int(connection.execute(sa.text(query)).scalar() or 0)


def dump(url: str, folder: Path) -> dict[str, int]:
    """Write the database into an empty folder; rows by table. Raises BackupError."""
    if version_of(url) != versions()[-1]:
        raise BackupError("the database is not of this program's version; run `python -m bot migrate` first")
    if kind_of(url) == SQLITE:
        return _dump_sqlite(_path(url), folder / FILE)
    with _opened(url) as engine, closing(engine.raw_connection()) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            rows = {table.name: _copy_out(cursor, table, folder) for table in metadata.sorted_tables}
        connection.rollback()
    return rows


def load(url: str, folder: Path, version: str) -> None:
    """Put a snapshot in the place of whatever the database holds, and bring it up to this program's schema."""
    if (folder / FILE).exists():
        if kind_of(url) == SQLITE:
            _load_sqlite(folder / FILE, _path(url))
        else:
            migrate(f"sqlite:///{folder / FILE}")
            _clear(url)
            migrate(url)
            _move(folder / FILE, url)
    elif kind_of(url) == SQLITE:
        raise BackupError("a backup of PostgreSQL goes into PostgreSQL alone")
    else:
        _clear(url)
        migrate(url, version)
        _load_postgresql(url, folder)
    migrate(url)


@contextmanager
def _opened(url: str) -> Iterator[sa.engine.Engine]:
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _path(url: str) -> Path:
    return Path(sa.engine.make_url(url).database or "")


def _dump_sqlite(source: Path, target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        copy.execute(f"DROP TABLE IF EXISTS {rasa_events.name}")
        copy.commit()
        copy.execute("VACUUM")  # what was dropped must not stand in the free pages
        if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupError(f"SQLite finds its own copy damaged: {said}")
        names = [table.name for table in metadata.sorted_tables]
        return {name: copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608


def _load_sqlite(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target)) as live:
        copy.backup(live)


def _copy_out(cursor: Any, table: sa.Table, folder: Path) -> int:
    order = ", ".join(f'"{c.name}"' for c in table.primary_key.columns)
    query = f'SELECT * FROM "{table.name}" ORDER BY {order}'  # noqa: S608 - our own names
    with (folder / f"{table.name}.csv").open("wb") as out:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)", out)
    return int(cursor.rowcount)


def _clear(url: str) -> None:
    """Drop our tables and empty Rasa's."""
    with _opened(url) as engine, engine.begin() as connection:
        there = set(sa.inspect(connection).get_table_names())
        for name in ("alembic_version", *(t.name for t in metadata.sorted_tables)):
            connection.execute(sa.text(f'DROP TABLE IF EXISTS "{name}" CASCADE'))
        if rasa_events.name in there:
            connection.execute(sa.delete(rasa_events))


def _load_postgresql(url: str, folder: Path) -> None:
    with _opened(url) as engine, closing(engine.raw_connection()) as connection:
        with connection.cursor() as cursor:
            for path in sorted(folder.glob("*.csv")):
                with path.open("rb") as rows:
                    columns = rows.readline().decode().strip()
                    if not re.fullmatch(r"\w+(,\w+)*", columns) or not re.fullmatch(r"\w+", path.stem):
                        raise BackupError(f"{path.name}: neither a table nor its columns")
                    quoted = ", ".join(f'"{name}"' for name in columns.split(","))
                    cursor.copy_expert(f'COPY "{path.stem}" ({quoted}) FROM STDIN WITH (FORMAT csv)', rows)
                _count_on(cursor, path.stem, "id" in columns.split(","))
        connection.commit()


def _count_on(cursor: Any, table: str, numbered: bool) -> None:
    """The next row gets the next number."""
    if numbered:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) "  # noqa: S608
            f'FROM "{table}"'
        )


def _move(source: Path, url: str) -> None:
    """A SQLite snapshot's rows into an empty PostgreSQL: how an installation that grows changes its database."""
    with closing(sqlite3.connect(source)) as old, _opened(url) as engine, closing(engine.raw_connection()) as new:
        with new.cursor() as cursor:
            for table in metadata.sorted_tables:
                names = [c.name for c in table.c]
                listed = ", ".join(f'"{n}"' for n in names)
                # a truth is a number in SQLite
                places = ", ".join("CAST(%s AS BOOLEAN)" if isinstance(c.type, sa.Boolean) else "%s" for c in table.c)
                # JSON is text in SQLite, but for a bare number, which it would hand over as one
                read = ", ".join(
                    f'CAST("{c.name}" AS TEXT)' if isinstance(c.type, sa.JSON) else f'"{c.name}"' for c in table.c
                )
                found = old.execute(f'SELECT {read} FROM "{table.name}"')  # noqa: S608 - our own names
                while rows := found.fetchmany(_ROWS):
                    cursor.executemany(f'INSERT INTO "{table.name}" ({listed}) VALUES ({places})', rows)  # noqa: S608
                _count_on(cursor, table.name, "id" in names)
        new.commit()
