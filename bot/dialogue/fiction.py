"""Words of danger in a practice: are they said to the worker of the scene, or has something really happened?

A real disclosure outranks everything, in a practice too. But a manager who practises asks 「你是不是想死」, and
those words must not be lost to a protocol. What the writer says of their own life or child is real at once;
everything else is asked about, and only words that plainly speak to the worker are taken for practice once the
person has said so.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from bot.content.signs import Signs
from bot.dialogue.scoring import fold

Meant = Literal["real", "unclear", "practice"]


def meant(text: str, signs: Signs, names: Collection[str] = ()) -> Meant:
    """How words in which the detector sees danger may be meant while a scene is on screen; `names`: who is in it."""
    said = fold(text, signs)
    for name in names:
        said = said.replace(name, "")
    if any(p.search(said) for p in signs.any("real")):
        return "real"
    if "你" in said and not any(p.search(said) for p in signs.any("others")):
        return "practice"
    return "unclear"


def spoken_to(text: str, signs: Signs) -> bool:
    """Whether words speak to somebody at all."""
    return "你" in fold(text, signs)


def answered(text: str, signs: Signs) -> bool | None:
    """How 「练习，还是真的有人出事了」 is answered in somebody's own words: True for real; None when it is not."""
    said = fold(text, signs).rstrip(",.!?;。~")
    if any(p.fullmatch(said) for p in signs.any("is_practice")):
        return False
    return True if any(p.fullmatch(said) for p in signs.any("is_real")) else None
