"""Who moves how: pure functions of time, so that every frame can be drawn by itself and twice the same.

Who speaks opens the mouth with every character and gestures; who listens breathes, blinks and turns the head a
little. Angles and ways are rounded to coarse steps: each step is a picture that is drawn once and used again.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from dataclasses import dataclass

from bot.content.lesson_panels import Actor
from bot.studio.cast import PEOPLE
from bot.studio.film.timing import Cue
from bot.studio.motion import Motion

_MOUTHS = (0.45, 1.0, 0.7, 0.25)
_WAY_IN = (0.8, 1.7)
"""Least and most seconds somebody takes who walks in; they are there when they speak, if there is time."""


@dataclass(frozen=True)
class Play:
    """A scene for those who act in it: its seconds, and what is said in it."""

    name: str
    """Of lesson and scene: what makes two people blink at different times."""
    start: float
    end: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Move:
    """Somebody at one moment."""

    motion: Motion
    dx: float = 0
    """How far from their place, in units of the picture; walking in."""
    breath: float = 0
    """How far the upper body is lifted."""
    walking: bool = False


def act(play: Play, actor: Actor, t: float, way: float = 0, held: bool = False) -> Move:
    """What an actor does at t seconds; `way` is how far they come walking, with the sign of the direction."""
    salt = zlib.crc32(f"{play.name}/{actor.who}".encode())
    phase = salt % 628 / 100
    cue = next((c for c in play.cues if c.who == actor.who and c.start <= t + 1e-6 < c.end), None)
    if actor.pose == "walk" and way:
        first = next((c.start for c in play.cues if c.who == actor.who), play.end)
        left = 1 - (t - play.start) / min(max(first - play.start, _WAY_IN[0]), _WAY_IN[1])
        if left > 0:
            return _walk(actor, t, way * left * (0.45 + 0.55 * left), cue, salt)
    voice = _envelope(cue, t) if cue else 0.0
    nod = voice * 2.6 * _wave(t, 1.15, phase) + (1 - voice) * 1.5 * _wave(t, 3.4, phase)
    if actor.face == "cry":
        nod = 1.4 * _wave(t, 0.7, phase)
    near, far = _arms(actor.pose, voice, t, phase)
    motion = Motion(
        blink=_blinks(t, salt),
        mouth=_mouth(cue, t, salt),
        swing=_step(near, 2),
        swing_far=_step(far, 2),
        nod=_step(nod, 1),
        hands=_hands(actor.pose, voice, t, phase, held),
    )
    rate = 1.1 if actor.face in {"happy", "cry"} else 2.8
    return Move(motion, breath=_step(1.5 * _wave(t, rate, phase), 1))


def _walk(actor: Actor, t: float, way: float, cue: Cue | None, salt: int) -> Move:
    """Somebody who still has `way` to go; steps are as long as legs allow, so that no foot slides."""
    build = PEOPLE[actor.who].build
    cycle = 1.56 * (build.thigh + build.shin)
    degrees = _step(-abs(way) / cycle * 360, 24)
    a = math.radians(degrees)
    motion = Motion(
        blink=_blinks(t, salt),
        mouth=_mouth(cue, t, salt),
        swing=_step(-20 * math.sin(a), 2),
        swing_far=_step(20 * math.sin(a), 2),
        stride=degrees % 360,
    )
    return Move(motion, dx=-way, breath=_step(3 * abs(math.cos(a)), 1), walking=True)


def _arms(pose: str, voice: float, t: float, phase: float) -> tuple[float, float]:
    """Degrees the near and the far arm are away from their pose."""
    idle = 2.2 * _wave(t, 3.6, phase)
    talk = voice * (26 + 9 * _wave(t, 1.2, phase))
    if pose == "wave":
        pause = 0.25 if (t + phase) % 3.2 > 2.2 else 1.0
        return idle, 13 * pause * _wave(t, 0.62, 0)
    if pose == "point":
        return idle, 1.5 * idle + 7 * voice * _wave(t, 0.85, phase)
    if pose == "hug":
        return 3 * _wave(t, 1.5, phase), 3 * _wave(t, 1.5, phase + 1)
    if pose == "phone":
        return 0, -idle + 0.7 * talk
    return idle + talk, -idle


def _hands(pose: str, voice: float, t: float, phase: float, held: bool) -> tuple[float, float]:
    """How far hands are away from what they hold, work at or lie on."""
    if pose == "work":
        return _step(7 * _wave(t, 1.3, phase), 2), _step(-3 + 4 * _wave(t, 0.65, phase), 2)
    if pose == "sit" and not held:
        return _step(6 * voice * _wave(t, 1.2, phase), 2), _step(-voice * (20 + 9 * _wave(t, 1.2, phase + 1)), 2)
    return 0, _step(2.4 * _wave(t, 2.6 - voice, phase), 2)


def _mouth(cue: Cue | None, t: float, salt: int) -> float:
    """How far a mouth is open: another way for every character, shut at marks and for the rest of the time."""
    if cue is None:
        return 0
    at = (t - cue.start) / max(cue.end - cue.start, 1e-6) / 0.94 * len(cue.words)
    if at >= len(cue.words) or unicodedata.category(cue.words[int(at)])[0] not in "LN":
        return 0
    return _MOUTHS[(salt + int(at * 2) * 7) % len(_MOUTHS)]


def _blinks(t: float, salt: int) -> bool:
    every = 2.3 + salt % 160 / 100
    return (t + salt % 997 / 100) % every < 0.16


def _envelope(cue: Cue, t: float) -> float:
    """0 at the ends of a cue, 1 inside, soft between."""
    part = max(0.0, min((t - cue.start) / 0.4, (cue.end - t) / 0.4, 1.0))
    return part * part * (3 - 2 * part)


def _wave(t: float, seconds: float, phase: float) -> float:
    return math.sin(2 * math.pi * t / seconds + phase)


def _step(value: float, step: float) -> float:
    return round(value / step) * step + 0.0
