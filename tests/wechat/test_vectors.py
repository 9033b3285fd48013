"""Every vector of the reference, over loopback, and the exact bytes of replies."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.settings import WeChatSettings
from bot.wechat.envelope import Envelopes, Opened, parse_xml
from bot.wechat.inbound import parse
from bot.wechat.passive import text_reply
from bot.wechat.signature import sign
from tests.wechat.conftest import CREDENTIALS, VECTORS, Serve, settings_for


def by_name(items: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(item, id=item["name"]) for item in items]


def mode_of(vector: dict[str, Any]) -> str:
    return "plain" if vector["mode"] in ("get", "plain") else "safe"


@pytest.mark.parametrize("vector", by_name(VECTORS["vectors"]))
async def test_vector_is_accepted_or_refused(vector: dict[str, Any], callback: Serve) -> None:
    async with callback(mode_of(vector)) as served, httpx.AsyncClient() as http:
        answer = await http.request(
            vector["method"], f"{served.url}?{vector['query_string']}", content=vector["body"].encode()
        )
        if not vector["expect"]["accept"]:
            assert (answer.status_code, answer.content) == (403, b"")
            assert served.answerer.seen == []
            return
        assert answer.status_code == 200
        if vector["method"] == "GET":
            assert answer.text == vector["expect"]["response_body"]
            return
        reply = served.platform(
            "plain" if mode_of(vector) == "plain" else "safe",
            **({"aes_key": CREDENTIALS["encoding_aes_key_previous"]} if "previous" in vector["name"] else {}),
        ).read_reply(answer.content)
        assert (reply is None) == (not served.answerer.seen)


@pytest.mark.parametrize("vector", by_name([v for v in VECTORS["vectors"] if v["expect"].get("fields")]))
def test_vector_is_read_as_described(vector: dict[str, Any]) -> None:
    opened = Envelopes(settings_for(mode_of(vector))).open(vector["query"], vector["body"].encode(), CREDENTIALS["t0"])
    inbound, fields = parse(opened.xml), vector["expect"]["fields"]
    assert inbound.openid == fields["FromUserName"]
    assert inbound.msg_type == fields["MsgType"]
    assert inbound.event == fields.get("Event", "")
    if "Content" in fields:
        assert inbound.text == fields["Content"]
    assert inbound.dedupe_key == "\n".join(vector["expect"]["dedup_key"])


@pytest.mark.parametrize("vector", by_name([v for v in VECTORS["vectors"] if v["mode"] in ("plain", "safe")]))
async def test_vector_of_the_other_mode_is_refused(vector: dict[str, Any], callback: Serve) -> None:
    """A plain body where a key is set is a downgrade; an encrypted one where none is set cannot be read."""
    async with callback("safe" if vector["mode"] == "plain" else "plain") as served, httpx.AsyncClient() as http:
        answer = await http.post(f"{served.url}?{vector['query_string']}", content=vector["body"].encode())
        if vector["name"] == "safe-neg-downgrade-to-plain":  # which is a plain message to a plain server
            assert answer.status_code == 200
            return
        assert (answer.status_code, answer.content) == (403 if vector["mode"] == "plain" else 400, b"") or (
            vector["expect"]["accept"] is False and answer.status_code in (400, 403)
        )
        assert served.answerer.seen == []


async def test_the_previous_key_is_answered_with_the_previous_key_to_the_byte(callback: Serve) -> None:
    reply = next(r for r in VECTORS["replies"] if r["name"] == "reply-text-previous-key")
    vector = next(v for v in VECTORS["vectors"] if v["name"] == "safe-previous-key")
    async with callback("safe", random16=lambda: reply["random16"]) as served, httpx.AsyncClient() as http:
        served.clock[0], served.answerer.says = float(reply["timestamp"]), "收到"
        answer = await http.post(f"{served.url}?{vector['query_string']}", content=vector["body"].encode())
        assert answer.text == reply["encrypted_body"]
        assert answer.headers["content-type"].startswith("application/xml")


def test_the_decrypted_text_wins_over_forged_plain_fields() -> None:
    vector = next(v for v in VECTORS["vectors"] if v["name"] == "compat-plain-fields-forged")
    opened = Envelopes(settings_for("safe")).open(vector["query"], vector["body"].encode(), CREDENTIALS["t0"])
    assert parse(opened.xml).text == "真实内容"


@pytest.mark.parametrize("reply", by_name([r for r in VECTORS["replies"] if "encrypted_body" in r]))
def test_reply_is_encrypted_to_the_same_bytes(reply: dict[str, Any]) -> None:
    settings = settings_for("safe")
    envelopes = Envelopes(settings, random16=lambda: reply["random16"])
    keys = [settings.wechat_aes_key.get_secret_value(), settings.wechat_aes_key_previous.get_secret_value()]
    cipher = envelopes._ciphers[keys.index(reply["encoding_aes_key"])]
    closed = envelopes.close(reply["plain_xml"], Opened(b"", cipher, reply["nonce"]), float(reply["timestamp"]))
    assert closed == reply["encrypted_body"]


@pytest.mark.parametrize("reply", by_name([r for r in VECTORS["replies"] if "text" in r["name"]]))
def test_text_reply_has_the_form_of_the_examples(reply: dict[str, Any]) -> None:
    fields = reply["fields"]
    xml = text_reply(
        fields["Content"], to=fields["ToUserName"], account=fields["FromUserName"], now=int(fields["CreateTime"])
    )
    assert parse_xml(xml.encode()) == parse_xml(reply["plain_xml"].encode())
    assert xml == reply["plain_xml"]


def test_tencents_own_signatures() -> None:
    official = VECTORS["official_published"]
    for case in (official["get"], official["plain_post"]):
        assert sign(official["token"], case["timestamp"], case["nonce"]) == case["signature"]


@pytest.mark.parametrize("name", ["safe_json", "safe_xml"])
def test_tencents_own_ciphertexts(name: str) -> None:
    official = VECTORS["official_published"]
    case = official[name]
    settings = WeChatSettings(
        wechat_token=official["token"],
        wechat_app_id=case["appid"],
        wechat_aes_key=official["encoding_aes_key"],
        wechat_time_window=300,
    )
    body = f"<xml><Encrypt><![CDATA[{case['encrypt']}]]></Encrypt></xml>".encode()
    opened = Envelopes(settings).open(case, body, float(case["timestamp"]))
    assert opened.xml.decode() == case["msg"]


@pytest.mark.parametrize("name", ["reply_json", "reply_xml"])
def test_tencents_own_replies(name: str) -> None:
    official = VECTORS["official_published"]
    case = official[name]
    settings = WeChatSettings(
        wechat_token=official["token"], wechat_app_id=case["appid"], wechat_aes_key=official["encoding_aes_key"]
    )
    envelopes = Envelopes(settings, random16=lambda: case["random16"])
    opened = Opened(b"", envelopes._ciphers[0], case["nonce"])
    closed = parse_xml(envelopes.close(case["msg"], opened, float(case["timestamp"])).encode())
    assert (closed["Encrypt"], closed["MsgSignature"]) == (case["encrypt"], case["msg_signature"])
