"""Frames and sound into H.264 and AAC, by the ffmpeg that the package imageio-ffmpeg carries; and what is in a file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from PIL import Image

from bot.errors import VideoError
from bot.studio.film.timing import FPS

LARGEST = 4_000_000
"""Bytes a video may have: a minute or so on a slow line."""
_VIDEO = (
    "-c:v libx264 -preset slow -tune animation -crf 27 -maxrate 380k -bufsize 1500k -profile:v main -level 3.1"
    " -pix_fmt yuv420p -g 240 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -threads 1"
).split()
_SOUND = "-c:a aac -b:a 40k -ac 1 -ar 24000".split()


@dataclass(frozen=True)
class Facts:
    """What a video file is."""

    codec: str
    width: int
    height: int
    fps: float
    seconds: float
    bytes: int
    audio: str


def ffmpeg() -> str:
    """The path of the packaged ffmpeg."""
    try:
        import imageio_ffmpeg
    except ImportError as err:
        raise VideoError("imageio-ffmpeg is not installed; `make lessons` installs it") from err
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def encode(frames: Iterable[Image.Image], size: tuple[int, int], bed: Path, voice: Path | None, out: Path) -> None:
    """Write an MP4 that begins to play before it is loaded. Raises VideoError with ffmpeg's last words."""
    command = [ffmpeg(), "-y", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{size[0]}x{size[1]}", "-r", str(FPS), "-i", "-", "-i", str(bed)]
    if voice is not None:
        command += ["-i", str(voice), "-filter_complex", _OVER_BED, "-map", "0:v", "-map", "[out]"]
    command += ["-vf", "scale=out_color_matrix=bt709", *_VIDEO, *_SOUND, "-movflags", "+faststart"]
    command += [
        "-map_metadata",
        "-1",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        str(out),
    ]
    with TemporaryFile() as said, subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said) as process:  # noqa: S603
        assert process.stdin is not None
        try:
            for frame in frames:
                process.stdin.write(frame.tobytes())
            process.stdin.close()
        except BrokenPipeError:
            pass  # ffmpeg says why below
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            said.seek(0)
            raise VideoError(f"ffmpeg: {said.read().decode(errors='replace').strip()[-400:]}")


_OVER_BED = (
    "[2:a]aresample=24000,aformat=channel_layouts=mono,adelay=1500[v];[1:a][v]amix=2:duration=first:normalize=0[out]"
)


def probe(path: Path) -> Facts:
    """Codec, size, frames a second, seconds and bytes of a video, as ffmpeg reads them."""
    said = subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, check=False)  # noqa: S603
    text = said.stderr.decode(errors="replace")
    seconds = duration(text)
    video = re.search(r"Video: (\w+).*?, (\d+)x(\d+)[ ,].*?([\d.]+) fps", text)
    sound = re.search(r"Audio: (\w+)", text)
    if seconds is None or video is None:
        raise VideoError(f"{path.name} is no video")
    return Facts(
        video[1], int(video[2]), int(video[3]), float(video[4]), seconds, path.stat().st_size, sound[1] if sound else ""
    )


def length(path: Path) -> float:
    """Seconds of a recording. Raises VideoError if it is none."""
    said = subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, check=False)  # noqa: S603
    text = said.stderr.decode(errors="replace")
    seconds = duration(text)
    if seconds is None or "Audio:" not in text:
        raise VideoError(f"{path.name} is no recording that ffmpeg can read")
    return seconds


def duration(said: str) -> float | None:
    """The seconds in ffmpeg's description of a file."""
    found = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None
