"""When everything is said: a lesson's panels as scenes and cues in seconds, for people who read slowly.

Every utterance stays for as long as its characters take at `RATE`, with a pause behind it. If a lesson would be
longer than a video may be, pauses shrink first and then people read a little faster, never faster than `FASTEST`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.lesson_panels import Panel
from bot.errors import ContentError
from bot.studio.lines import clean

FPS = 12
RATE = 4.5
"""Characters a second that somebody reads who does not read much; marks are not counted."""
FASTEST = 6.0
SHORTEST, LONGEST = 40.0, 75.0
"""Seconds a video may last."""
_OPENING, _ENDING = 1.5, 1.5
_LEAD, _WALKING, _PAUSE = 0.6, 1.6, 0.45
"""Before the first words of a scene, the same when whoever says them walks in, and behind every utterance."""
_LEAST_PAUSES, _MOST_PAUSES = 0.4, 5.0
_SLOWEST = 3.0


@dataclass(frozen=True)
class Cue:
    """Something said, from when to when; `who` is empty for the narrator."""

    start: float
    end: float
    scene: int
    who: str
    words: str


@dataclass(frozen=True)
class Timeline:
    """A lesson in time; all times are whole frames."""

    starts: tuple[float, ...]
    """When each scene begins; the first at 0, with the title."""
    cues: tuple[Cue, ...]
    seconds: float

    def scene_at(self, t: float) -> int:
        """The number of the scene at t seconds, from 0."""
        return max(0, sum(start <= t + 1e-6 for start in self.starts) - 1)

    def end_of(self, scene: int) -> float:
        """When a scene ends."""
        return self.starts[scene + 1] if scene + 1 < len(self.starts) else self.seconds

    def cue_at(self, t: float) -> Cue | None:
        """What is being said at t seconds."""
        return next((c for c in self.cues if c.start <= t + 1e-6 < c.end), None)


def characters(words: str) -> int:
    """How many characters have to be read: letters and digits."""
    return sum(unicodedata.category(c)[0] in "LN" for c in words)


def utterances(panel: Panel) -> list[tuple[str, str]]:
    """Who says what in a panel, in order; the narrator first."""
    return [(who, words) for who, words in (("", panel.narration), *panel.speech) if clean(words)]


def time_lesson(panels: Sequence[Panel], recording: float | None = None) -> Timeline:
    """The timeline of a lesson; with the seconds of a `recording`, its words are spread over that.

    Raises ContentError if the lesson is too long or too short for a video.
    """
    said = [utterances(p) for p in panels]
    reading = sum(_reading(words) for scene in said for _, words in scene)
    leads = [_lead(p, scene) for p, scene in zip(panels, said, strict=True)]
    pauses = sum(leads) + _PAUSE * sum(map(len, said))
    if recording is not None:
        faster = calmer = recording / (reading + pauses)
        _check_recording(recording + _OPENING + _ENDING)
    else:
        faster, calmer = _fit(reading, pauses)
    at = _OPENING
    starts, cues = [], []
    for number, scene in enumerate(said):
        starts.append(_frame(at) if number else 0.0)
        at += leads[number] * calmer
        for who, words in scene:
            end = at + _reading(words) * faster
            cues.append(Cue(_frame(at), _frame(end), number, who, clean(words)))
            at = end + _PAUSE * calmer
    return Timeline(tuple(starts), tuple(cues), _frame(at + _ENDING))


def _lead(panel: Panel, said: list[tuple[str, str]]) -> float:
    """Nobody speaks before they have come in."""
    walking = {actor.who for actor in panel.cast if actor.pose == "walk"}
    return _WALKING if said and said[0][0] in walking else _LEAD


def _reading(words: str) -> float:
    return max(characters(words) / RATE, 1.0)


def _fit(reading: float, pauses: float) -> tuple[float, float]:
    """Factors for reading and pauses that bring the whole between the limits."""
    fixed = _OPENING + _ENDING
    longest, shortest = LONGEST - 0.5 - fixed, SHORTEST + 0.5 - fixed
    if reading + pauses > longest:
        calmer = max(_LEAST_PAUSES, (longest - reading) / pauses)
        faster = min(1.0, (longest - calmer * pauses) / reading)
        if faster < RATE / FASTEST:
            most = int((longest - _LEAST_PAUSES * pauses) * FASTEST)
            raise ContentError(
                f"too much to read for a video of {LONGEST:.0f} s: {reading * RATE:.0f} characters, {most} at most"
            )
        return faster, calmer
    if reading + pauses < shortest:
        calmer = min(_MOST_PAUSES, (shortest - reading) / pauses) if pauses else 1.0
        slower = max(1.0, (shortest - calmer * pauses) / reading) if reading else 1.0
        if not reading or slower > RATE / _SLOWEST:
            raise ContentError(f"too little to say for a video of {SHORTEST:.0f} s")
        return slower, calmer
    return 1.0, 1.0


def _check_recording(seconds: float) -> None:
    if not SHORTEST <= seconds <= LONGEST:
        raise ContentError(
            f"with this recording the video lasts {seconds:.0f} s; {SHORTEST:.0f} to {LONGEST:.0f} are allowed"
        )


def _frame(t: float) -> float:
    return round(t * FPS) / FPS
