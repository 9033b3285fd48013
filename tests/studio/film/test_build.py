"""Building: a real small video, probed; only what changed is built; a fault leaves the old video in place."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from bot.content.catalogue import DATA
from bot.content.lessons import load_lessons
from bot.errors import ContentError, VideoError
from bot.studio.film.build import build, clear, fingerprint
from bot.studio.film.encode import LARGEST, encode, ffmpeg, length, probe
from bot.studio.film.screen import HEIGHT, WIDTH, Film
from bot.studio.film.sound import RATE, room_tone, write_wav
from bot.studio.film.timing import LONGEST, SHORTEST, time_lesson
from bot.studio.raster import FONT_FILE, missing
from tests.conftest import need

try:
    import imageio_ffmpeg
    import resvg_py
except ImportError:
    imageio_ffmpeg = resvg_py = None

LESSONS = load_lessons(DATA)
NAME = min(LESSONS, key=lambda name: time_lesson(LESSONS[name].film).seconds)
SMALL = 0.25


@pytest.fixture(autouse=True)
def _packages() -> None:
    need(imageio_ffmpeg is not None and resvg_py is not None, "resvg-py and imageio-ffmpeg (extra `video`)")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    home = tmp_path / "data"
    (home / "lessons").mkdir(parents=True)
    shutil.copy(DATA / "lessons" / f"{NAME}.md", home / "lessons")
    return home


def longest_still(video: Path) -> float:
    """Seconds for which the stage of a small video stays the same, after encoding."""
    command = [ffmpeg(), "-v", "error", "-i", str(video), "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    decoded = subprocess.run(command, capture_output=True, check=True).stdout
    frames = np.frombuffer(decoded, np.uint8).reshape(-1, 320, 180).astype(np.int16)[:, 24:249]
    seen, run, longest = frames[0], 0, 0
    for frame in frames[1:]:
        run += 1
        if (np.abs(frame - seen) > 10).sum() > 8:
            seen, run = frame, 0
        longest = max(longest, run)
    return longest / 12


def test_a_video_is_built_once_and_again_after_a_change(data: Path, tmp_path: Path) -> None:
    out, said = tmp_path / "out", []
    lesson = load_lessons(data)[NAME]
    built = build(lesson, data, out, said.append, scale=SMALL)
    facts = built.facts
    line = time_lesson(lesson.film)
    assert (facts.codec, facts.audio, facts.fps) == ("h264", "aac", 12)
    assert (facts.width, facts.height) == (180, 320)
    assert facts.seconds == pytest.approx(line.seconds, abs=0.2)
    assert SHORTEST <= facts.seconds <= LONGEST
    assert 20_000 < facts.bytes < LARGEST
    assert len(said) == len(lesson.film)
    home = out / NAME
    assert sorted(p.name for p in home.iterdir()) == ["built.json", "captions.vtt", "poster.jpg", "video.mp4"]
    assert (home / "captions.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n")
    assert (home / "video.mp4").read_bytes().find(b"moov") < 200  # plays before it is loaded
    assert list(out.iterdir()) == [home]
    assert longest_still(home / "video.mp4") <= 1.5

    again = build(lesson, data, out, said.append, scale=SMALL)
    assert again.took == 0
    assert again.facts == facts
    before = fingerprint(data, NAME)
    script = data / "lessons" / f"{NAME}.md"
    script.write_text(script.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert fingerprint(data, NAME) != before

    film = home / "video.mp4"
    whole = film.read_bytes()
    script.write_text(script.read_text(encoding="utf-8").replace("narration: ", "narration: 𠮷"), encoding="utf-8")
    with pytest.raises(ContentError, match=f"{NAME}: the font has no picture of 𠮷"):
        build(load_lessons(data)[NAME], data, out, said.append, scale=SMALL)
    assert film.read_bytes() == whole
    assert list(out.iterdir()) == [home]
    assert clear(out, {NAME}) == []
    assert clear(out, set()) == [NAME]
    assert not home.exists()


def test_a_full_size_frame_is_720_by_1280(tmp_path: Path) -> None:
    lesson = LESSONS[NAME]
    line = time_lesson(lesson.film)
    film = Film(lesson, line)
    write_wav(np.zeros(RATE), tmp_path / "bed.wav")
    encode((film.frame(n) for n in range(12)), film.size, tmp_path / "bed.wav", None, tmp_path / "v.mp4")
    facts = probe(tmp_path / "v.mp4")
    assert (facts.codec, facts.width, facts.height, facts.fps) == ("h264", WIDTH, HEIGHT, 12)
    assert facts.seconds == pytest.approx(1, abs=0.15)
    assert film.poster().size == (720, 1280)


def test_a_recording_is_heard_over_the_room(tmp_path: Path) -> None:
    lesson = LESSONS[NAME]
    seconds = np.arange(50 * RATE) / RATE
    voice = tmp_path / "narration.wav"
    write_wav(0.3 * np.sin(2 * np.pi * 220 * seconds), voice)
    assert length(voice) == pytest.approx(50, abs=0.05)
    line = time_lesson(lesson.film, length(voice))
    assert line.seconds == pytest.approx(53, abs=0.2)
    film = Film(lesson, line, SMALL)
    frame = film.frame(0)
    write_wav(room_tone(lesson.film, line), tmp_path / "bed.wav")
    encode((frame for _ in range(film.frames)), film.size, tmp_path / "bed.wav", voice, tmp_path / "v.mp4")
    facts = probe(tmp_path / "v.mp4")
    assert facts.audio == "aac"
    assert facts.seconds == pytest.approx(53, abs=0.3)


def test_the_room_is_quiet_and_never_silent() -> None:
    for lesson in LESSONS.values():
        line = time_lesson(lesson.film)
        bed = room_tone(lesson.film, line)
        assert len(bed) == round(line.seconds * RATE)
        assert np.abs(bed).max() < 0.12
        inside = bed[RATE // 2 : -RATE // 2]
        loud = [20 * np.log10(np.sqrt(np.mean(part**2))) for part in np.array_split(inside, 60)]
        assert all(-50 < level < -30 for level in loud), (min(loud), max(loud))


def test_what_is_no_video_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_text("no video", encoding="utf-8")
    with pytest.raises(VideoError, match=r"x\.mp4 is no video"):
        probe(tmp_path / "x.mp4")
    with pytest.raises(VideoError, match="no recording"):
        length(tmp_path / "x.mp4")
    with pytest.raises(VideoError, match="ffmpeg: "):
        encode(iter(()), (10, 10), tmp_path / "none.wav", None, tmp_path / "y.mp4")


def test_a_half_written_mark_counts_as_none(data: Path, tmp_path: Path) -> None:
    home = tmp_path / "out" / NAME
    home.mkdir(parents=True)
    (tmp_path / "out" / f".{NAME}-killed").mkdir()
    lesson = load_lessons(data)[NAME]
    (home / "video.mp4").write_bytes(b"12345")
    (home / "built.json").write_text(json.dumps({"fingerprint": fingerprint(data, NAME, SMALL)}), encoding="utf-8")
    told: list[str] = []

    class Stop(Exception):
        pass

    def say(line: str) -> None:
        told.append(line)
        raise Stop

    with pytest.raises(Stop):
        build(lesson, data, tmp_path / "out", say, scale=SMALL)
    assert told
    assert (home / "video.mp4").read_bytes() == b"12345"
    assert [p.name for p in (tmp_path / "out").iterdir()] == [NAME]


def test_the_font_has_every_character_of_the_lessons() -> None:
    for lesson in LESSONS.values():
        words = lesson.title + "".join(p.alt for p in lesson.film)
        assert missing(words) == "", lesson.name
    with TTFont(FONT_FILE) as font:
        assert "SIL Open Font License" in str(font["name"].getDebugName(13))
    assert FONT_FILE.stat().st_size < 1_200_000
    assert missing("你好 𠮷") == "𠮷"
