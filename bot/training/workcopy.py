"""A copy of code and data in which a release is trained and judged, while the checkout and the live release stay as
they are: what is labelled meanwhile comes into the next one, and a cancelled training leaves nothing behind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.training.nlu_files import write_folder
from bot.training.release import CURRENT, MANIFEST, MODELS, ROOT, SAFETY

COPIED = ("bot", "actions", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "data/nlu", "data/rules",
          "data/safety", "data/dictionary.txt")  # fmt: skip
"""What a release is made of and read from."""
MARK = "copy"
"""A file that only a copy has: what is done to a copy is never done to a checkout."""
LINKED = ("tests",)
_PASSED_OVER = shutil.ignore_patterns("__pycache__", "*.pyc")


def make_copy(folder: Path, sentences: Mapping[str, Sequence[str]] | None = None, root: Path = ROOT) -> Path:
    """Copy code and data to a new folder, link what is large and never changes, and write the sentences of data/nlu.

    The vectors' cache and the encoder's files are shared: a training then encodes only what is new.
    """
    folder.mkdir(parents=True)
    for name in COPIED:
        source, target = root / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_PASSED_OVER)
        elif source.exists():
            shutil.copyfile(source, target)
    for path in (root / "data").iterdir():  # topics, protocols, lessons, the encoder: read, and large
        if not (folder / "data" / path.name).exists():
            os.symlink(path.resolve(), folder / "data" / path.name)
    for name in LINKED:
        if (root / name).exists():
            os.symlink((root / name).resolve(), folder / name)
    (folder / MARK).write_text("", encoding="ascii")
    (folder / "models" / "candidates").mkdir(parents=True)
    (folder / "var").mkdir()
    for name in ("encoder", "cache"):
        (root / "var" / name).mkdir(parents=True, exist_ok=True)
        os.symlink((root / "var" / name).resolve(), folder / "var" / name)
    if sentences is not None:
        write_folder(folder / "data" / "nlu", sentences)
    return folder


def bring_live(folder: Path, models: Path = MODELS) -> None:
    """Put the live release into a copy, as its live one."""
    for path in (CURRENT, SAFETY):
        link_or_copy(models / path.name, folder / "models" / path.name)
    shutil.copyfile(models / MANIFEST.name, folder / "models" / MANIFEST.name)  # a copy's is rewritten


def fetch_release(folder: Path, name: str, models: Path = MODELS) -> Path:
    """Move a candidate trained in a copy to models/candidates; its place there."""
    target = models / "candidates"
    target.mkdir(parents=True, exist_ok=True)
    for ending in (".safety.npz", ".tar.gz"):
        shutil.move(folder / "models" / "candidates" / f"{name}{ending}", target / f"{name}{ending}")
    return target / f"{name}.tar.gz"


def link_or_copy(source: Path, target: Path) -> None:
    """The same file in another place, or a copy of it: files of releases are replaced, never written to."""
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copyfile(source, target)
