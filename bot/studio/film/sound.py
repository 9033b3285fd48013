"""The sound under a video: the quiet tone of a room for every scene, without music; a recording goes on top of it."""

from __future__ import annotations

import wave
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.content.lesson_panels import Panel
from bot.studio.film.timing import Timeline

RATE = 24_000
"""Samples a second."""
_LOUDNESS = 0.011
"""Root mean square of full scale: about -39 dB, heard as a place and never over a voice."""
_MELT = 0.5
"""Seconds in which one room becomes the next."""
Sound = NDArray[np.float64]


def room_tone(panels: Sequence[Panel], timeline: Timeline) -> Sound:
    """The bed of a whole lesson, between -1 and 1."""
    bed = np.zeros(round(timeline.seconds * RATE))
    for number, panel in enumerate(panels):
        start, end = timeline.starts[number], timeline.end_of(number)
        first = round(max(0.0, start - _MELT / 2) * RATE)
        last = min(len(bed), round((end + _MELT / 2) * RATE))
        tone = _tone(panel, last - first)
        ramp = np.minimum(np.arange(len(tone)) / (_MELT * RATE), 1.0)
        bed[first:last] += tone * np.sqrt(ramp * ramp[::-1])
    return np.clip(bed, -1, 1)


def write_wav(sound: Sound, path: Path) -> None:
    """A mono wave file of 16 bits."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((sound * 32767).astype("<i2").tobytes())


def _tone(panel: Panel, samples: int) -> Sound:
    """Noise coloured for the place, with what is to be heard there."""
    chance = np.random.default_rng(zlib.crc32(f"{panel.scene}/{panel.time}".encode()))
    low, high = _BANDS.get(panel.scene, (60, 500))
    t = np.arange(samples) / RATE
    sound = _noise(chance, samples, low, high)
    if panel.scene == "workshop":  # a motor behind the wall
        sound += 0.35 * np.sin(2 * np.pi * 98 * t) + 0.2 * np.sin(2 * np.pi * 147 * t + 1)
    if panel.scene == "riverbank":  # water comes and goes
        sound *= 1 + 0.45 * np.sin(2 * np.pi * 0.23 * t) * np.sin(2 * np.pi * 0.11 * t + 1)
    if panel.time == "night" and panel.scene in {"village_house", "riverbank"}:  # crickets
        chirp = (np.sin(2 * np.pi * 1.3 * t) > 0.2) * (0.5 + 0.5 * np.sin(2 * np.pi * 31 * t))
        sound += 0.16 * chirp * np.sin(2 * np.pi * 4150 * t)
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9) * _LOUDNESS


_BANDS = {
    "workshop": (70, 700),
    "street": (50, 420),
    "bus_station": (40, 360),
    "riverbank": (300, 2600),
    "classroom": (90, 900),
}
"""From which to which frequency (Hz) a place sounds; else a still room."""


def _noise(chance: np.random.Generator, samples: int, low: float, high: float) -> Sound:
    """Noise between two frequencies with soft edges, of about unit loudness; falls towards high ones."""
    spectrum = np.fft.rfft(chance.standard_normal(samples))
    hertz = np.fft.rfftfreq(samples, 1 / RATE)
    shape = 1 / (1 + (low / np.maximum(hertz, 1e-3)) ** 4) / (1 + (hertz / high) ** 4) / np.sqrt(np.maximum(hertz, low))
    noise: Sound = np.fft.irfft(spectrum * shape, samples)
    return noise / max(float(noise.std()), 1e-9)
