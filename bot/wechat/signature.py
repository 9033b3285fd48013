"""WeChat's request signature: SHA-1 over the string-sorted parts, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac

from bot.errors import Forbidden


def sign(*parts: str) -> str:
    """Hex SHA-1 of the parts, sorted as strings and joined (Tencent: 消息推送接入指引)."""
    # "replace": a lone surrogate in a stranger's query must be a wrong signature, not an exception
    return hashlib.sha1("".join(sorted(parts)).encode(errors="replace"), usedforsecurity=False).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Raises Forbidden when the signature is not that of the parts."""
    if not hmac.compare_digest(given.encode(errors="replace"), sign(*parts).encode()):
        raise Forbidden("wrong signature")


def check_freshness(timestamp: str, now: float, window: int) -> None:
    """Raises Forbidden when the timestamp is not a number or more than `window` seconds away.

    A repeated (timestamp, nonce) is no replay: WeChat's own retries look just like that.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Forbidden("timestamp is not a number")
    if abs(now - int(timestamp)) > window:
        raise Forbidden("stale timestamp")
