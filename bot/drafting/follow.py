"""Bring what is published into the running bot: the catalogue is changed between two turns, nothing is started anew."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from bot.content import overlay
from bot.content.catalogue import DATA, Catalogue, Shelf, load_catalogue
from bot.content.checks import check_content
from bot.drafting.drafting import Drafting
from bot.drafting.faults import Fault
from bot.errors import ContentError
from bot.forever import for_ever
from bot.logs import log

logger = logging.getLogger(__name__)
LOOK_EVERY = 2.0


class Follow:
    """Keeps the shelf at what is published."""

    def __init__(self, drafting: Drafting, shelf: Shelf, data: Path = DATA, copies: Path = overlay.COPIES) -> None:
        self._drafting, self._shelf, self._data, self._copies = drafting, shelf, data, copies
        self._ids: tuple[int, ...] = ()
        self.left_out: tuple[str, ...] = ()
        """Published files that do not go with the others (a new release of the product has come meanwhile), and are
        answered from data/ until somebody has mended them."""

    def begin(self) -> None:
        """What is published already, before the first answer. Blocking."""
        catalogue = self._load()
        if catalogue is not None:
            self._shelf.present = catalogue

    async def run(self) -> None:
        """Look every two seconds, for ever."""
        await for_ever(self.look, LOOK_EVERY, "following the content failed", logger, first=LOOK_EVERY)

    async def look(self) -> bool:
        """Publish what is due, and change the catalogue if another is in force; whether it was changed."""
        await asyncio.to_thread(self._drafting.publish_due, time.time())
        catalogue = await asyncio.to_thread(self._load)
        if catalogue is None:
            return False
        self._shelf.present = catalogue
        return True

    def _load(self) -> Catalogue | None:
        """The catalogue in force; None while it is the one we have."""
        ids = self._drafting.drafts.in_force_ids()
        if ids == self._ids:
            return None
        replaced = self._drafting.overlay()
        folder, left_out = self._fitting(replaced)
        found = load_catalogue(folder)
        self._ids, self.left_out = ids, left_out
        log(logger, "content in force", version=found.version, files=len(replaced) - len(left_out))
        return found

    def _fitting(self, replaced: dict[str, str]) -> tuple[Path, tuple[str, ...]]:
        """A copy that passes the checks: with every text, else without those that are named, else of the files alone.
        Raises ContentError when even the files do not pass."""
        wanted, faults = dict(replaced), list[str]()
        for _ in range(3):
            folder = overlay.keep(wanted, self._data, self._copies)[1]
            faults = check_content(folder)
            if not faults:
                return folder, tuple(sorted(replaced.keys() - wanted.keys()))
            named = {Fault.read(line).file for line in faults}
            log(logger, "published content does not fit", logging.ERROR, files=len(named), faults=len(faults))
            fewer = {file: text for file, text in wanted.items() if file not in named}
            wanted = fewer if len(fewer) < len(wanted) else {}
        raise ContentError("\n".join(faults))
