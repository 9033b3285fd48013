"""Captions as WebVTT, for players that show their own and for programs that read aloud."""

from __future__ import annotations

from bot.content.lesson_panels import VOICES
from bot.studio.film.timing import Timeline

NARRATOR = "旁白"


def captions(timeline: Timeline) -> str:
    """The cues of a video as a WebVTT file."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(timeline.cues, 1):
        voice = VOICES[cue.who] if cue.who else NARRATOR
        blocks.append(f"{number}\n{_stamp(cue.start)} --> {_stamp(cue.end)}\n<v {voice}>{_escape(cue.words)}")
    return "\n\n".join(blocks) + "\n"


def _stamp(t: float) -> str:
    whole = round(t * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
