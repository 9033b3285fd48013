"""Begin an entry of the directory: a number, what differs in a place, a need, or a number that is withheld. Blocking.

It is written behind the last of its file, into the draft that is under way if there is one. Refusals are DraftErrors.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping

from bot.content.names import TITLE, is_name
from bot.content.overlay import read
from bot.drafting import blank
from bot.drafting.begin import CHOICE, NAME, TITLE_LENGTH, TITLE_TAKEN
from bot.drafting.drafting import BUSY, TAKEN, Drafting
from bot.errors import DraftError
from bot.store.drafts import DRAFT, Draft
from bot.text.entities.gazetteer import gazetteer

PLACE, NUMBER = "place", "number"
"""Why nothing is begun: a place nobody knows by this name, or several do; no number, or none that can be dialled."""
_NUMBER = re.compile(r"[0-9][0-9-]{2,19}")


def begin_entry(drafting: Drafting, table: str, given: Mapping[str, str], author: str, today: datetime.date) -> Draft:
    """A number, what differs in a place, a need, or a number to withhold, behind the last of its file. `given`: `name`
    (of a need its title), `id` and, of a number, `number`; of a place `name` and `channel`."""
    if table not in blank.ENTRIES:
        raise DraftError(CHOICE)
    file = f"directory/{blank.ENTRIES[table]}.toml"
    here = next(iter(drafting.drafts.under_way(file)), None)
    if here is not None and here.state != DRAFT:
        raise DraftError(BUSY)
    text = here.text if here is not None else drafting.text(file)
    rows = _tables(text, table)
    values = _of_a_place(drafting, given, rows) if table == "entry" else _of_a_number(table, given, rows)
    added = f"{text.rstrip()}\n{blank.entry(table, values, today)}"
    draft = drafting.save(file, added, author, here.edits if here is not None else 0)
    drafting.note(author, "content_begin", file, f"#{draft.id}.{draft.edits}")
    return draft


def _tables(text: str, table: str) -> list[dict[str, object]]:
    try:
        return list(tomllib.loads(text).get(table, ()))
    except tomllib.TOMLDecodeError as err:  # somebody's draft that is broken: they mend it first
        raise DraftError(BUSY) from err


def _of_a_number(table: str, given: Mapping[str, str], rows: list[dict[str, object]]) -> dict[str, str]:
    word, said = given.get("id", ""), given.get("name", "")
    if not is_name(word.rstrip("0123456789").rstrip("_")) or len(word) > TITLE[1] * 3:
        raise DraftError(NAME)
    if any(row.get("id") == word for row in rows):
        raise DraftError(TAKEN)
    if not TITLE[0] <= len(said) <= TITLE[1] or not said.isprintable():
        raise DraftError(TITLE_LENGTH)
    if any(said in (row.get("name"), row.get("title")) for row in rows):
        raise DraftError(TITLE_TAKEN)
    if table == "need":
        return {"id": word, "title": said}
    number = given.get("number", "")
    if _NUMBER.fullmatch(number) is None and (number or table == "withheld"):
        raise DraftError(NUMBER)
    return {"id": word, "name": said, **({"number": number} if number else {})}


def _of_a_place(drafting: Drafting, given: Mapping[str, str], rows: list[dict[str, object]]) -> dict[str, str]:
    """A division by its full name or code, and a channel of the national file."""
    titles = gazetteer().title
    written = given.get("name", "")
    codes = [written] if written in titles else [code for code, title in titles.items() if title == written]
    if len(codes) != 1:
        raise DraftError(PLACE)
    channel = given.get("channel", "")
    if channel not in channels(drafting):
        raise DraftError(CHOICE)
    if any((row.get("place"), row.get("channel")) == (codes[0], channel) for row in rows):
        raise DraftError(TAKEN)
    return {"place": codes[0], "name": titles[codes[0]], "channel": channel}


def channels(drafting: Drafting) -> dict[str, str]:
    """Numbers and helpers of the whole country, by id."""
    text = drafting.overlay().get("directory/national.toml") or read("directory/national.toml", drafting.data)
    return {str(row["id"]): str(row["name"]) for row in _tables(text, "channel")}
