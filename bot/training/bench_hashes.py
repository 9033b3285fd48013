"""Know a sentence of the bench without keeping the bench: its 3-grams as short hashes, a sentence a line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.errors import TrainingError
from bot.text.near import NEAR, SHORT, bare, grams
from bot.training.release import ROOT

HASHES = ROOT / "tests" / "holdout" / "bench.hashes"


def hashed_grams(text: str) -> frozenset[str]:
    """The 3-grams of a sentence, each as four hex characters."""
    return frozenset(hashlib.blake2s(gram.encode(), digest_size=2).hexdigest() for gram in grams(bare(text)))


def hash_bench(folder: Path, path: Path = HASHES) -> int:
    """Write the hashes of every sentence of the bench; how many. Raises TrainingError without a bench."""
    source = folder / "smp2019.json"
    if not source.exists():
        raise TrainingError(f"no bench in {folder}")
    texts = [row["text"] for row in json.loads(source.read_text(encoding="utf-8"))]
    lines = sorted({" ".join(sorted(hashed_grams(t))) for t in texts if len(bare(t)) >= SHORT})
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return len(lines)


def load_bench(path: Path = HASHES) -> list[frozenset[str]]:
    """The stored hashes; none when the file is not there."""
    return [frozenset(line.split()) for line in path.read_text(encoding="ascii").splitlines()] if path.exists() else []


class Bench:
    """Finds a bench sentence near a text."""

    def __init__(self, sentences: Sequence[frozenset[str]]) -> None:
        self._sentences = sentences
        self._by_hash: defaultdict[str, list[int]] = defaultdict(list)
        for number, hashes in enumerate(sentences):
            for one in hashes:
                self._by_hash[one].append(number)

    def near(self, text: str) -> bool:
        """Whether a sentence shares NEAR of its 3-grams with one of the bench."""
        own = hashed_grams(text)
        shared = Counter(n for one in own for n in self._by_hash.get(one, ()))
        return any(c / (len(own) + len(self._sentences[n]) - c) >= NEAR for n, c in shared.items())
