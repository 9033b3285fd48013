"""The value type of an entity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entity:
    """One fact: its name and normalised value, and where it stands in the normalised text."""

    name: str
    value: str | int
    start: int
    end: int
