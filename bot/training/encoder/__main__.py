"""Train data/encoder/adapter.safetensors from data/nlu and data/safety.

    OMP_WAIT_POLICY=PASSIVE .venv-encoder/bin/python -m bot.training.encoder [--out FILE] [--rank 16] …

Any field of Plan can be given by name; `--begin FILE` goes on from an adapter, on more data.
Until the last epoch the adapter so far lies in
var/encoder/unfinished.safetensors: a stopped run is not lost, and nobody meets half an adapter.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import time
from dataclasses import fields
from pathlib import Path

import torch  # type: ignore[import-not-found]
from safetensors.torch import load_file

from bot.text.encoder.prepare import STORE, prepared
from bot.text.encoder.wheelfile import WheelFile, bundled
from bot.text.encoder_version import ADAPTER
from bot.training.encoder.export import write_adapter
from bot.training.encoder.learn import Plan, learn
from bot.training.encoder.network import Network
from bot.training.encoder.sentences import THREADS, data_hash, fewer, sentences

UNFINISHED = STORE / "unfinished.safetensors"


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description="Train the encoder's adapter.")
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--begin", type=Path, help="an adapter to go on from, of the same rank and layers")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    given = vars(parser.parse_args())
    out: Path = given.pop("out")
    begin: Path | None = given.pop("begin")
    plan = Plan(**given)
    began = time.monotonic()
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    found = fewer(sentences(), plan.intents, plan.seed)
    metadata = {"data": data_hash(found), "sentences": str(len(found)), **plan.text()}
    network = Network(WheelFile(bundled()), prepared(STORE, out.with_name("none")), plan.rank, plan.first)
    if begin is not None:
        network.resume(load_file(begin))
        metadata["begun_from"] = hashlib.sha256(begin.read_bytes()).hexdigest()[:16]

    def after_epoch(epoch: int, loss: float) -> None:
        size = write_adapter(network, metadata | {"epochs_done": str(epoch + 1)}, UNFINISHED)
        minutes = (time.monotonic() - began) / 60
        sys.stdout.write(f"epoch {epoch + 1}/{plan.epochs}: loss {loss:.3f}, {size} bytes, {minutes:.1f} min\n")
        sys.stdout.flush()

    learn(network, found, plan, after_epoch)
    shutil.move(UNFINISHED, out)


if __name__ == "__main__":
    main()
