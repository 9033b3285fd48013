"""Passwords of the console: what is good enough, and Argon2id hashes of them."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 128
_COMMON = frozenset("1234567890 12345678910 0123456789 1111111111 0000000000 password123 qwertyuiop 1q2w3e4r5t".split())
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def fault(password: str, name: str) -> str | None:
    """Why a password is not good enough, for the person; None when it is."""
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。"
    if password.lower() in _COMMON or len(set(password)) < 5:
        return "这个密码太好猜了，换一个长一点、乱一点的。"
    if name and name.lower() in password.lower():
        return "密码里不要带用户名。"
    return None


def generate() -> str:
    """A password to hand over once: four groups of four letters and digits that are not mistaken for others."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


class Passwords:
    """Hashes and verifies; tens of milliseconds of work each, not for the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Without a hasher: Argon2id over 32 MiB, three passes, which a small server can pay for."""
        self._hasher = hasher or PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """The hash to store."""
        return self._hasher.hash(password)

    def right(self, stored: str | None, password: str) -> bool:
        """Whether the password belongs to the hash. Without a hash (no such account) it takes as long, and is False."""
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other settings than today's."""
        return self._hasher.check_needs_rehash(stored)
