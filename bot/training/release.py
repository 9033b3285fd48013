"""Releases: which data a model was trained on, and which one is live.

`models/candidates/` holds what was trained, `models/current.tar.gz` what the engine loads, and
`models/current.json` its manifest. Promotion replaces both atomically.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.text.encoder_version import fingerprint

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "models"
CURRENT = MODELS / "current.tar.gz"
SAFETY = MODELS / "current.safety.npz"
"""The detector's weights of the live release."""
MANIFEST = MODELS / "current.json"
_INPUTS = (
    "data/nlu/*.yml",
    "data/rules/*.yml",
    "data/safety/*.tsv",
    "data/dictionary.txt",
    "config.yml",
    "domain.yml",
    "bot/nlu/tokenizer.py",
    "bot/nlu/ngrams.py",
    "bot/intents/grams.py",
    "bot/nlu/vectors.py",
    "bot/nlu/heads.py",
    "bot/intents/fusion.py",
    "bot/intents/neighbours.py",
    "bot/intents/weights.py",
    "bot/safety/grams.py",
    "bot/safety/near.py",
    "bot/safety/row.py",
    "bot/training/safety*.py",
    "bot/training/noise.py",
    "bot/text/normalise.py",
    "bot/text/pinyin.py",
    "bot/text/words.py",
)
"""What a trained model depends on, beside the encoder, which has a fingerprint of its own. Components without
training (entities, doubt, safety, channel) are read anew at every start."""


@dataclass(frozen=True)
class Manifest:
    """What a release is made of."""

    name: str
    data: str
    encoder: str
    trained: str
    seconds: float
    base: str = ""
    """Hash of the checkout it was trained from, where changes from the console came on top; else empty."""

    @property
    def present(self) -> tuple[str, ...]:
        """The data hashes for which this release needs no new training."""
        return (self.data, self.base) if self.base else (self.data,)


def data_hash() -> str:
    """Changes whenever training would give another model."""
    digest = hashlib.sha256(fingerprint().encode())
    for pattern in _INPUTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def live() -> Manifest | None:
    """The manifest of the live release; None when there is none (or it is unreadable)."""
    try:
        return Manifest(**json.loads(MANIFEST.read_text(encoding="utf-8"))) if CURRENT.exists() else None
    except (OSError, ValueError, TypeError):
        return None


def safety_of(candidate: Path) -> Path:
    """Where the detector's weights of a candidate stand."""
    return candidate.with_name(candidate.name.removesuffix(".tar.gz") + ".safety.npz")


def manifest_of(candidate: Path) -> Path:
    """Where the manifest of a candidate stands, if it has one of its own."""
    return candidate.with_name(candidate.name.removesuffix(".tar.gz") + ".json")


def promote(candidate: Path, seconds: float) -> Manifest:
    """Make a release trained on the present data the live one: engine's model and detector's weights together."""
    manifest = Manifest(
        candidate.name.removesuffix(".tar.gz"),
        data_hash(),
        fingerprint(),
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        seconds,
    )
    return put_live(candidate, manifest)


def put_live(candidate: Path, manifest: Manifest, models: Path = MODELS) -> Manifest:
    """Copy a release's files to where engine and bot load them, each at once or not at all, the manifest last."""
    part = models / "current.part"
    for source, target in ((safety_of(candidate), SAFETY.name), (candidate, CURRENT.name)):
        shutil.copyfile(source, part)
        os.replace(part, models / target)
    part.write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    os.replace(part, models / MANIFEST.name)
    return manifest
