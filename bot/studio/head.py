"""A head: hair behind, ears, face, hair in front. Drawn 100 wide around (0, 0), then sized and turned."""

from __future__ import annotations

from bot.studio.cast import Person
from bot.studio.face import draw_face, draw_feeling
from bot.studio.hair import draw_hair
from bot.studio.motion import STILL, Motion
from bot.studio.svg import INK, group, line, oval, path

_ROUND = "M0 -54C32 -54 50 -32 50 0C50 34 30 54 4 54C-26 54 -49 34 -49 0C-49 -32 -32 -54 0 -54Z"
_LONG = "M0 -54C32 -54 50 -32 50 0C50 30 34 55 6 56C-24 57 -49 32 -49 0C-49 -32 -32 -54 0 -54Z"


def draw_head(person: Person, face: str, motion: Motion = STILL) -> tuple[str, str]:
    """What is behind the neck and body (long hair), and the head itself."""
    behind, before = draw_hair(person.style, person.hair)
    ears = "".join(
        oval(x, 12, rx, 11, person.skin, INK) + line(f"M{x - 2} 8q5 3 1 9", INK, 1.8, 0.5)
        for x, rx in ((-49, 9), (51, 7))
    )
    skull = path(_LONG if person.build.shoulder > 45 else _ROUND, person.skin, INK)
    return behind, ears + skull + group("face", draw_face(person, face, motion)) + group("hair", before) + draw_feeling(
        face
    )
