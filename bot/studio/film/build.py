"""Videos of lessons on disk: `var/lessons/<id>/` with video.mp4, poster.jpg, captions.vtt and built.json.

Only what changed is built: built.json holds a hash over the lesson's file, its recording and everything that draws.
A video is put in place when it is whole; the one before stays until then.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from bot.content.lessons import MADE_UP, Lesson
from bot.errors import ContentError, VideoError
from bot.studio.film.encode import LARGEST, Facts, encode, length, probe
from bot.studio.film.screen import Film
from bot.studio.film.sound import room_tone, write_wav
from bot.studio.film.timing import FPS, LONGEST, SHORTEST, time_lesson
from bot.studio.film.vtt import captions
from bot.studio.raster import missing

VIDEO, POSTER, CAPTIONS, BUILT = "video.mp4", "poster.jpg", "captions.vtt", "built.json"
_STUDIO = Path(__file__).resolve().parent.parent
_RECORDINGS = (".m4a", ".mp3", ".wav", ".ogg", ".opus", ".flac", ".aac")
_LIBRARIES = ("resvg-py", "imageio-ffmpeg", "pillow", "numpy")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What became of a lesson's video."""

    lesson: str
    facts: Facts
    took: float
    """Seconds of building; 0 when nothing had changed."""


def recording_of(data: Path, lesson: str) -> Path | None:
    """The recorded narration of a lesson, if there is one: data/lessons/<id>/narration.*"""
    folder = data / "lessons" / lesson
    return next((p for p in sorted(folder.glob("narration.*")) if p.suffix.lower() in _RECORDINGS), None)


def fingerprint(data: Path, lesson: str, scale: float = 1) -> str:
    """Changes whenever the video would: script, recording, drawing code, font, libraries."""
    digest = hashlib.sha256(f"scale {scale}".encode())
    sources = [*sorted(_STUDIO.rglob("*.py")), *sorted((_STUDIO / "fonts").glob("*.otf"))]
    for path in (data / "lessons" / f"{lesson}.md", recording_of(data, lesson), *sources):
        if path is not None:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name}=={version(name)}".encode())
        except PackageNotFoundError as err:
            raise VideoError(f"{name} is not installed; `make lessons` installs it") from err
    return digest.hexdigest()


def build(lesson: Lesson, data: Path, out: Path, say: Say, *, again: bool = False, scale: float = 1) -> Built:
    """Build a lesson's video under `out` unless it is there already; a `scale` below 1 makes a quick small one.

    Raises ContentError or VideoError naming the lesson; the video that was there stays.
    """
    home, mark = out / lesson.name, fingerprint(data, lesson.name, scale)
    if not again:
        facts = _standing(home, mark)
        if facts is not None:
            return Built(lesson.name, facts, 0)
    began = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob(f".{lesson.name}-*"):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=f".{lesson.name}-", dir=out) as name:
        work = Path(name)
        try:
            facts = _make(lesson, recording_of(data, lesson.name), work, say, scale)
        except (ContentError, VideoError) as err:
            raise type(err)(f"{lesson.name}: {err}") from err
        (work / BUILT).write_text(json.dumps({"fingerprint": mark, **asdict(facts)}, indent=1), encoding="utf-8")
        home.mkdir(exist_ok=True)
        for file in (VIDEO, POSTER, CAPTIONS, BUILT):  # the mark last: half a change counts as none
            os.replace(work / file, home / file)
    return Built(lesson.name, facts, time.monotonic() - began)


def clear(out: Path, keep: set[str]) -> list[str]:
    """Remove videos of lessons that are no more; their names."""
    gone = [p for p in sorted(out.glob("*")) if p.is_dir() and (p / BUILT).exists() and p.name not in keep]
    for folder in gone:
        shutil.rmtree(folder)
    return [p.name for p in gone]


def _standing(home: Path, mark: str) -> Facts | None:
    try:
        built = json.loads((home / BUILT).read_text(encoding="utf-8"))
        same = built.pop("fingerprint") == mark and (home / VIDEO).stat().st_size == built["bytes"]
        whole = (home / POSTER).exists() and (home / CAPTIONS).exists()
        return Facts(**built) if same and whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make(lesson: Lesson, recording: Path | None, work: Path, say: Say, scale: float) -> Facts:
    _check_glyphs(lesson)
    timeline = time_lesson(lesson.film, length(recording) if recording else None)
    film = Film(lesson, timeline, scale)
    write_wav(room_tone(lesson.film, timeline), work / "bed.wav")
    encode(_frames(film, lesson.name, say), film.size, work / "bed.wav", recording, work / VIDEO)
    poster = film.poster()
    poster = poster.resize((poster.width * 2 // 3, poster.height * 2 // 3), Image.Resampling.LANCZOS)
    poster.save(work / POSTER, quality=72, optimize=True, progressive=True)
    (work / CAPTIONS).write_text(captions(timeline), encoding="utf-8")
    facts = probe(work / VIDEO)
    if facts.bytes > LARGEST:
        raise VideoError(f"the video has {facts.bytes:,} bytes, {LARGEST:,} are allowed")
    if not SHORTEST <= facts.seconds <= LONGEST:
        raise VideoError(f"the video lasts {facts.seconds:.1f} s")
    return facts


def _check_glyphs(lesson: Lesson) -> None:
    words = lesson.title + MADE_UP + "".join(p.narration + "".join(w for _, w in p.speech) for p in lesson.film)
    if missing(words):
        raise ContentError(f"the font has no picture of {missing(words)}; see bot/studio/fonts/make_font.py")


def _frames(film: Film, name: str, say: Say) -> Iterator[Image.Image]:
    scenes, told = len(film.lesson.film), -1
    for number in range(film.frames):
        scene = film.timeline.scene_at(number / FPS)
        if scene != told:
            told = scene
            say(f"{name}: scene {scene + 1} of {scenes}, {number * 100 // film.frames} %")
        yield film.frame(number)
