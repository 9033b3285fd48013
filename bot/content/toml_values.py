"""The values of a TOML text with their places, and one of them put back, so that nothing else of the file moves."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HEAD = re.compile(r"^\[\[?([A-Za-z_]+)\]?\][ \t]*$")
_KEY = re.compile(r"^([A-Za-z_]+)[ \t]*=[ \t]*(?=\S)")


@dataclass(frozen=True)
class Value:
    """One value; `start` and `end` are its place in the text."""

    table: str
    """Empty at the top."""
    number: int
    """Which of the tables of that name, from 1; 0 at the top."""
    key: str
    value: Any
    start: int
    end: int


def values(text: str) -> Iterator[Value]:
    """Every `key = value` that stands on lines of its own, in order. What is no TOML is passed over."""
    table, counts, at = "", dict[str, int](), 0
    lines = text.splitlines(keepends=True)
    number = 0
    while number < len(lines):
        line = lines[number]
        head, key = _HEAD.match(line.rstrip("\n")), _KEY.match(line)
        begin, at, number = at, at + len(line), number + 1
        if head:
            table = head[1]
            counts[table] = counts.get(table, 0) + 1
        if not key:
            continue
        chunk = line[key.end() :]
        while (parsed := _parsed(chunk)) is None and number < len(lines):
            chunk, at, number = chunk + lines[number], at + len(lines[number]), number + 1
        if parsed is not None:
            start = begin + key.end()
            yield Value(table, counts.get(table, 0), key[1], parsed["x"], start, start + len(chunk.rstrip()))


def _parsed(chunk: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads("x = " + chunk)
    except tomllib.TOMLDecodeError:
        return None


def written(value: Any, *, lines: bool = False) -> str:
    """A value as these files write it; `lines`: a list with an item a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        items = [written(item) for item in value]
        if lines and items:
            return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
        return f"[{', '.join(items)}]"
    return str(value)
