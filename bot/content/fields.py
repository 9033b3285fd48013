"""A file of data/ as fields that somebody without TOML fills in, and back: what was not touched stays byte for byte.

Only what a form can hold is a field; names, tables and switches are not. A list is edited an item a line; an option
of a page, a lead or a line of a need as `label => target`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.toml_values import Value, values, written
from bot.errors import ContentError

_FRONT = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.S)
_HEADING = re.compile(r"^## (.+?)[ \t]*$", re.M)
_FIXED = frozenset({"topic", "protocol", "lesson", "quiz", "id", "quiet"})
ARROW = " => "


@dataclass(frozen=True)
class Field:
    """Something to fill in. `place` is how a fault names it; `parts` are the brackets of it from outside inwards."""

    key: str
    group: str
    """Section or entry it belongs to; empty for the head of a file."""
    label: str
    value: str
    many: bool
    """Whether it has lines."""
    parts: tuple[str, ...]
    start: int
    end: int
    was: Any = None


def fields_of(file: str, text: str) -> list[Field]:
    """The fields of a file, named by its path under data/, in order."""
    if file.endswith(".toml"):
        return [f for value in values(text) if (f := _of_value(value, _names(text), 0)) is not None]
    front = _FRONT.match(text)
    if front is None:
        return []
    found = [f for value in values(front[1] + "\n") if (f := _of_value(value, {}, 4)) is not None]
    return found + _sections(text, front.end())


def fill(file: str, text: str, filled: Mapping[str, str]) -> str:
    """The file with these fields filled anew. Raises ContentError for a value its field cannot hold."""
    for field in reversed(fields_of(file, text)):
        new = tidy(filled.get(field.key, field.value), many=field.many)
        if new != field.value:
            text = text[: field.start] + _back(field, new, text[field.start : field.end]) + text[field.end :]
    return text


def tidy(typed: str, *, many: bool = True) -> str:
    """What a browser sent, with the line ends of our files and nothing that cannot be seen."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = ["".join(c for c in line if c.isprintable() or c in "\u200d\ufe0f\u3000").rstrip() for line in lines]
    return "\n".join(lines).strip() if many else " ".join(line for line in lines if line).strip()


def _names(text: str) -> dict[tuple[str, int], str]:
    """What a table is called in faults: by its id, its place and channel, or its number."""
    names: dict[tuple[str, int], str] = {}
    entries: dict[tuple[str, int], dict[str, Any]] = {}
    for value in values(text):
        entries.setdefault((value.table, value.number), {})[value.key] = value.value
    for (table, number), entry in entries.items():
        name = entry.get("id") or (f"{entry.get('name')} {entry.get('channel')}" if "channel" in entry else number)
        names[table, number] = f"{table} {name}"
    return names


def _of_value(value: Value, names: Mapping[tuple[str, int], str], shift: int) -> Field | None:
    if (value.key in _FIXED and not (value.key == "lesson" and value.table)) or isinstance(value.value, bool | dict):
        return None
    group = names.get((value.table, value.number), "") if value.table else ""
    shown = _shown(value.value)
    if shown is None:
        return None
    key = f"{value.table}.{value.number}.{value.key}" if value.table else value.key
    parts = (*([f"[{group}]"] if group else []), f"[{value.key}]")
    many = isinstance(value.value, list)
    return Field(key, group, value.key, shown, many, parts, value.start + shift, value.end + shift, value.value)


def _shown(value: Any) -> str | None:
    if isinstance(value, list):
        items = [_item(item) for item in value]
        return None if any(item is None for item in items) else "\n".join(item or "" for item in items)
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return None if "\n" in text else text


def _item(item: Any) -> str | None:
    if isinstance(item, str):
        return None if "\n" in item else item
    if isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item):
        return ARROW.join(item)
    if isinstance(item, dict) and item.keys() <= {"channel", "text"}:
        return f"{item.get('channel', '')}{ARROW}{item.get('text', '')}".strip(" ")
    return None


def _back(field: Field, new: str, old: str) -> str:
    """The new value as it stands in the file."""
    was = field.was
    if isinstance(was, _Body):
        return _section(field, new)
    if isinstance(was, list):
        return written([_read_item(line, was) for line in new.splitlines() if line.strip()], lines="\n" in old)
    if isinstance(was, datetime.date):
        try:
            return datetime.date.fromisoformat(new).isoformat()
        except ValueError as err:
            raise ContentError(f"[{field.label}] a day, such as 2026-11-23, without quotes") from err
    if isinstance(was, int):
        if not new.isascii() or not new.isdigit() or len(new) > 4:
            raise ContentError(f"[{field.label}] a number is expected")
        return str(int(new))
    return written(new)


def _read_item(line: str, was: list[Any]) -> Any:
    pairs = bool(was) and not isinstance(was[0], str)
    if not pairs:
        return line.strip()
    left, arrow, right = (part.strip() for part in f" {line} ".partition(ARROW))
    if not arrow:
        raise ContentError(f"not of the form `* label => target`: {line}")
    if isinstance(was[0], list):
        return [left, right]
    return {key: part for key, part in (("channel", left), ("text", right)) if part}


@dataclass(frozen=True)
class _Body:
    """Marks a field that is a part of a section."""

    options: bool


def _sections(text: str, begin: int) -> list[Field]:
    """Text and options of each section; one that is of another order, or of a lesson, as a whole."""
    marks = list(_HEADING.finditer(text, begin))
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        name, end = mark[1], after.start() if after else len(text)
        body, part = text[mark.end() : end], f"[## {mark[1]}]"
        split = re.fullmatch(r"\n(.*?)\n\n((?:\* [^\n]+ => [^\n]+\n)+)\n*", body, re.S)
        whole = split is None or "\n* " in f"\n{split[1]}"
        if whole or split is None:
            value = body.strip("\n")
            inner = mark.end() + (len(body) - len(body.lstrip("\n")) if value else len(body[:1]))
            found.append(Field(name, name, "body", value, True, (part,), inner, inner + len(value), _Body(False)))
            continue
        at = mark.end() + 1
        found.append(Field(name, name, "words", split[1], True, (part,), at, at + len(split[1]), _Body(False)))
        at = mark.end() + split.start(2)
        options = "\n".join(line.removeprefix("* ") for line in split[2].splitlines())
        stop = at + len(split[2]) - 1
        found.append(Field(f"{name} *", name, "options", options, True, (part,), at, stop, _Body(True)))
    return found


def _section(field: Field, new: str) -> str:
    assert isinstance(field.was, _Body)
    if re.search(r"^(## |\+\+\+)", new, re.M):
        raise ContentError(f"[## {field.group}] unknown heading; no line begins with ##")
    if not field.was.options:
        return new
    return "\n".join(f"* {line.strip().removeprefix('* ')}" for line in new.splitlines() if line.strip())
