"""The training sentences as the console sees them: the files of data/nlu, and on top what was changed and not yet
exported. Changes are checked and written one at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.store.revisions import Revisions
from bot.training.bench_hashes import load_bench
from bot.training.dataset import FEWEST, NLU, load_holdout
from bot.training.live_checks import Finding, LiveChecks
from bot.training.nlu_files import Change, Sentences, apply, difference, read_folder
from bot.training.safety_data import UNLABELLED


def harmless(intent: str) -> bool:
    """Whether a sentence of this intent teaches the detector that there is no danger in it."""
    return not intent.startswith("report_") and intent not in UNLABELLED


class Library:
    """Reads and changes the sentences."""

    def __init__(
        self,
        revisions: Revisions,
        alarming: Callable[[str], bool] = lambda text: False,
        folder: Path = NLU,
        holdout: Callable[[], Sequence[str]] = load_holdout,
    ) -> None:
        """`alarming`: whether the detector sees danger in a text."""
        self.revisions, self.folder = revisions, folder
        self._alarming, self._load_holdout = alarming, holdout
        self._one_by_one, self._reading = asyncio.Lock(), threading.Lock()
        self._files: tuple[tuple[tuple[str, int], ...], Sentences] | None = None
        self._checks: tuple[Sentences, LiveChecks] | None = None

    def read(self) -> Sentences:
        """All sentences as the next training would see them. Blocking. Raises TrainingError for a damaged file."""
        stamp = tuple((p.name, p.stat().st_mtime_ns) for p in sorted(self.folder.glob("*.yml")))
        if self._files is None or self._files[0] != stamp:
            self._files = (stamp, read_folder(self.folder))
        return apply(self._files[1], [(r.old, r.new) for r in self.revisions.open()])

    async def sentences(self) -> Sentences:
        """`read`, off the event loop."""
        return await asyncio.to_thread(self.read)

    async def findings(self, intent: str, text: str) -> list[Finding]:
        """What is wrong with a new sentence, before anything is written."""
        return await asyncio.to_thread(self._wrong, (None, (intent, text)), False)

    async def change(
        self, author: str, changes: Sequence[Change], source: str, *, sure: bool = False
    ) -> list[list[Finding]]:
        """Check each change and write down those that are right; of each what was wrong with it, nothing when written.

        `sure`: somebody who answers for it has read the sentence and there is no danger in it.
        """
        async with self._one_by_one:
            return await asyncio.to_thread(lambda: [self._change(author, change, source, sure) for change in changes])

    def _change(self, author: str, change: Change, source: str, sure: bool) -> list[Finding]:
        wrong = self._wrong(change, sure)
        if not wrong:
            self.revisions.add(author, [change], source)
        return wrong

    def _wrong(self, change: Change, sure: bool) -> list[Finding]:
        old, new = change
        present, checks = self._checked()
        if old is not None and old[1] not in present.get(old[0], ()):
            return [Finding("gone", old)]
        if new is not None and new[0] not in present:
            return [Finding("no_intent", new)]
        if old is not None and (new is None or new[0] != old[0]) and len(present[old[0]]) <= FEWEST:
            return [Finding("thin", old)]
        if new is None:
            return []
        found = checks.findings(*new, [old] if old else [])
        if not sure and not found and harmless(new[0]) and self._alarming(new[1]):
            found.append(Finding("danger", new))
        return found

    def _checked(self) -> tuple[Sentences, LiveChecks]:
        with self._reading:
            present = self.read()
            if self._checks is None:
                self._checks = (present, LiveChecks(present, self._load_holdout(), load_bench()))
            elif self._checks[0] != present:
                for change in difference(self._checks[0], present):
                    self._checks[1].change(*change)
                self._checks = (present, self._checks[1])
            return self._checks
