"""A ticket in a link: lets a lesson or quiz page know whose progress it is, for a while.

It holds the hashed person, an expiry and a MAC, never an openid. The page puts it into a cookie
and drops it from the address, so that a link passed on to a friend does not carry it along.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

SECONDS = 30 * 86400
_MAC = 12


def _mac(payload: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), payload, hashlib.sha256).digest()[:_MAC]


def make_ticket(person: str, key: str, now: float) -> str:
    """A ticket for a person (64 hex characters), 64 URL-safe characters long."""
    payload = struct.pack(">I", int(now) + SECONDS) + bytes.fromhex(person)
    return base64.urlsafe_b64encode(payload + _mac(payload, key)).decode().rstrip("=")


def read_ticket(ticket: str, key: str, now: float) -> str | None:
    """The person of a ticket; None when it is forged, broken or too old."""
    try:
        raw = base64.urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
    except (ValueError, UnicodeEncodeError):
        return None
    payload, mac = raw[:-_MAC], raw[-_MAC:]
    if len(payload) != 36 or not hmac.compare_digest(mac, _mac(payload, key)):
        return None
    return payload[4:].hex() if struct.unpack(">I", payload[:4])[0] >= now else None
