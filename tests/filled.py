"""A database with rows in every table that are hard to carry: quotes, line ends, nothing, floats to the last bit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.database import connect
from bot.store.tables import metadata

WORDS = ("孩子不听话", 'a,"b"\n\\N', "", "\\.", "🌙\t\r\n'%s'", "null")
FLOATS = (0.1 + 0.2, 1795406400.123456, 0.0, -1e-300, 1.7976931348623157e308)
JSON = ({"问": ["a", None, 1.5, {"x": 'q"\n'}]}, [], "x", 0, {})


def fill(url: str, each: int = 12) -> None:
    """So many rows into every table."""
    engine = connect(url)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for n in range(each):
                connection.execute(sa.insert(table).values(**row(table, n)))
    engine.dispose()


def row(table: sa.Table, n: int) -> dict[str, Any]:
    """The row with this number."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "id":
            continue
        kind = column.type
        if column.nullable and n % 3 == 0:
            if not isinstance(kind, sa.JSON):  # None would be JSON's null there, left out it is SQL's
                values[column.name] = None
        elif isinstance(kind, sa.JSON):
            values[column.name] = JSON[n % len(JSON)]
        elif isinstance(kind, sa.Float):
            values[column.name] = FLOATS[n % len(FLOATS)]
        elif isinstance(kind, sa.Boolean):
            values[column.name] = n % 2 == 0
        elif isinstance(kind, sa.Integer):
            values[column.name] = n * 7
        elif column.primary_key or column.unique or _unique_alone(table, column):
            values[column.name] = f"{column.name[:4]}{n}"
        else:
            values[column.name] = WORDS[n % len(WORDS)][: kind.length]
    return values


def _unique_alone(table: sa.Table, column: sa.Column[Any]) -> bool:
    return any(index.unique and list(index.columns) == [column] for index in table.indexes)


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, in order."""
    engine = connect(url)
    with engine.connect() as connection:
        found = {
            t.name: [tuple(r) for r in connection.execute(sa.select(t).order_by(*t.primary_key.columns))]
            for t in metadata.sorted_tables
        }
    engine.dispose()
    return found
