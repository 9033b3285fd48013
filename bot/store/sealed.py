"""Seal an openid so that the database alone cannot tell whose row it is (AES-256-GCM)."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Sealer:
    """Seals and opens with one key of 64 hex characters."""

    def __init__(self, key: str) -> None:
        self._cipher = AESGCM(bytes.fromhex(key))

    def seal(self, openid: str) -> str:
        """The openid, encrypted; another text each time."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, openid.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The openid again. Raises ValueError when the key is another or the text was altered."""
        raw = base64.urlsafe_b64decode(sealed)
        try:
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except InvalidTag as err:
            raise ValueError("sealed with another key, or altered") from err
