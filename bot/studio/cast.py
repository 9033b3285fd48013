"""The cast: proportions, hair, skin and clothes of everybody who plays. Units are those of the 720 picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Build:
    """Proportions of a body at scale 1; widths are half widths."""

    head: float
    """Size of the head against the drawn one, which is 100 wide and 108 high."""
    shoulder: float
    waist: float
    hip: float
    torso: float
    upper: float
    fore: float
    thigh: float
    shin: float
    arm: float
    leg: float
    """Thickness of a sleeve and of a trouser leg."""
    stoop: float = 0
    """Degrees the back is bent by age."""

    @property
    def height(self) -> float:
        """From the ground to the chin."""
        return self.shin + self.thigh + self.torso + 20


WOMAN = Build(1.0, 41, 34, 37, 104, 56, 52, 72, 70, 27, 36)
MAN = Build(1.02, 48, 40, 40, 112, 60, 56, 76, 74, 31, 40)
YOUTH = Build(1.0, 43, 36, 37, 106, 57, 54, 74, 72, 28, 37)
OLD = Build(0.98, 41, 42, 45, 90, 50, 46, 56, 52, 28, 38, stoop=4)
TEEN = Build(0.97, 38, 32, 33, 90, 50, 48, 62, 62, 25, 33)
CHILD = Build(0.93, 31, 28, 31, 66, 36, 34, 42, 42, 22, 28)
TODDLER = Build(0.86, 26, 30, 33, 50, 24, 22, 20, 20, 21, 27)


@dataclass(frozen=True)
class Person:
    """How somebody looks, in every panel the same."""

    build: Build
    skin: str
    hair: str
    style: str
    """Name in hair.py."""
    outfit: str
    """Name in clothes.py."""
    top: str
    under: str
    """Main colour and second colour of the clothes above."""
    trousers: str
    shoes: str
    lashes: bool = False
    wrinkles: bool = False
    glasses: bool = False
    short_sleeves: bool = False
    sleeve: str = ""
    """Colour of the sleeves under a vest; else that of the top."""
    home: str = "village"
    """Where a call reaches this person: village or factory."""


PEOPLE = {
    "mother": Person(
        WOMAN,
        "#f7cfae",
        "#3b2a27",
        "ponytail",
        "work_jacket",
        "#3f78bd",
        "#f4f1ea",
        "#47536b",
        "#f2efe8",
        lashes=True,
        home="factory",
    ),
    "father": Person(
        MAN, "#e9b78f", "#2f2624", "short", "jacket", "#7d93a8", "#e9e2d2", "#4c5563", "#4a4340", home="factory"
    ),
    "grandma": Person(
        OLD, "#f0c5a1", "#b9b4b4", "bun", "cardigan", "#8d6aa9", "#f3e3d5", "#55525e", "#3f3a42", wrinkles=True
    ),
    "girl": Person(
        CHILD, "#fad6b8", "#3a2723", "pigtails", "sweater", "#e04f45", "#ffe3a3", "#4f7fb5", "#f7f3ee", lashes=True
    ),
    "boy": Person(TEEN, "#f3c7a0", "#2d2523", "spiky", "tracksuit", "#2f6fae", "#f6f8fa", "#2f6fae", "#f7f3ee"),
    "baby": Person(TODDLER, "#fbd8bd", "#54392f", "tuft", "romper", "#f6c453", "#fff6e0", "#f6c453", "#f2a65a"),
    "manager": Person(
        MAN,
        "#ecbd96",
        "#2f2725",
        "cap",
        "polo",
        "#5f9c96",
        "#f2a33a",
        "#4a4e57",
        "#3d3836",
        short_sleeves=True,
        home="factory",
    ),
    "xiaomei": Person(
        WOMAN,
        "#f9d3b6",
        "#45302b",
        "bob",
        "hoodie",
        "#f09fb4",
        "#5d7694",
        "#56637d",
        "#fbf6f0",
        lashes=True,
        home="factory",
    ),
    "xiaojun": Person(
        YOUTH, "#efc39a", "#2d2523", "spiky", "work_jacket", "#4e8a7c", "#f4f1ea", "#4f5868", "#f2efe8", home="factory"
    ),
    "director": Person(
        WOMAN,
        "#f2c6a2",
        "#3a2e2c",
        "crop",
        "vest",
        "#4c9a63",
        "#fbf8f1",
        "#5b5550",
        "#4d4340",
        lashes=True,
        glasses=True,
        sleeve="#fbf8f1",
    ),
}
