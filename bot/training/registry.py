"""The releases that are there: which were judged and how, which is live, who promoted what and why.

models/candidates/NAME.tar.gz, .safety.npz and NAME.json (manifest, figures, what the gate said); models/history.jsonl
is only ever added to. Promotion asks the gate's verdict here, so that neither console nor command line can pass it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.errors import TrainingError
from bot.training import release
from bot.training.figures import Figures
from bot.training.release import Manifest, manifest_of, safety_of
from bot.training.workcopy import link_or_copy

KEEP = 5
"""Candidates kept beside those that were live lately."""


@dataclass(frozen=True)
class Candidate:
    """A trained release."""

    manifest: Manifest
    by: str
    changes: int
    """Console changes it was trained with that the files of data/nlu do not hold."""
    digest: str
    """Of both files: what was judged is what goes live."""
    figures: Figures | None = None
    refused: tuple[str, ...] = ("还没有评分，或者评分没有跑完。",)
    """What the gate said; empty: it may go live."""
    before: Mapping[str, str] = field(default_factory=dict)
    """What the live release would have answered to the messages of `figures.replies`."""

    @property
    def name(self) -> str:
        """The release's name."""
        return self.manifest.name


@dataclass(frozen=True)
class Deed:
    """A line of the history; `at` is seconds since 1970."""

    at: float
    action: str
    name: str
    before: str
    who: str
    why: str


