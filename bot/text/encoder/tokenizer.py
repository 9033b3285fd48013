"""Text to token ids: the segmentation with the best sum of piece scores (SentencePiece's Unigram, by Viterbi)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.text.encoder.layout import POSITIONS
from bot.text.encoder.vocabulary import PIECES, SCORES, SPACE, SPECIALS

BOS, EOS, UNKNOWN = 0, 2, 3
PREFIX = "query:"
"""What E5 was trained to read before a question. No piece has a space inside, so it is always cut the same way."""
_NEVER = -1e30


class Tokenizer:
    """Ids of the cut vocabulary, for text that normalise() has been over."""

    def __init__(self, folder: Path) -> None:
        """Read what write_vocabulary() wrote; OSError when it is not there."""
        pieces = (folder / PIECES).read_text(encoding="utf-8").split("\n")
        scores: list[float] = np.load(folder / SCORES).tolist()
        self._unknown = scores.pop()
        self._scores = scores
        self._ids = {piece: i for i, piece in enumerate(pieces) if i >= SPECIALS}
        self._longest = max(map(len, self._ids))
        self._prefix = [BOS, *self._viterbi(SPACE + PREFIX)]

    def ids(self, text: str) -> list[int]:
        """`<s> query: text </s>` as ids, at most 512; a character without a piece is one unknown."""
        # the replacement character and the space's own sign are spaces in the model's character map
        words = text.replace(SPACE, " ").replace("\ufffd", " ").split()
        found = self._viterbi(SPACE + SPACE.join(words)) if words else []
        return [*self._prefix, *found[: POSITIONS - len(self._prefix) - 1], EOS]

    def _viterbi(self, text: str) -> list[int]:
        length, find, scores = len(text), self._ids.get, self._scores
        best = [0.0] + [_NEVER] * length
        piece = [UNKNOWN] * (length + 1)
        back = [0] * (length + 1)
        for start in range(length):
            here = best[start]
            for end in range(start + 1, min(length, start + self._longest) + 1):
                token = find(text[start:end])
                if token is not None and here + scores[token] > best[end]:
                    best[end], piece[end], back[end] = here + scores[token], token, start
            if here + self._unknown > best[start + 1]:
                best[start + 1], piece[start + 1], back[start + 1] = here + self._unknown, UNKNOWN, start
        ids = []
        at = length
        while at:
            ids.append(piece[at])
            at = back[at]
        return ids[::-1]
