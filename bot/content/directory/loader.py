"""Read `data/directory/*.toml`; every fault with file, entry and field, all at once."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.content.directory.models import CLASSES, CONFIDENCE, Channel, Directory, Line, Local, Need, Withheld
from bot.errors import ContentError

_CHANNEL = ({"id", "name", "what", "confidence", "sources", "checked"}, {"number", "dial", "hours", "never_first"})
_LOCAL = ({"place", "name", "channel", "hours", "confidence", "sources", "checked"}, set[str]())
_WITHHELD = ({"id", "name", "number", "class", "why", "sources"}, set[str]())
_NEED = ({"id", "title", "opening", "lines", "leads", "sources"}, {"urgent", "pages"})
_LINE = (set[str](), {"channel", "text"})
_DIALS = ("home", "plain")
_WORDS = {"id", "name", "number", "dial", "what", "hours", "place", "channel", "why", "title", "opening"}
Row = dict[str, Any]


def load_directory(data: Path) -> Directory:
    """Everything under data/directory. Raises ContentError with all faults."""
    faults: list[str] = []
    folder = data / "directory"
    channels = [_channel(r) for r in _rows(folder / "national.toml", "channel", _CHANNEL, faults)]
    local = [_local(r) for r in _rows(folder / "local.toml", "entry", _LOCAL, faults)]
    withheld = [
        Withheld(r["id"], r["name"], r["number"], r["why"])
        for r in _rows(folder / "withheld.toml", "withheld", _WITHHELD, faults)
    ]
    needs = [_need(r) for r in _rows(folder / "needs.toml", "need", _NEED, faults)]
    for kind, ids in (
        ("channel", [c.id for c in channels]),
        ("need", [n.id for n in needs]),
        ("withheld", [w.id for w in withheld]),
        ("local entry", [f"{x.place} {x.channel}" for x in local]),
    ):
        faults.extend(f"directory: {kind} {twice} is there twice" for twice in sorted(_repeated(ids)))
    if faults:
        raise ContentError("\n".join(faults))
    return Directory({c.id: c for c in channels}, tuple(local), {n.id: n for n in needs}, tuple(withheld))


def _rows(path: Path, table: str, keys: tuple[set[str], set[str]], faults: list[str]) -> list[Row]:
    """The tables of one file that are as they must be; what is wrong with the others is added to `faults`."""
    where = f"directory/{path.name}"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        faults.append(f"{where}: {err}")
        return []
    faults.extend(f"{where} [{key}] unknown table" for key in raw.keys() - {table})
    good = []
    for number, row in enumerate(raw.get(table, ()), 1):
        here = f"{where} [{table} {row.get('id') or row.get('channel') or number}]"
        wrong = [*_keys(row, keys, here), *(_values(row, here) if keys[0] <= row.keys() else ())]
        faults.extend(wrong)
        if not wrong:
            good.append(row)
    return good


def _keys(row: Row, keys: tuple[set[str], set[str]], here: str) -> list[str]:
    needed, allowed = keys
    unknown = [f"{here} [{key}] unknown key" for key in sorted(row.keys() - needed - allowed)]
    return unknown + [f"{here} [{key}] is missing" for key in sorted(needed - row.keys())]


def _values(row: Row, here: str) -> list[str]:
    """What is wrong with the values of one table, whatever it is of."""
    faults = [f"{here} [{key}] words are expected" for key in _WORDS & row.keys() if not isinstance(row[key], str)]
    if faults:
        return sorted(faults)
    if not row["sources"]:
        faults.append(f"{here} [sources] where does this come from?")
    if "checked" in row and type(row["checked"]) is not datetime.date:
        faults.append(f"{here} [checked] a day, such as 2026-11-23, without quotes")
    if row.get("confidence", CONFIDENCE[0]) not in CONFIDENCE:
        faults.append(f"{here} [confidence] one of {', '.join(CONFIDENCE)}; anything less belongs into withheld.toml")
    if row.get("confidence") == "partly_confirmed" and not row.get("hours"):
        faults.append(f"{here} [hours] what is only partly confirmed needs words that say so")
    if row.get("dial", "plain") not in _DIALS:
        faults.append(f"{here} [dial] one of {', '.join(_DIALS)}")
    if row.get("class", CLASSES[0]) not in CLASSES:
        faults.append(f"{here} [class] one of {', '.join(CLASSES)}")
    for line in row.get("lines", ()):
        faults.extend(_keys(line, _LINE, f"{here} [lines]"))
        if not line:
            faults.append(f"{here} [lines] a line needs a channel or text")
    faults.extend(f"{here} [leads] a lead is a label and a target" for lead in row.get("leads", ()) if len(lead) != 2)
    return faults


def _channel(row: Row) -> Channel:
    return Channel(**{**row, "sources": tuple(row["sources"])})


def _local(row: Row) -> Local:
    return Local(**{k: v for k, v in row.items() if k != "sources"}, sources=tuple(row["sources"]))


def _need(row: Row) -> Need:
    lines = tuple(Line(x.get("channel", ""), x.get("text", "")) for x in row["lines"])
    return Need(
        id=row["id"],
        title=row["title"],
        opening=row["opening"],
        lines=lines,
        leads=tuple((label, target) for label, target in row["leads"]),
        sources=tuple(row["sources"]),
        urgent=row.get("urgent", False),
        pages=tuple(row.get("pages", ())),
    )


def _repeated(ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {x for x in ids if x in seen or seen.add(x)}  # type: ignore[func-returns-value]
