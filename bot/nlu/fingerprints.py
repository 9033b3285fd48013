"""Hashes of the files a component depends on.

Rasa's training cache hashes only the component class: a changed helper would be restored
from the cache as if nothing had happened.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def source_hash(*paths: str) -> str:
    """A short hash over files, named from the project's root or absolutely."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()[:16]
