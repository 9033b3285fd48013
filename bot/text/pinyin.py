"""How a text sounds: syllables without tones, and with what many dialects do not tell apart folded together.

People dictate, and type by sound: 勾通 for 沟通, 再 for 在. Sound is one more view of a message.
"""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = re.compile(r"[\u4e00-\u9fff]+")
# zh/z, ch/c, sh/s and -ng/-n are one sound to most people south of the Huai.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    sound = str(lazy_pinyin(character, style=Style.NORMAL, errors=lambda x: x)[0])
    for full, folded in _INITIALS:
        if sound.startswith(full):
            sound = folded + sound[len(full) :]
    for full, folded in _FINALS:
        if sound.endswith(full):
            sound = sound[: -len(full)] + folded
    return sound


def syllables(text: str) -> list[str]:
    """One folded syllable a Chinese character; anything else character by character, spaces left out.

    >>> syllables("沟通ok")
    ['gou', 'tong', 'o', 'k']
    """
    return [_syllable(c) if _HAN.match(c) else c for c in text if not c.isspace()]
