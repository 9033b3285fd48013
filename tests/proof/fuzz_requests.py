"""What the fuzzer sends, and its own judgement of what WeChat has signed.

The judgement is Tencent's description with hashlib and `cryptography`: it shares no line with `bot/wechat`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import strategies as st

VECTORS = json.loads((Path(__file__).parents[1] / "fixtures" / "wechat_vectors.json").read_text(encoding="utf-8"))
GIVEN = VECTORS["credentials"]
KEYS = [base64.b64decode(GIVEN[k] + "=") for k in ("encoding_aes_key", "encoding_aes_key_previous")]
WINDOW = 300
INNER = [v["expect"]["inner_xml"].encode() for v in VECTORS["vectors"] if v["expect"].get("inner_xml")]
PEOPLE = [f"oFuzz{n:023d}" for n in range(2000)]
EVENTS = (
    "subscribe unsubscribe SCAN CLICK VIEW LOCATION TEMPLATESENDJOBFINISH MASSSENDJOBFINISH subscribe_msg_popup_event "
    "subscribe_msg_change_event subscribe_msg_sent_event user_authorization_revoke scancode_waitmsg event_of_2031"
).split()
KINDS = "text image voice video shortvideo location link file event miniprogrampage hologram".split()
SAID = (
    "孩子不听话",
    "我不想活了",
    "菜单",
    "1",
    "看结果",
    "继续",
    "删除我的数据",
    "练一练",
    "小测",
    "2",
    "想家",
    "110",
    "退出",
)


@dataclass(frozen=True)
class Shot:
    """One request."""

    kind: str
    method: str
    path: str
    query: str
    body: bytes


def sign(*parts: str) -> str:
    """Tencent's SHA-1 over the sorted parts."""
    return hashlib.sha1("".join(sorted((GIVEN["token"], *parts))).encode(errors="replace")).hexdigest()


def encrypt(inner: bytes, key: bytes = KEYS[0], app_id: str = GIVEN["appid"]) -> str:
    """Base64 of the encrypted message."""
    plain = os.urandom(8).hex().encode() + struct.pack(">I", len(inner)) + inner + app_id.encode()
    pad = 32 - len(plain) % 32
    worker = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(worker.update(plain + bytes([pad]) * pad) + worker.finalize()).decode()


def wrap(inner: bytes, encrypted: str = "", stamp: str = "") -> tuple[dict[str, str], bytes]:
    """Query and body of a true push in safe mode, but for what is given."""
    encrypted, stamp = encrypted or encrypt(inner), stamp or str(int(time.time()))
    nonce = str(int.from_bytes(os.urandom(4)))
    query = {
        "signature": sign(stamp, nonce), "timestamp": stamp, "nonce": nonce, "openid": PEOPLE[0],
        "encrypt_type": "aes", "msg_signature": sign(stamp, nonce, encrypted),
    }  # fmt: skip
    return query, f"<xml>{_element('ToUserName', 'x')}{_element('Encrypt', encrypted)}</xml>".encode()


def authentic(shot: Shot) -> bool:
    """Whether this is signed by somebody who has token and key, lately."""
    query: dict[str, str] = {}
    for name, value in parse_qsl(shot.query, keep_blank_values=True, errors="replace"):
        query.setdefault(name, value)
    stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(time.time() - int(stamp)) > WINDOW + 5:
        return False
    if shot.method != "POST":
        return query.get("signature") == sign(stamp, nonce)
    for encrypted in re.findall(rb"<Encrypt>(?:<!\[CDATA\[)?\s*([^<\]]*?)\s*(?:\]\]>)?</Encrypt>", shot.body):
        text = encrypted.decode(errors="replace")
        if query.get("msg_signature") == sign(stamp, nonce, text) and any(_opens(text, key) for key in KEYS):
            return True
    return False


def _opens(text: str, key: bytes) -> bool:
    try:
        worker = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = worker.update(base64.b64decode(text)) + worker.finalize()
    except ValueError:
        return False
    plain = plain[: -plain[-1]]
    return plain[20 + int.from_bytes(plain[16:20], "big") :] == GIVEN["appid"].encode()


def _element(name: str, value: str) -> str:
    return f"<{name}><![CDATA[{value.replace(']]>', '')}]]></{name}>"


def _text(who: str, said: str) -> bytes:
    """A message as a person types it."""
    said = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", said)
    parts = {"ToUserName": "gh_x", "FromUserName": who, "CreateTime": "1", "MsgType": "text", "Content": said}
    parts["MsgId"] = str(int.from_bytes(os.urandom(7)))
    return f"<xml>{''.join(_element(k, v) for k, v in parts.items())}</xml>".encode()


