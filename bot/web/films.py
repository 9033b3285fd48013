"""Videos on lesson pages: what `python -m bot lessons build` put into var/lessons, sent in ranges as phones ask."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.settings import ROOT

FILMS = ROOT / "var" / "lessons"
_TYPES = {"video.mp4": "video/mp4", "poster.jpg": "image/jpeg", "captions.vtt": "text/vtt; charset=utf-8"}
_NAME = re.compile(r"[a-z0-9_]+")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class Film:
    """Addresses of a lesson's video, poster and captions; they change when the video does."""

    video: str
    poster: str
    captions: str


def film_of(lesson: str) -> Film | None:
    """The video of a lesson, or None while it has not been built."""
    try:
        stamp = (FILMS / lesson / "built.json").stat().st_mtime_ns // 1_000_000
    except OSError:
        return None
    return Film(*(f"/learn/films/{lesson}/{file}?{stamp}" for file in _TYPES))


def byte_range(asked: str, total: int) -> tuple[int, int] | None:
    """First byte and the one behind the last of a Range header; None: all of it, as for anything not understood.

    Raises ValueError if the file has no such bytes.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        start, end = max(0, total - int(last)), total
    else:
        start, end = int(first), min(int(last) + 1 if last else total, total)
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise ValueError("no such bytes")
    return start, end


def serve_films(routes: Blueprint) -> None:
    """GET and HEAD /learn/films/<lesson>/video.mp4, poster.jpg, captions.vtt."""

    @routes.route("/learn/films/<lesson:str>/<file:str>", methods=["GET", "HEAD"])
    async def film(request: Request, lesson: str, file: str) -> HTTPResponse:
        path = FILMS / lesson / file
        if file not in _TYPES or not _NAME.fullmatch(lesson) or not path.is_file():
            raise NotFound("no such video")
        total = path.stat().st_size
        headers = {"Accept-Ranges": "bytes", "Cache-Control": "public, max-age=86400"}
        try:
            part = byte_range(request.headers.get("range", ""), total)
        except ValueError:
            return raw(b"", status=416, headers={"Content-Range": f"bytes */{total}"}, content_type=_TYPES[file])
        start, end = part or (0, total)
        if part:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
        if request.method == "HEAD":
            headers["Content-Length"] = str(end - start)
            return raw(b"", status=206 if part else 200, headers=headers, content_type=_TYPES[file])
        body = await asyncio.to_thread(_read, path, start, end)
        return raw(body, status=206 if part else 200, headers=headers, content_type=_TYPES[file])


def _read(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as source:
        source.seek(start)
        return source.read(end - start)
