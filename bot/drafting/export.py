"""Published texts into the files of data/, so that the repository stays the source."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.content import overlay
from bot.content.catalogue import DATA
from bot.store.drafts import Draft, Drafts


@dataclass(frozen=True)
class Exported:
    """What was written, and what was not because its file had been changed meanwhile."""

    written: tuple[str, ...]
    other: tuple[str, ...]


def waiting(drafts: Drafts) -> dict[str, list[Draft]]:
    """What is published and stands in no file, by file, the oldest first."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts.in_force():
        found.setdefault(draft.file, []).append(draft)
    return found


def goes_on_from(rows: list[Draft], filed: str) -> bool:
    """Whether a file's text is one that these versions were written upon, or the last of them."""
    return filed in {text for row in rows for text in (row.base, row.text)}


def export(drafts: Drafts, data: Path = DATA, to: Path | None = None, *, over: bool = False) -> Exported:
    """Write each file at once or not at all. `to`: another folder; nothing counts as exported then. `over`: also over a
    file that was changed meanwhile."""
    written, other = [], []
    for file, rows in waiting(drafts).items():
        if not over and not goes_on_from(rows, overlay.read(file, data)):
            other.append(file)
            continue
        path = (to or data) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(rows[-1].text, encoding="utf-8")
        os.replace(part, path)
        if to is None:
            drafts.mark_exported([row.id for row in rows])
        written.append(file)
    return Exported(tuple(written), tuple(other))
