"""The prepared folder of the encoder under test, and the wheel's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text.encoder.prepare import prepared
from bot.text.encoder.tokenizer import Tokenizer
from bot.text.encoder.wheelfile import WheelFile, bundled


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder prepared without an adapter: the wheel's own model."""
    base = tmp_path_factory.mktemp("encoder")
    return prepared(base / "store", base / "none.safetensors")


@pytest.fixture(scope="session")
def tokenizer(plain: Path) -> Tokenizer:
    return Tokenizer(plain)


@pytest.fixture(scope="session")
def wheel() -> WheelFile:
    return WheelFile(bundled())
