"""429 at the doors: pages and forged signatures; what WeChat has signed is never refused for a count."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
import pytest
from sanic import Sanic
from sanic.response import text

from bot.limits.addresses import FORGED, Addresses
from bot.limits.counts import MemoryCounts
from bot.limits.pages import OPEN, limit_pages
from bot.wechat.callback import create_blueprint
from bot.wechat.dedupe import MemoryRepeats
from tests.conftest import free_ports, serve
from tests.wechat.conftest import CREDENTIALS, OPENID, EchoAnswerer, hashed, settings_for
from tests.wechat.conftest import Served as Door


async def test_pages_are_limited_by_address_and_doors_for_machines_are_not(app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)
    limit_pages(app, Addresses(MemoryCounts(), pages=3, forged=1, proxies=1), "歇一分钟再来。")
    for path in ("/lessons", *OPEN):
        app.add_route(lambda request: text("ok"), path, name=path.strip("/"))
    async with serve(app, free_ports(1)) as base, httpx.AsyncClient(base_url=base, trust_env=False) as http:
        assert [(await http.get("/lessons")).status_code for _ in range(3)] == [200] * 3
        refused = await http.get("/no-such-page")
        assert (refused.status_code, refused.text) == (429, "歇一分钟再来。")
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        other = await http.get("/lessons", headers={"X-Forwarded-For": "203.0.113.7"})
        assert other.status_code == 200, "a proxy on this machine says who it is"
        for path in OPEN:
            assert (await http.get(path)).status_code == 200, path


async def test_who_forges_gets_429_and_wechat_beside_them_its_answer(
    app_name: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    addresses = Addresses(MemoryCounts(), pages=1, forged=2, proxies=1)
    app, clock = Sanic(app_name(), configure_logging=False), [float(CREDENTIALS["t0"])]
    app.blueprint(
        create_blueprint(
            settings_for("safe"), EchoAnswerer(), hashed, MemoryRepeats(600), clock=lambda: clock[0],
            forged=lambda request: addresses.over(request, FORGED),
        )
    )  # fmt: skip
    async with serve(app, free_ports(1)) as base:
        door = Door(app, f"{base}/wechat", EchoAnswerer(), clock)
        forger, wechat = door.wechat("safe", token="wrong"), door.wechat("safe")
        answers = [await forger.raw(door.platform("safe", token="wrong").text(OPENID, "假")) for _ in range(4)]
        answers.append(await forger.verify())
        assert [a.status_code for a in answers] == [403, 403, 429, 429, 429]
        assert 0 < int(answers[2].headers["Retry-After"]) <= 60
        assert [await wechat.say(OPENID, "真") for _ in range(2)] == ["text:真:1", "text:真:2"]
        malformed = await wechat.raw(door.platform("safe").post(OPENID, {"MsgType": ""}))
        assert malformed.status_code == 400, "signed nonsense is no forgery"
    logged = " ".join(f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in caplog.records)
    assert logged.count("refused") == 3, "what is over the limit is counted and not logged line by line"
    assert OPENID not in logged
    assert "127.0.0.1" not in logged
