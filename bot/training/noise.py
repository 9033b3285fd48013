"""Seeded copies of holdout sentences as people write them in a hurry: misheard, unpunctuated, in traditional characters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.training.encoder.augment import Damage

_SIGNS = re.compile(r"[^\w\s]+|\s+")


def copies(texts: Sequence[str], written: Sequence[str]) -> dict[str, list[str]]:
    """The texts under each kind of noise, the same in every run. Homophones are drawn from the characters of `written`,
    common ones more often."""

    def misheard(share: float) -> Callable[[str], str]:
        return Damage(written, share, random.Random(11)).misheard  # noqa: S311 - a seeded copy

    kinds: dict[str, Callable[[str], str]] = {
        "10 % homophones": misheard(0.1),
        "20 % homophones": misheard(0.2),
        "no punctuation": lambda text: _SIGNS.sub("", text) or text,
        "traditional": lambda text: str(_to_traditional().convert(text)),
    }
    return {name: [change(text) for text in texts] for name, change in kinds.items()}


@lru_cache(maxsize=1)
def _to_traditional():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("s2t")
