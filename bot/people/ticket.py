"""A ticket says whose progress a lesson or quiz page is about, for a while.

It holds the hashed person, an expiry and a MAC, never an openid. There are two kinds, and neither passes for the
other: `LINK` stands in the address that the chat gives, and is short-lived; the page puts a `PHONE` into a cookie
instead and drops the first from the address, so that a link passed on to a friend does not carry it along.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

LINK = "link"
PHONE = "phone"
SECONDS = {LINK: 86400, PHONE: 30 * 86400}
"""How long a ticket of each kind is good for."""
_MAC = 12


def _mac(payload: bytes, key: str, kind: str) -> bytes:
    return hmac.new(key.encode(), kind.encode() + payload, hashlib.sha256).digest()[:_MAC]


def make_ticket(person: str, key: str, now: float, kind: str = LINK) -> str:
    """A ticket for a person (64 hex characters), 64 URL-safe characters long."""
    payload = struct.pack(">I", int(now) + SECONDS[kind]) + bytes.fromhex(person)
    return base64.urlsafe_b64encode(payload + _mac(payload, key, kind)).decode().rstrip("=")


def read_ticket(ticket: str, key: str, now: float, kind: str = LINK) -> str | None:
    """The person of a ticket; None when it is forged, broken, of the other kind or too old."""
    try:
        raw = base64.urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
    except (ValueError, UnicodeEncodeError):
        return None
    payload, mac = raw[:-_MAC], raw[-_MAC:]
    if len(payload) != 36 or not hmac.compare_digest(mac, _mac(payload, key, kind)):
        return None
    return payload[4:].hex() if struct.unpack(">I", payload[:4])[0] >= now else None