CHARACTERS = "孩子爸妈不想打骂死怕痛跑的了吗1230，。"
_NASTY = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"<xml>", b"</xml>",
    b"<Encrypt>x</Encrypt>", b"<a>" * 300, b"&#x110000;", "\U0010ffff".encode(), b"<MsgType>text</MsgType>",
)  # fmt: skip
words = st.one_of(st.sampled_from(SAID), st.text(max_size=80), st.text(alphabet=CHARACTERS, max_size=60))
fields = st.fixed_dictionaries(
    {"FromUserName": st.sampled_from(PEOPLE), "MsgType": st.sampled_from(KINDS), "CreateTime": st.integers(0, 2**33)},
    optional={
        "ToUserName": st.just("gh_x"), "Content": words, "Event": st.sampled_from(EVENTS),
        "MsgId": st.integers(0, 2**64), "Recognition": words, "MediaId": st.text(max_size=30),
        "EventKey": st.one_of(st.sampled_from(["qrscene_a", "show_menu", "danger_now"]), st.text(max_size=80)),
        "OpenID": st.text(max_size=30), "bizmsgmenuid": st.text(max_size=5),
    },
)  # fmt: skip
harm = st.tuples(
    st.sampled_from("flip cut put double end".split()),
    st.integers(0, 2**16),
    st.integers(0, 40),
    st.one_of(st.binary(max_size=20), st.sampled_from(_NASTY)),
)
harms = st.lists(harm, min_size=1, max_size=4)
QUERY = "signature timestamp nonce openid encrypt_type msg_signature".split()


def harmed(whole: bytes, what: Sequence[tuple[str, int, int, bytes]]) -> bytes:
    """The bytes with a few cut out, put in, doubled or changed."""
    found = bytearray(whole)
    for how, where, size, put in what:
        at = where % (len(found) + 1)
        if how == "flip" and at < len(found):
            found[at] ^= 1 << size % 8
        elif how == "cut":
            del found[at : at + size]
        elif how == "put":
            found[at:at] = put
        elif how == "double":
            found[at:at] = found[at : at + 2 * size]
        elif how == "end":
            del found[at:]
    return bytes(found)


@dataclass(frozen=True)
class Plan:
    """What is drawn; the clock, nonces and keys come to it when it is carried out, so that drawing is repeatable."""

    kind: str
    who: str
    said: str
    fields: dict[str, object]
    number: int
    harms: list[tuple[str, int, int, bytes]]
    name: str
    value: str
    raw: bytes
    yes: bool


plans = st.builds(
    Plan,
    kind=st.sampled_from("text text text fields inner forged query vector bytes get odd".split()),
    who=st.sampled_from(PEOPLE), said=words, fields=fields, number=st.integers(0, 10**9), harms=harms,
    name=st.sampled_from(QUERY), value=st.text(max_size=60), raw=st.binary(max_size=200), yes=st.booleans(),
)  # fmt: skip
"""Every third is a person's text, as on a real day with a real crowd."""


def carry_out(plan: Plan) -> Shot:
    """The request of a plan, made now."""
    method, path, text = "POST", "/wechat", _text(plan.who, plan.said)
    if plan.kind == "vector":
        vector = VECTORS["vectors"][plan.number % len(VECTORS["vectors"])]
        body = vector["body"].encode()
        return Shot(
            "vector", vector["method"], path, vector["query_string"], harmed(body, plan.harms) if plan.yes else body
        )
    query, body = wrap(text)
    if plan.kind == "fields":
        inside = "".join(_element(k, str(v)) for k, v in plan.fields.items())
        query, body = wrap(f"<xml>{inside}</xml>".encode("utf-8", "surrogatepass"))
    elif plan.kind == "inner":
        query, body = wrap(harmed(INNER[plan.number % len(INNER)], plan.harms))
    elif plan.kind == "forged":
        query, body = _forged(plan, text)
    elif plan.kind == "query":
        changed = harmed(query[plan.name].encode(), plan.harms).decode("latin-1")
        query[plan.name] = plan.value if plan.yes else changed
        if plan.number % 3 == 0:
            del query[QUERY[plan.number % len(QUERY)]]
    elif plan.kind == "bytes":
        body = harmed(body, plan.harms)
    elif plan.kind == "get":
        method, body, query["echostr"] = "GET", b"", plan.value
        if plan.yes:
            query["signature"] = plan.said
    elif plan.kind == "odd":
        method = ("PUT", "DELETE", "HEAD", "OPTIONS", "POST")[plan.number % 5]
        path = ("/wechat", "/wechat/", "/wechat/x", "//wechat", "/lessons/%00", "/quizzes/x")[plan.number % 6]
        body = plan.raw * (plan.number % 400)
    return Shot(plan.kind, method, path, encode(query), body)


def _forged(plan: Plan, inner: bytes) -> tuple[dict[str, str], bytes]:
    """A push by somebody who lacks token or key, or has an old one of ours."""
    away = int(time.time()) + (600 + plan.number) * (1 if plan.yes else -1)
    query, body = wrap(inner)
    match plan.harms[0][1] % 7:
        case 0:
            return wrap(inner, encrypt(inner, bytes(32)))
        case 1:
            return wrap(inner, encrypt(inner, app_id="wx" + "0" * 16))
        case 2:
            return wrap(inner, stamp=str(away))
        case 3:
            query["msg_signature"] = query["signature"]
        case 4:
            body = inner
        case 5:
            body = wrap(inner)[1]
        case _:
            query["msg_signature"] = hashlib.sha1(b"guessed").hexdigest()
    return query, body


def encode(query: dict[str, str]) -> str:
    """A query string; what cannot be written is replaced."""
    return urlencode(query, errors="replace")
