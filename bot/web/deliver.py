"""Hand out bytes as a slow network likes them: compressed, and not at all when the phone has them already."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

DAY = 86400


@dataclass(frozen=True)
class Parcel:
    """A body that does not change, packed once."""

    packed: bytes
    kind: str
    etag: str

    @classmethod
    def of(cls, body: bytes, kind: str) -> Parcel:
        """Pack a body of a media type."""
        return cls(gzip.compress(body, mtime=0), kind, f'W/"{hashlib.sha256(body).hexdigest()[:20]}"')

    def hand_out(self, request: Request, seconds: int = DAY) -> HTTPResponse:
        """The body, or 304 for a phone that has it; it need not ask again for so many seconds."""
        headers = {"ETag": self.etag, "Cache-Control": f"public, max-age={seconds}", "Vary": "Accept-Encoding"}
        if self.etag in (request.headers.get("if-none-match") or ""):
            return empty(304, headers)
        return _answer(request, self.packed, self.kind, headers)


def page(request: Request, html: str, headers: dict[str, str]) -> HTTPResponse:
    """A page made for this visit: compressed, and asked for anew each time."""
    headers = {**headers, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    return _answer(request, gzip.compress(html.encode(), 6, mtime=0), "text/html; charset=utf-8", headers)


def _answer(request: Request, packed: bytes, kind: str, headers: dict[str, str]) -> HTTPResponse:
    if "gzip" in (request.headers.get("accept-encoding") or ""):
        return raw(packed, headers={**headers, "Content-Encoding": "gzip"}, content_type=kind)
    return raw(gzip.decompress(packed), headers=headers, content_type=kind)
