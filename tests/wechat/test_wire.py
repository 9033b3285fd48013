"""Both ends of the wire under any input, and the fake platform itself."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.errors import RequestError
from bot.web.platform import Platform
from bot.wechat.envelope import Envelopes
from bot.wechat.inbound import parse
from bot.wechat.passive import text_reply
from tests.conftest import free_ports, serve
from tests.fake_wechat import BROKEN, FakeWeChat
from tests.wechat.conftest import CREDENTIALS, OPENID, Serve, settings_for


@pytest.mark.parametrize("body", [b"", b"success"])
async def test_the_platform_reads_silence(body: bytes, callback: Serve) -> None:
    async with callback() as served:
        assert served.platform("safe").read_reply(body) is None


@pytest.mark.parametrize("body", [b'{"answer": 1}', b"<xml><Encrypt>x</Encrypt></xml>", b"<xml/>", b"ok"])
async def test_the_fake_platform_tries_three_times_and_complains(body: bytes, app_name: Callable[[], str]) -> None:
    app, served_times = Sanic(app_name(), configure_logging=False), []

    @app.post("/wechat")
    async def broken(_request: Request) -> HTTPResponse:
        served_times.append(time.monotonic())
        return raw(body)

    async with serve(app, free_ports(1)) as base:
        platform = Platform("t", "wx1", "A" * 43)
        delivery = await FakeWeChat(platform, f"{base}/wechat", step=0.2).push(platform.text(OPENID, "在吗"))
    assert (delivery.shown, delivery.tries) == (BROKEN, 3)
    gaps = [after - before for before, after in itertools.pairwise(served_times)]
    assert all(0.15 < gap < 1 for gap in gaps)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), query=st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=4))
def test_any_bytes_are_refused_with_our_own_error(body: bytes, query: dict[str, str]) -> None:
    for mode in ("plain", "safe"):
        with pytest.raises(RequestError):
            Envelopes(settings_for(mode)).open(query, body, CREDENTIALS["t0"])


@settings(max_examples=200)
@given(body=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: f"<xml>{t}</xml>".encode())))
def test_any_signed_xml_is_read_or_refused(body: bytes) -> None:
    try:
        inbound = parse(body)
    except RequestError:
        return
    assert inbound.openid


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_nothing_sent_to_the_door_is_a_server_error(mode: str, callback: Serve) -> None:
    async with callback(mode) as served:
        with httpx.Client(trust_env=False) as http:
            signed = served.platform(mode).post(OPENID, {"MsgType": "text"})[0]
            bodies = st.binary(max_size=200) | st.text(max_size=100).map(
                lambda inner: f"<xml><MsgType>text</MsgType><FromUserName>o</FromUserName>{inner}</xml>".encode()
            )
            queries = st.dictionaries(
                st.sampled_from(["signature", "msg_signature", "timestamp", "nonce", "echostr", "x"]),
                st.text(max_size=20),
            )

            @settings(max_examples=120, deadline=None)
            @given(body=bodies, query=queries | st.just(signed))
            def probe(body: bytes, query: dict[str, str]) -> None:
                assert http.post(served.url, params=query, content=body).status_code in (200, 400, 403)
                assert http.get(served.url, params=query).status_code in (200, 403)

            await asyncio.to_thread(probe)


@settings(max_examples=100)
@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=300), previous=st.booleans()
)
def test_both_ends_read_what_the_other_encrypts(text: str, previous: bool) -> None:
    key = CREDENTIALS["encoding_aes_key_previous" if previous else "encoding_aes_key"]
    now = float(CREDENTIALS["t0"])
    platform = Platform(CREDENTIALS["token"], CREDENTIALS["appid"], key, clock=lambda: now)
    envelopes = Envelopes(settings_for("safe"))
    opened = envelopes.open(*platform.text("o1", text), now)
    # xmltodict takes outer white space away, and noncharacters are no XML
    expected = text.strip()
    try:
        assert parse(opened.xml).text.strip() == expected
    except RequestError:
        assert {"\ufffe", "\uffff"} & set(text)
        return
    shown = platform.read_reply(
        envelopes.close(text_reply(text, to="o1", account="gh_1", now=now), opened, now).encode()
    )
    assert shown is not None
    assert shown["Content"] == text


@settings(max_examples=100)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_every_answer_survives_the_wire(text: str) -> None:
    xml = text_reply(text, to="o1", account="gh_1", now=1.0)
    back = parse(xml.encode()).text
    kept = "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ufffe" or c > "\uffff")
    assert back.strip() == kept.replace("\r\n", "\n").replace("\r", "\n").strip()
