"""The screen of a video: title and progress above, the stage, and burnt-in captions in large type below."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from bot.content.lesson_panels import VOICES
from bot.content.lessons import MADE_UP, STORY, Lesson
from bot.studio.box import Box
from bot.studio.bubble import LEADING, set_text
from bot.studio.film.acting import Play
from bot.studio.film.sheet import STAGE
from bot.studio.film.shot import Shot
from bot.studio.film.timing import FPS, Cue, Timeline
from bot.studio.lines import break_lines, measure
from bot.studio.raster import rasterise
from bot.studio.svg import INK, rect

WIDTH, HEIGHT = 720, 1280
_HEADER = 96
_BAND = Box(0, _HEADER + STAGE.h, WIDTH, HEIGHT - _HEADER - STAGE.h)
_MELT = 4
"""Frames in which a scene melts into the next."""


class Film:
    """A lesson as frames, drawn in order: only the present scene and the one before are kept."""

    def __init__(self, lesson: Lesson, timeline: Timeline, scale: float = 1) -> None:
        self.lesson, self.timeline, self._scale = lesson, timeline, scale
        self._shots: dict[int, Shot] = {}
        self._last: tuple[int, Image.Image] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels; even numbers, as H.264 wants them."""
        return round(WIDTH * self._scale / 2) * 2, round(HEIGHT * self._scale / 2) * 2

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return round(self.timeline.seconds * FPS)

    def shot(self, scene: int) -> Shot:
        """The shot of a scene, prepared once."""
        if scene not in self._shots:
            line = self.timeline
            cues = tuple(c for c in line.cues if c.scene == scene)
            play = Play(f"{self.lesson.name}/{scene}", line.starts[scene], line.end_of(scene), cues)
            self._shots = {n: s for n, s in self._shots.items() if n == scene - 1}
            self._shots[scene] = Shot(self.lesson.film[scene], play, self._scale)
        return self._shots[scene]

    def frame(self, number: int) -> Image.Image:
        """A frame as RGB, 720 × 1280 at scale 1."""
        t = number / FPS
        scene = self.timeline.scene_at(t)
        stage = self.shot(scene).frame(t)
        since = number - round(self.timeline.starts[scene] * FPS)
        if scene and since < _MELT - 1:
            before = self.shot(scene - 1).frame(self.timeline.starts[scene] - 1 / FPS)
            stage = Image.blend(before, stage, (since + 1) / _MELT)
        return self._compose(stage, self._words(t, scene), t / self.timeline.seconds)

    def poster(self) -> Image.Image:
        """The picture before the video is played: the title, and the first scene in which two talk.

        Nothing is said yet: a mistake that the lesson mends must not stand there alone.
        """
        spoken = [c for c in self.timeline.cues if c.who] or list(self.timeline.cues)
        talk = [c for c in spoken if len({o.who for o in spoken if o.scene == c.scene}) > 1] or spoken
        return self._compose(self.shot(talk[0].scene).frame(talk[0].start - 1 / FPS), ("", self.lesson.title), 0)

    def _words(self, t: float, scene: int) -> tuple[str, str]:
        """Who is heard and what: the last words stay until the next; before the first, the title."""
        said: list[Cue] = [c for c in self.timeline.cues if c.start <= t + 1e-6 and c.scene == scene]
        if said:
            return said[-1].who, said[-1].words
        return ("", self.lesson.title) if scene == 0 else ("", "")

    def _compose(self, stage: Image.Image, words: tuple[str, str], done: float) -> Image.Image:
        k = self._scale
        screen = Image.new("RGB", self.size, "#fff8e6")
        screen.paste(_header(self.lesson.title, MADE_UP if self.lesson.form == STORY else "", k), (0, 0))
        screen.paste("#d8483f", (0, round((_HEADER - 10) * k), max(1, round(WIDTH * k * done)), round(_HEADER * k)))
        screen.paste(stage, (0, round(_HEADER * k)))
        screen.paste(_band(*words, k), (0, round(_BAND.y * k)))
        return screen


@lru_cache(maxsize=4)
def _header(title: str, note: str, scale: float) -> Image.Image:
    """The title, with a `note` in smaller type under it."""
    font = min(34.0 if note else 40.0, (WIDTH - 48) / max(measure(title), 1))
    box = Box(0, 0, WIDTH, _HEADER)
    drawn = rect(0, 0, WIDTH, _HEADER, "#fff3d2")
    drawn += set_text((title,), Box(0, 0, WIDTH, 56 if note else _HEADER - 8), font)
    drawn += set_text((note,), Box(0, 52, WIDTH, 32), 26) if note else ""
    return rasterise(drawn + rect(0, _HEADER - 10, WIDTH, 10, "#ead9b0"), box, scale).convert("RGB")


@lru_cache(maxsize=8)
def _band(who: str, words: str, scale: float) -> Image.Image:
    """The captions under the stage; a voice is named by who it is."""
    text = f"{VOICES[who]}：{words}" if who else words
    for font in (52, 48, 44, 40, 36, 32):
        lines = break_lines(text, (WIDTH - 56) / font)
        if len(lines) * font * LEADING <= _BAND.h - 28:
            break
    box = Box(0, 0, WIDTH, _BAND.h)
    drawn = rect(0, 0, WIDTH, _BAND.h, "#fff8e6") + rect(0, 0, WIDTH, 4, INK) + set_text(lines, box, font)
    return rasterise(drawn, box, scale).convert("RGB")
