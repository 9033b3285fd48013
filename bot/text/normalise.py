"""Bring what people type into one form before anything tries to understand it.

Full width to half, traditional to simplified (OpenCC), WeChat's own emoji codes and sticker
notes to nothing, control characters out, stretched letters shortened. Pure; the original
text is what is stored and shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 400
"""Characters kept: a dictated message of two minutes; the encoder's time grows with length."""

# Codes that arrive when somebody picks one of WeChat's old faces (Tencent's QQ emotion codes).
_FACES = (
    "/::) /::~ /::B /::| /:8-) /::< /::$ /::X /::Z /::'( /::-| /::@ /::P /::D /::O /::( /::+ /:--b /::Q /::T /:,@P "
    "/:,@-D /::d /:,@o /::g /:|-) /::! /::L /::> /::,@ /:,@f /::-S /:? /:,@x /:,@@ /::8 /:,@! /:!!! /:xx /:bye /:wipe "
    "/:dig /:handclap /:&-( /:B-) /:<@ /:@> /::-O /:>-| /:P-( /::'| /:X-) /::* /:@x /:8* /:pd /:<W> /:beer /:basketb "
    "/:oo /:coffee /:eat /:pig /:rose /:fade /:showlove /:heart /:break /:cake /:li /:bome /:kn /:footb /:ladybug "
    "/:shit /:moon /:sun /:gift /:hug /:strong /:weak /:share /:v /:@) /:jj /:@@ /:bad /:lvu /:no /:ok /:love "
    "/:<L> /:jump /:shake /:<O> /:circle /:kotow /:turn /:skip /:oY /:#-0 /:hiphot /:kiss /:<& /:&>"
).split()
_SLASH_FACE = re.compile("|".join(re.escape(code) for code in sorted(_FACES, key=len, reverse=True)))
# [微笑], [Smile]: the form of newer clients.
_BRACKET_FACE = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]|\[(?:Smile|Cry|Sob|Grin|Rose|Heart|Hug|Shy|Angry|Facepalm)\]")
_SPACE = re.compile(r"\s+")
_STRETCH = re.compile(r"(.)\1{3,}")
_HAN_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


@lru_cache(maxsize=1)
def _traditional_to_simplified():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")


def strip_faces(text: str) -> str:
    """The text without WeChat's emoji codes; they say little and split words."""
    return _BRACKET_FACE.sub(" ", _SLASH_FACE.sub(" ", text))


@lru_cache(maxsize=256)
def normalise(text: str) -> str:
    """One form of the text for everything that understands: at most MAX_LENGTH characters. Kept a while: every
    room asks for the same message's.

    >>> normalise("孩子　不聽話，，，，，怎麼辦？？？？？/::'(")
    '孩子不听话,,,怎么办???'
    """
    text = strip_faces(text[: MAX_LENGTH * 4])
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if c in "\r\n\t" else c for c in text if c in "\r\n\t" or unicodedata.category(c)[0] != "C")
    text = _traditional_to_simplified().convert(text)
    text = _STRETCH.sub(r"\1\1\1", _SPACE.sub(" ", text)).strip()
    return _HAN_SPACE.sub("", text)[:MAX_LENGTH].lower()
