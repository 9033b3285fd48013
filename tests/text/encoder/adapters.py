"""Adapters made by hand, in the safetensors format."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from bot.text.encoder.layout import MATRICES


def write_adapter(path: Path, tensors: dict[str, np.ndarray]) -> Path:
    """The file of these tensors."""
    header: dict[str, object] = {"__metadata__": {"seed": "0"}}
    body = b""
    for name, values in tensors.items():
        data = values.tobytes()
        dtype = {"float16": "F16", "float32": "F32"}[str(values.dtype)]
        header[name] = {"dtype": dtype, "shape": values.shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
    return path


def pair(name: str, size: float = 0.05, rank: int = 2) -> dict[str, np.ndarray]:
    """Both tensors of one matrix (`l7.fi`), seeded."""
    outputs, inputs = MATRICES[name.split(".")[1]]
    draw = np.random.default_rng(7)
    a, b = draw.normal(0, size, (rank, inputs)), draw.normal(0, size, (outputs, rank))
    return {f"{name}.a": a.astype(np.float16), f"{name}.b": b.astype(np.float16)}
