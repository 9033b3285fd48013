"""Our own fine-tuning, a low-rank addition to the matrices of some layers, read from safetensors by numpy.

The file: u64 length of a JSON header, the header (name to dtype, shape, offsets; `__metadata__`), the
numbers. For a matrix `l7.fi` it holds `l7.fi.a` (rank, inputs) and `l7.fi.b` (outputs, rank), float16,
whose product is added; scaling is already inside.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from bot.text.encoder.layout import LAYERS, MATRICES
from bot.text.encoder.wheelfile import Floats

LARGEST = 3 << 20
"""Bytes the adapter may have; it lives in the repository."""


def load_adapter(path: Path) -> dict[str, Floats]:
    """Additions by matrix name (`l7.fi`), each (outputs, inputs); empty when there is no file.

    ValueError when the file is damaged or made for another model.
    """
    if not path.exists():
        return {}
    data = path.read_bytes()
    try:
        (length,) = struct.unpack_from("<Q", data)
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        tensors = {name: _tensor(entry, data, 8 + length) for name, entry in header.items()}
        added = {name[:-2]: tensors[name[:-2] + ".b"] @ tensors[name] for name in tensors if name.endswith(".a")}
    except (struct.error, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not a readable adapter: {error}") from error
    shapes = {f"l{n}.{name}": shape for n in range(LAYERS) for name, shape in MATRICES.items()}
    if len(tensors) != 2 * len(added) or any(shapes.get(name) != matrix.shape for name, matrix in added.items()):
        raise ValueError(f"{path} was made for another model")
    return added


def _tensor(entry: dict[str, Any], data: bytes, base: int) -> Floats:
    begin, end = entry["data_offsets"]
    if entry["dtype"] != "F16":
        raise ValueError(f"dtype {entry['dtype']}")
    flat = np.frombuffer(data[base + begin : base + end], np.float16)
    return flat.reshape(entry["shape"]).astype(np.float32)
