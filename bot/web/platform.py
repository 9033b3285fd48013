"""WeChat's side of the wire, for the local chat page and the tests: signs, encrypts, reads replies.

Written from Tencent's description with hashlib and `cryptography`, on purpose without
wechatpy: what both ends agree on is then right for more than one reason.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
import struct
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from typing import Literal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Post = tuple[dict[str, str], bytes]
_BLOCK = 32


class Platform:
    """Plays WeChat for one Official Account."""

    def __init__(
        self,
        token: str,
        app_id: str,
        aes_key: str = "",
        mode: Literal["safe", "compatible"] = "safe",
        account: str = "gh_0123456789ab",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`aes_key`: EncodingAESKey; empty: plain mode. `clock`: seconds since 1970."""
        self._token, self._app_id, self._mode, self._account = token, app_id, mode, account
        self._clock = clock
        self._key = base64.b64decode(aes_key + "=") if aes_key else b""
        self._ids = itertools.count(int(time.time() * 1000) << 16)

    def get_query(self, echostr: str) -> dict[str, str]:
        """The query of the GET that verifies the address."""
        return {**self._signed(), "echostr": echostr}

    def text(self, openid: str, text: str, *, tapped: bool = False) -> Post:
        """A text message; `tapped`: through a menu link."""
        fields = {"MsgType": "text", "Content": text, "MsgId": str(next(self._ids))}
        return self.post(openid, {**fields, "bizmsgmenuid": "1"} if tapped else fields)

    def message(self, openid: str, kind: str, **fields: str) -> Post:
        """A message of another type, such as image or voice, with its fields."""
        return self.post(openid, {"MsgType": kind, **fields, "MsgId": str(next(self._ids))})

    def event(self, openid: str, name: str, key: str = "") -> Post:
        """An event such as subscribe or CLICK."""
        return self.post(openid, {"MsgType": "event", "Event": name, "EventKey": key})

    def post(self, openid: str, fields: Mapping[str, str]) -> Post:
        """Query and body of a push with the given fields."""
        common = {"ToUserName": self._account, "FromUserName": openid, "CreateTime": str(int(self._clock()))}
        inner = _xml({**common, **fields})
        query = {**self._signed(), "openid": openid}
        if not self._key:
            return query, inner.encode()
        encrypted = self._encrypt(inner)
        query |= {
            "encrypt_type": "aes",
            "msg_signature": self._sign(query["timestamp"], query["nonce"], encrypted),
        }
        outer = {"ToUserName": self._account, "Encrypt": encrypted}
        if self._mode == "compatible":
            outer = {**common, **fields, "Encrypt": encrypted}
        return query, _xml(outer).encode()

    def read_reply(self, body: bytes) -> dict[str, str] | None:
        """The fields of a passive reply; None for `success` or nothing.

        Raises ValueError (KeyError for a missing element) when WeChat would refuse it.
        """
        if body in (b"", b"success"):
            return None
        fields = _fields(body)
        if "Encrypt" not in fields:
            if self._key and self._mode == "safe":
                raise ValueError("a plain reply in safe mode")
            return fields
        parts = (fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
        if fields["MsgSignature"] != self._sign(*parts):
            raise ValueError("wrong MsgSignature")
        return _fields(self._decrypt(fields["Encrypt"]))

    def _signed(self) -> dict[str, str]:
        timestamp, nonce = str(int(self._clock())), str(secrets.randbelow(10**9))
        return {"signature": self._sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}

    def _sign(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted((self._token, *parts))).encode(), usedforsecurity=False).hexdigest()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def _encrypt(self, text: str) -> str:
        message = text.encode()
        plain = secrets.token_hex(8).encode() + struct.pack(">I", len(message)) + message + self._app_id.encode()
        pad = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def _decrypt(self, encrypted: str) -> bytes:
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= _BLOCK or not plain.endswith(bytes([pad]) * pad) or len(plain) < 20 + pad:
            raise ValueError("wrong padding in the reply")
        plain = plain[:-pad]
        length = struct.unpack(">I", plain[16:20])[0]
        if plain[20 + length :].decode() != self._app_id:
            raise ValueError("wrong AppID in the reply")
        return plain[20 : 20 + length]


def _xml(fields: Mapping[str, str]) -> str:
    def cdata(value: str) -> str:
        return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"

    return "<xml>" + "".join(f"<{name}>{cdata(value)}</{name}>" for name, value in fields.items()) + "</xml>"


def _fields(body: bytes) -> dict[str, str]:
    try:
        # The body is our own server's reply on loopback, not a stranger's.
        root = ET.fromstring(body)  # noqa: S314
    except ET.ParseError as err:  # a SyntaxError, of all things
        raise ValueError("the reply is no XML") from err
    return {child.tag: child.text or "" for child in root}
