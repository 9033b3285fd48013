"""Data as they are with some files replaced: a copy under the name of what is in it, so that every process that is told
the name reads the same, whatever happens to the files meanwhile."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.content.catalogue import DATA

COPIES = DATA.parent / "var" / "content"
EDITABLE = ("topics", "protocols", "directory", "lessons", "quizzes")
"""Folders whose files may be replaced."""
KEEP = 4
_FILE = re.compile(rf"(?:{'|'.join(EDITABLE)})/[a-z0-9_]+\.(?:md|toml)")
_VERSION = re.compile(r"[0-9a-f]{32}")
_LEFT_OUT = frozenset({"nlu", "rules", "safety", "encoder"})
"""What no page is made of."""


def is_file(file: str) -> bool:
    """Whether it is the path of a file that may be replaced; nothing else ever becomes a path."""
    return _FILE.fullmatch(file) is not None


def files(data: Path = DATA) -> list[str]:
    """Every file that may be edited, by its path under data/."""
    found = (f"{folder}/{p.name}" for folder in EDITABLE for p in sorted((data / folder).iterdir()))
    return [file for file in found if is_file(file)]


def read(file: str, data: Path = DATA) -> str:
    """A file's text; empty when it is not there."""
    path = data / file
    return path.read_text(encoding="utf-8").replace("\r\n", "\n") if is_file(file) and path.is_file() else ""


def lay(target: Path, replaced: Mapping[str, str], data: Path = DATA) -> Path:
    """Copy what content is read from to a new folder, some files with other texts; the folder."""
    target.mkdir(parents=True)
    for path in data.iterdir():
        if path.name in _LEFT_OUT:
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name, ignore=_recordings)
        else:
            shutil.copyfile(path, target / path.name)
    for file, text in replaced.items():
        if not is_file(file):
            raise ValueError("not a file of data/ that may be edited")
        (target / file).write_text(text, encoding="utf-8")
    return target


def _recordings(_folder: str, names: list[str]) -> list[str]:
    """What is large and read by nobody here."""
    return [name for name in names if Path(name).suffix not in (".md", ".toml", ".txt", "")]


def keep(replaced: Mapping[str, str], data: Path = DATA, copies: Path = COPIES) -> tuple[str, Path]:
    """A copy that stays, named by its contents; its name and folder. The oldest go, so that there are never many."""
    copies.mkdir(parents=True, exist_ok=True)
    part = copies / f"part-{os.getpid()}-{os.urandom(4).hex()}"
    lay(part, replaced, data)
    sums = hashlib.sha256()
    for path in sorted(p for p in part.rglob("*") if p.is_file()):
        sums.update(f"{path.relative_to(part)}\0".encode() + path.read_bytes() + b"\0")
    version = sums.hexdigest()[:32]
    try:
        os.rename(part, copies / version)
    except OSError:  # it is there already
        shutil.rmtree(part)
    os.utime(copies / version)
    old = sorted((p for p in copies.iterdir() if _VERSION.fullmatch(p.name)), key=lambda p: -p.stat().st_mtime)
    for path in old[KEEP:]:
        shutil.rmtree(path, ignore_errors=True)
    return version, copies / version


def folder_of(version: str, copies: Path = COPIES) -> Path | None:
    """The copy of a name, None when there is none."""
    folder = copies / version
    return folder if _VERSION.fullmatch(version) and folder.is_dir() else None
