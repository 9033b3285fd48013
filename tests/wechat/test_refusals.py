"""What the door does not let in, and that it refuses early and quietly."""

from __future__ import annotations

import asyncio
import base64

import httpx
import pytest
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.errors import Forbidden
from bot.settings import WeChatSettings
from bot.wechat.envelope import Envelopes
from bot.wechat.signature import sign
from tests.wechat.conftest import CREDENTIALS, OPENID, Serve, settings_for

XML = "<xml><FromUserName>o1</FromUserName><MsgType>text</MsgType><Content>你好</Content></xml>"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not xml", 400),
        (b"<xml></xml>", 400),
        (b"<xml><MsgType>text</MsgType></xml>", 400),
        (b"<html/>", 400),
        (b'<!DOCTYPE xml [<!ENTITY a "b">]>' + XML.encode(), 400),
        (b'<?xml version="1.0"?><!DOCTYPE foo>' + XML.encode(), 400),
        (b"<?p <xml?><!DOCTYPE xml>" + XML.encode(), 400),
        (XML.encode("utf-16"), 400),
        (XML.replace("你好", "\0").encode(), 400),
        (XML.replace("你好", "&#0;").encode(), 400),
        (XML.replace("你好", "&a;").encode(), 400),
        (XML.encode("gb18030"), 400),
        (b"<xml>" + b"x" * 70_000 + b"</xml>", 413),
    ],
)
async def test_signed_but_wrong_bodies(body: bytes, status: int, callback: Serve) -> None:
    async with callback() as served, httpx.AsyncClient() as http:
        query, _ = served.platform().text(OPENID, "x")
        answer = await http.post(served.url, params=query, content=body)
        assert (answer.status_code, answer.content) == (status, b"")
        assert served.answerer.seen == []


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "another-token"},
        {"app_id": "wxsomebodyelse000"},
        {"aes_key": "B" * 43},
        {"clock": lambda: CREDENTIALS["t0"] - 301.0},
        {"clock": lambda: CREDENTIALS["t0"] + 301.0},
    ],
    ids=["token", "appid", "key", "old", "future"],
)
async def test_what_is_not_from_wechat_is_refused(changes: dict, callback: Serve) -> None:
    async with callback("safe") as served:
        answer = await served.wechat("safe", **changes).raw(served.platform("safe", **changes).text(OPENID, "hi"))
        assert (answer.status_code, answer.content) == (403, b"")
        assert served.answerer.seen == []


@pytest.mark.parametrize(
    "query", [{}, {"signature": "签名", "timestamp": "现在", "nonce": "一"}, {"signature": "a" * 40}]
)
async def test_odd_queries_are_refused(query: dict, callback: Serve) -> None:
    async with callback() as served, httpx.AsyncClient() as http:
        assert (await http.post(served.url, params=query, content=XML.encode())).status_code == 403
        assert (await http.get(served.url, params=query)).status_code == 403


@pytest.mark.parametrize(
    "head", ["Content-Length: 90000000", "Transfer-Encoding: chunked\r\n\r\n5000000"], ids=["length", "chunked"]
)
async def test_an_oversized_body_is_refused_before_it_is_read(head: str, callback: Serve) -> None:
    async with callback() as served:
        url = httpx.URL(served.url)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(f"POST /wechat HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
        assert b" 413 " in await asyncio.wait_for(reader.readline(), 2)
        writer.close()


async def test_broken_chunks_are_refused(callback: Serve) -> None:
    async with callback() as served:
        url = httpx.URL(served.url)
        reader, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(b"POST /wechat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")
        assert b" 400 " in await asyncio.wait_for(reader.readline(), 2)
        writer.close()


async def test_our_limit_stays_with_our_route(callback: Serve) -> None:
    """Sanic keeps the limit with the connection; a proxy sends all doors' requests through the same one."""
    async with callback() as served, httpx.AsyncClient() as http:
        sizes: list[int] = []

        async def upload(request: Request) -> HTTPResponse:
            sizes.append(len(request.body))
            return empty()

        served.app.router.reset()
        served.app.add_route(upload, "/upload", methods=["POST"])
        served.app.router.finalize()
        query, body = served.platform().text(OPENID, "hi")
        assert (await http.post(served.url, params=query, content=body)).status_code == 200
        assert (await http.post(served.url.replace("wechat", "upload"), content=b"x" * 200_000)).status_code == 204
        assert sizes == [200_000]


@pytest.mark.parametrize("count", [None, 0, 1, 33, 255], ids=["right count, wrong filling", "0", "1", "33", "255"])
def test_wrong_padding_is_refused_whoever_signed_it(count: int | None) -> None:
    """wechatpy believes the last byte; the text before it would be cut at a place of the sender's choice."""
    envelopes = Envelopes(settings_for("safe"))
    content = b"0" * 16 + len(XML.encode()).to_bytes(4, "big") + XML.encode() + CREDENTIALS["appid"].encode()
    pad = 32 - len(content) % 32
    cipher = envelopes._ciphers[0].cipher
    encrypted = base64.b64encode(
        cipher.encrypt(content + b"Z" * (pad - 1) + bytes([pad if count is None else count]))
    ).decode()
    timestamp = str(CREDENTIALS["t0"])
    query = {"timestamp": timestamp, "nonce": "1"}
    query["msg_signature"] = sign(CREDENTIALS["token"], timestamp, "1", encrypted)
    assert pad != 1
    with pytest.raises(Forbidden):
        envelopes.open(query, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode(), CREDENTIALS["t0"])


@pytest.mark.parametrize("key", ["short", "-" * 43, "好" * 43])
def test_a_key_that_cannot_be_one_is_named_at_start(key: str) -> None:
    with pytest.raises(ValueError, match="QIANGUA_WECHAT_AES_KEY must be 43"):
        WeChatSettings(wechat_aes_key=key)
    with pytest.raises(ValueError, match="without QIANGUA_WECHAT_AES_KEY"):
        WeChatSettings(wechat_aes_key="", wechat_aes_key_previous="B" * 43)
