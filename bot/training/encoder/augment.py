"""Small damage to training sentences, of the kinds people's own writing has.

Everything is done to normalised text: traditional characters and full width are gone before the
encoder sees a text, so they are no kinds of their own.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

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