class Registry:
    """Reads and writes a folder of releases. Blocking: files of a hundred megabytes are copied and hashed."""

    def __init__(self, models: Path = release.MODELS) -> None:
        self.models = models
        self._history = models / "history.jsonl"

    def path(self, name: str) -> Path:
        """The model file of a release. Raises TrainingError for a name that is none."""
        if not name or any(c not in "0123456789abcdefghijklmnopqrstuvwxyz-" for c in name):
            raise TrainingError("there is no such release")
        return self.models / "candidates" / f"{name}.tar.gz"

    def candidates(self) -> list[Candidate]:
        """All that are there with both files, the newest first."""
        found = (self._read(path) for path in sorted((self.models / "candidates").glob("*.json"), reverse=True))
        return [c for c in found if c is not None and self.path(c.name).exists()]

    def get(self, name: str) -> Candidate:
        """One of them. Raises TrainingError when it is not there."""
        found = self._read(manifest_of(self.path(name)))
        if found is None:
            raise TrainingError("there is no such release")
        return found

    @staticmethod
    def _read(path: Path) -> Candidate | None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            figures = Figures.from_dict(data["figures"]) if data.get("figures") else None
            return Candidate(
                Manifest(**data["manifest"]), data["by"], data["changes"], data["digest"], figures,
                tuple(data["refused"]), dict(data["before"]),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def add(self, manifest: Manifest, by: str, changes: int) -> Candidate:
        """Enter a trained release, not yet judged."""
        candidate = Candidate(manifest, by, changes, digest(self.path(manifest.name)))
        return self._write(candidate)

    def judged(
        self, name: str, figures: Figures, refused: tuple[str, ...], before: Mapping[str, str] | None = None
    ) -> Candidate:
        """Keep what was measured and what the gate said."""
        return self._write(replace(self.get(name), figures=figures, refused=refused, before=before or {}))

    def _write(self, candidate: Candidate) -> Candidate:
        data: dict[str, Any] = {
            "manifest": asdict(candidate.manifest), "by": candidate.by, "changes": candidate.changes,
            "digest": candidate.digest, "figures": candidate.figures.as_dict() if candidate.figures else None,
            "refused": list(candidate.refused), "before": dict(candidate.before),
        }  # fmt: skip
        path = manifest_of(self.path(candidate.name))
        part = path.with_suffix(".part")
        part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        os.replace(part, path)
        return candidate

    def live(self) -> Manifest | None:
        """The live release's manifest."""
        try:
            return Manifest(**json.loads((self.models / "current.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def live_figures(self) -> Figures | None:
        """What was measured of the live release; None when it never was."""
        manifest = self.live()
        found = self._read(manifest_of(self.path(manifest.name))) if manifest else None
        return found.figures if found else None

    def keep_live(self) -> Manifest | None:
        """See that the live release has its place among the candidates, so that there is a way back to it."""
        manifest = self.live()
        if manifest is None:
            return None
        path = self.path(manifest.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or not safety_of(path).exists():
            link_or_copy(self.models / "current.tar.gz", path)
            link_or_copy(self.models / "current.safety.npz", safety_of(path))
        if self._read(manifest_of(path)) is None:
            self._write(Candidate(manifest, "", 0, digest(path)))
        return manifest

    def promote(self, name: str, who: str, why: str) -> Manifest:
        """Make a judged release the live one. Raises TrainingError with the gate's reasons; nobody can pass it."""
        candidate = self.get(name)
        if candidate.refused:
            raise TrainingError("；".join(candidate.refused))
        return self._go_live(candidate, "promote", who, why)

    def roll_back(self, who: str, why: str, name: str | None = None) -> Manifest:
        """Go back to the release before, or to one that once was live. Raises TrainingError when there is none."""
        target = name or self.previous()
        if target is None or target not in self.once_live():
            raise TrainingError("there is no release to go back to")
        return self._go_live(self.get(target), "roll_back", who, why)

    def _go_live(self, candidate: Candidate, action: str, who: str, why: str) -> Manifest:
        path, before = self.path(candidate.name), self.keep_live()
        if digest(path) != candidate.digest:
            raise TrainingError(f"the files of {candidate.name} are not those that were judged")
        manifest = release.put_live(path, candidate.manifest, self.models)
        deed = Deed(time.time(), action, candidate.name, before.name if before else "", who, why)
        with self._history.open("a", encoding="utf-8") as history:
            history.write(json.dumps(asdict(deed), ensure_ascii=False) + "\n")
        self._tidy_up()
        return manifest

    def history(self) -> list[Deed]:
        """Who promoted what and why, the newest first."""
        if not self._history.exists():
            return []
        lines = self._history.read_text(encoding="utf-8").splitlines()
        return [Deed(**json.loads(line)) for line in reversed(lines) if line.strip()]

    def went_live(self) -> Deed | None:
        """The line by which the live release went live; None for one put live without, by `make train`."""
        live, latest = self.live(), next(iter(self.history()), None)
        return latest if live is not None and latest is not None and latest.name == live.name else None

    def once_live(self) -> list[str]:
        """Names of releases that were live, the latest first, as far as their files are there."""
        names = dict.fromkeys(name for deed in self.history() for name in (deed.name, deed.before) if name)
        return [name for name in names if self.path(name).exists()]

    def previous(self) -> str | None:
        """The release before the live one; after a way back it is the one before that, never the one just left."""
        stack: list[str] = []
        for deed in reversed(self.history()):
            if not stack and deed.before:
                stack.append(deed.before)
            if deed.name in stack:
                del stack[stack.index(deed.name) + 1 :]
            else:
                stack.append(deed.name)
        live, there = self.live(), self.once_live()
        if live is None or live.name not in stack:
            return None
        earlier = [name for name in stack[: stack.index(live.name)] if name in there]
        return earlier[-1] if earlier else None

    def _tidy_up(self) -> None:
        """Delete the oldest candidates beyond KEEP; never the live one, nor the last two that were."""
        live = self.live()
        safe = {*self.once_live()[:3], *([live.name] if live else [])}
        others = [path for path in sorted((self.models / "candidates").glob("*.tar.gz"), reverse=True)
                  if path.name.removesuffix(".tar.gz") not in safe]  # fmt: skip
        for path in others[KEEP:]:
            for one in (path, safety_of(path), manifest_of(path)):
                one.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """Of a release's two files."""
    found = hashlib.sha256()
    for one in (path, safety_of(path)):
        try:
            with one.open("rb") as file:
                while block := file.read(2**20):
                    found.update(block)
        except OSError as err:
            raise TrainingError(f"{one.name} is not there") from err
    return found.hexdigest()
