"""The fuzzer in a small size, and that it would notice."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.web.platform import Platform
from tests.proof.fuzz import Fire, _look, fire, page
from tests.proof.fuzz_requests import GIVEN, KEYS, Shot, authentic, encode, encrypt, wrap

TEXT = b"<xml><FromUserName>o</FromUserName><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>"


def test_three_hundred_requests(tmp_path: Path) -> None:
    found = fire(300, float("inf"), tmp_path)
    assert found.faults == []
    assert found.right, found.grown_mb
    assert found.count == 300
    assert len(found.sent) == 9, "of every kind"
    assert {s for _, s in found.statuses} >= {200, 403}
    assert "**300 requests" in page(found)


def test_it_knows_what_is_signed() -> None:
    query, body = wrap(TEXT)
    assert authentic(Shot("t", "POST", "/wechat", encode(query), body))
    old_key, inside = wrap(TEXT, encrypted=encrypt(TEXT, KEYS[1]))
    assert authentic(Shot("t", "POST", "/wechat", encode(old_key), inside))
    for changes in ({"nonce": "1"}, {"msg_signature": query["signature"]}, {"timestamp": "1"}, {"timestamp": "x"}):
        assert not authentic(Shot("t", "POST", "/wechat", encode({**query, **changes}), body)), changes
    for encrypted in (encrypt(TEXT, bytes(32)), encrypt(TEXT, app_id="wx1"), "AAAA", "§"):
        query, body = wrap(TEXT, encrypted=encrypted)
        assert not authentic(Shot("t", "POST", "/wechat", encode(query), body))


@pytest.mark.parametrize(
    ("status", "content", "fault"),
    [
        (500, b"", "500"),
        (200, b"success", "a forgery was accepted"),
        (403, b"", "a true message got 403"),
        (200, b"<xml>", "would refuse the reply"),
        (0, b"", "no answer"),
    ],
)
def test_a_door_that_errs_is_found_out(status: int, content: bytes, fault: str) -> None:
    def door(request: httpx.Request) -> httpx.Response:
        if not status:
            raise httpx.ReadError("gone")
        return httpx.Response(status, content=content)

    query, body = wrap(TEXT)
    query = {**query, "nonce": "changed"} if "forgery" in fault else query
    found, shot = Fire(), Shot("text", "POST", "/wechat", encode(query), body)
    wechat = Platform(GIVEN["token"], GIVEN["appid"], GIVEN["encoding_aes_key"])
    with httpx.Client(transport=httpx.MockTransport(door), base_url="http://127.0.0.1") as http:
        _look(found, wechat, shot, http)
    assert any(fault in said for said in found.faults)
    assert not found.right
