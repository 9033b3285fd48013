"""Damage to sentences of the kinds people's own writing has: misheard, unpunctuated, cut, in traditional characters.

Training damages copies of its sentences; the evaluation asks the holdout under each kind of noise, seeded.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

_SIGNS = re.compile(r"[^\w\s]+")


class Damage:
    """Draws damaged copies; homophones come from the training sentences' own characters, the common ones more often."""

    def __init__(self, texts: Iterable[str], homophones: float, rng: random.Random) -> None:
        """`homophones`: share of characters replaced in a copy that is chosen for it."""
        self._share, self._rng = homophones, rng
        self._sounds: dict[str, str] = {}
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            for character in text:
                if "\u4e00" <= character <= "\u9fff":
                    sound = self._sounds.setdefault(character, lazy_pinyin(character)[0])
                    self._same[sound].append(character)

    def __call__(self, text: str) -> str:
        """Without signs, with homophones, with a piece cut off, or (one time in five, and when short) as it is."""
        kind = self._rng.random()
        if kind < 0.2 or len(text) < 6:
            return text
        if kind < 0.45:
            return _SIGNS.sub("", text) or text
        if kind < 0.75:
            return self.misheard(text)
        return self._shorter(text)

    def misheard(self, text: str) -> str:
        """With homophones."""
        return "".join(self._homophone(c) for c in text)

    def _homophone(self, character: str) -> str:
        sound = self._sounds.get(character)
        if sound is None or self._rng.random() > self._share:
            return character
        return self._rng.choice(self._same[sound])

    def _shorter(self, text: str) -> str:
        """Without one stretch of up to a fifth: dictation swallows words."""
        length = self._rng.randint(1, max(1, len(text) // 5))
        at = self._rng.randrange(len(text) - length)
        return text[:at] + text[at + length :]


def copies(texts: Sequence[str], written: Sequence[str]) -> dict[str, list[str]]:
    """The texts under each kind of noise; homophones are drawn from the characters of `written`, common ones more."""

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
