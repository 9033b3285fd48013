"""The envelope around a message: signature, and decryption in compatible and safe mode.

Cipher work is wechatpy's; its gaps are closed here: time window, constant-time comparison, a
previous key, whatever it throws on foreign bytes, padding, and random bytes that are cryptographic.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import xmltodict
from wechatpy.crypto import PrpCrypto

from bot.errors import BadRequest, Forbidden
from bot.settings import WeChatSettings
from bot.wechat.signature import check_freshness, check_signature, sign

_BLOCK = 32
"""WeChat pads to 32 bytes, twice the cipher's block."""
_PROLOG = re.compile(rb"(\xef\xbb\xbf)?(<\?xml[^<>]*\?>)?\s*<xml[\s/>]")
"""All that may come first. A DTD can only stand before the root, so this leaves it no place."""


def _random16() -> str:
    return secrets.token_hex(8)


class _Cipher(PrpCrypto):  # type: ignore[misc]
    """wechatpy's cipher with random bytes from `random16` (16 ASCII characters) and padding checked."""

    def __init__(self, aes_key: str, random16: Callable[[], str]) -> None:
        super().__init__(base64.b64decode(aes_key + "="))
        self._random16 = random16

    def get_random_string(self) -> str:
        return self._random16()

    def decrypt(self, text: str, app_id: str) -> str:
        """The message inside. Raises Forbidden, or anything else for foreign bytes.

        wechatpy's own cuts off as many bytes as the last one says, whatever they are.
        """
        plain: bytes = self.cipher.decrypt(base64.b64decode(text))
        count = plain[-1]
        if not 1 <= count <= _BLOCK or not plain.endswith(bytes([count]) * count):
            raise Forbidden("wrong padding")
        content, length = plain[20:-count], int.from_bytes(plain[16:20], "big")
        if content[length:] != app_id.encode():
            raise Forbidden("another AppID")
        return content[:length].decode()


@dataclass(frozen=True)
class Opened:
    """A request whose signature holds: the inner XML, and which cipher its reply needs (None: plain)."""

    xml: bytes
    cipher: _Cipher | None
    nonce: str


class Envelopes:
    """Opens requests and closes replies of one account."""

    def __init__(self, settings: WeChatSettings, *, random16: Callable[[], str] = _random16) -> None:
        self._token = settings.wechat_token.get_secret_value()
        self._app_id = settings.wechat_app_id
        self._window = settings.wechat_time_window
        keys = (settings.wechat_aes_key.get_secret_value(), settings.wechat_aes_key_previous.get_secret_value())
        self._ciphers = [_Cipher(key, random16) for key in keys if key]

    def check(self, query: Mapping[str, str], now: float) -> None:
        """The plain signature, as on the GET that verifies the URL. Raises Forbidden."""
        timestamp = query.get("timestamp", "")
        check_signature(query.get("signature", ""), self._token, timestamp, query.get("nonce", ""))
        check_freshness(timestamp, now, self._window)

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> Opened:
        """The message inside a POST. Raises Forbidden, or BadRequest for what is signed but no XML.

        With a key configured only the decrypted text counts: plain fields beside it are not
        covered by any signature, and a body without Encrypt would be a downgrade.
        """
        nonce = query.get("nonce", "")
        if not self._ciphers:
            self.check(query, now)
            return Opened(body, None, nonce)
        encrypted = _encrypted_part(body)
        timestamp = query.get("timestamp", "")
        check_signature(query.get("msg_signature", ""), self._token, timestamp, nonce, encrypted)
        check_freshness(timestamp, now, self._window)
        for cipher in self._ciphers:
            try:
                return Opened(cipher.decrypt(encrypted, self._app_id).encode(), cipher, nonce)
            except Exception:  # noqa: S112 - wechatpy throws anything on foreign bytes; the next key may fit
                continue
        raise Forbidden("no key decrypts the message for our AppID")

    def close(self, xml: str, opened: Opened, now: float) -> str:
        """The reply as this request must be answered: encrypted with the key that opened it, or plain."""
        if opened.cipher is None:
            return xml
        encrypted = opened.cipher.encrypt(xml, self._app_id).decode()
        timestamp = str(int(now))
        signature = sign(self._token, timestamp, opened.nonce, encrypted)
        return (
            f"<xml>\n<Encrypt><![CDATA[{encrypted}]]></Encrypt>\n"
            f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>\n"
            f"<TimeStamp>{timestamp}</TimeStamp>\n<Nonce><![CDATA[{opened.nonce}]]></Nonce>\n</xml>"
        )


def parse_xml(body: bytes) -> dict[str, object]:
    """The fields of `<xml>…</xml>`. Raises BadRequest for anything else, a DTD or an entity above all."""
    if not _PROLOG.match(body.lstrip()):
        raise BadRequest("does not begin as a WeChat XML message")
    try:
        root = xmltodict.parse(body.decode("utf-8"), disable_entities=True)["xml"]
    except Exception as err:  # expat, ValueError for a DTD, UnicodeDecodeError, KeyError: all are the sender's
        raise BadRequest("not a WeChat XML message") from err
    if not isinstance(root, dict):
        raise BadRequest("an empty message")
    return root


def _encrypted_part(body: bytes) -> str:
    try:
        encrypted = parse_xml(body).get("Encrypt")
    except BadRequest as err:
        raise Forbidden("unsigned and malformed") from err
    if not isinstance(encrypted, str):
        raise Forbidden("no Encrypt although a key is set")
    return encrypted
