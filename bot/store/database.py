"""The database of this process: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

T = TypeVar("T")
BUSY_SECONDS = 5
IDLE_SECONDS = 5.0
"""After which a connection is asked whether it is still there before it is used."""
_alone: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
"""Beside each engine the one for statements that stand alone."""
MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Engine:
    """An engine for the URL. SQLite gets its folder, WAL (readers do not wait for the writer) and a patient lock."""
    if url.startswith("sqlite"):
        place = sa.engine.make_url(url).database
        if place and place != ":memory:":
            Path(place).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, future=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _tune_sqlite)
        return engine
    engine = _pooled(url)
    _alone[engine] = by_itself = _pooled(url, isolation_level="AUTOCOMMIT")
    event.listen(engine, "engine_disposed", lambda _: by_itself.dispose())
    return engine


def _pooled(url: str, **more: Any) -> Engine:
    engine = sa.create_engine(url, future=True, pool_size=5, max_overflow=10, **more)
    event.listen(engine, "checkout", _still_there)
    event.listen(engine, "checkin", _left)
    return engine


def alone(engine: Engine) -> Engine:
    """The same database for statements that stand alone, readings and single writings: each is its own transaction, in
    one way to the server and back instead of three. SQLite has no such way, and stays as it is.

    With connections of its own: setting one to and fro took a fifth of the store's time.
    """
    return _alone.get(engine, engine)


def _left(_connection: Any, record: Any) -> None:
    record.info["left"] = time.monotonic()


def _still_there(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that has lain idle whether the server still knows it; asking each time is one more way to the
    server and back. One that was cut while in use is met by `once_more`. Raises DisconnectionError; the pool then takes
    another.
    """
    if time.monotonic() - record.info.get("left", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except connection.Error as err:
        raise sa.exc.DisconnectionError from err


def is_new(url: str) -> bool:
    """Whether it is a SQLite database that nobody has made yet; a server is not asked."""
    place = sa.engine.make_url(url).database if url.startswith("sqlite") else None
    return place not in (None, "", ":memory:") and not Path(str(place)).exists()


def once_more(call: Callable[[], T]) -> T:
    """What the call gives; it is called again when its connection was cut in the middle (the server restarted).

    The pool finds idle connections that were cut by itself. What was not committed is gone with the connection, so the
    second call does nothing twice, unless it was the commit's own answer that was lost.
    """
    try:
        return call()
    except sa.exc.DBAPIError as err:
        if not err.connection_invalidated:
            raise
        return call()


def _tune_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _up_to_date(url: str) -> bool:
    """Whether the newest migration has run; asked first, because importing Alembic takes a third of a second."""
    newest = max(path.name for path in MIGRATIONS.glob("versions/[0-9]*.py"))[:4]
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == newest)
    except sa.exc.DBAPIError:  # a new database has no such table; one that is away is migrate's to report
        return False
    finally:
        engine.dispose()


def migrate(url: str, version: str = "head") -> None:
    """Bring the schema up to date (Alembic), or up to a version; safe to run again."""
    if version == "head" and _up_to_date(url):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine = connect(url)
    try:
        command.upgrade(config, version)
    finally:
        engine.dispose()
