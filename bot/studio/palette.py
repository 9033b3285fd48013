"""Colours: skin, hair, cloth, and the light of day, dusk and night."""

from __future__ import annotations

from dataclasses import dataclass

PAPER = "#fffaf0"
WHITE = "#ffffff"
WARM = "#ffe9a8"
"""Light of a lamp or a lit window."""
SHADOW = "#3a2a3a"
RED = "#d8483f"
GOLD = "#f4b63f"
WOOD = "#b98455"
WOOD_DARK = "#8f6240"
STEEL = "#9fb0bb"
STEEL_DARK = "#71858f"
LEAF = "#7fb069"
LEAF_DARK = "#5c9155"


@dataclass(frozen=True)
class Light:
    """What the hour does to a scene."""

    sky: tuple[str, str, str]
    """Bands from top to horizon: flat colour needs no gradient and so no ids."""
    veil: str
    """Laid thinly over the scene."""
    outdoors: float
    indoors: float
    """How much of the veil, 0–1."""
    people: float
    """The same for the people, who must stay readable."""
    lamps: bool


LIGHT = {
    "day": Light(("#bfe3f5", "#d3ecf7", "#e8f5f6"), "#fff3d6", 0.0, 0.0, 0.0, False),
    "dusk": Light(("#f2a27c", "#f7bd8a", "#fcdcab"), "#e8703a", 0.14, 0.09, 0.05, True),
    "night": Light(("#1f2b57", "#2c3b6d", "#44568a"), "#16276e", 0.38, 0.15, 0.08, True),
}
