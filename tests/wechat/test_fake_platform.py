"""The platform's callback side: tries, MarkFail, and what goes wrong on the way; and its command."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time

import httpx
import pytest

from bot.fakewechat.pusher import BROKEN, MARK_AFTER, MARK_SECONDS, FakeWeChat, Faults
from tests.conftest import free_ports
from tests.wechat.conftest import OPENID, Serve


async def test_mark_fail_leaves_a_deaf_address_alone_for_a_minute(callback: Serve) -> None:
    async with callback() as served:
        now = [0.0]
        deaf = FakeWeChat(served.platform(), "http://127.0.0.1:9/wechat", step=0.01, clock=lambda: now[0])
        post = served.platform().text(OPENID, "好")
        for _ in range(MARK_AFTER):
            assert (await deaf.push(post)).tries == 3
        assert (await deaf.push(post)).tries == 0
        now[0] = MARK_SECONDS
        deaf._callback, deaf._step = served.url, 5.0
        assert (await deaf.push(post)).tries == 1


async def test_an_answer_ends_the_count(callback: Serve) -> None:
    async with callback() as served:
        platform = FakeWeChat(served.platform(), "http://127.0.0.1:9/wechat", step=0.01)
        for n in range(MARK_AFTER * 2):
            hears = n % 5 == 4
            platform._callback, platform._step = (served.url, 5.0) if hears else ("http://127.0.0.1:9/wechat", 0.01)
            await platform.push(served.platform().text(OPENID, "好"))
        assert platform.marked_until == 0.0


@pytest.mark.parametrize(
    "faults",
    [
        Faults(drop=0.3),
        Faults(duplicate=0.5),
        Faults(delay=0.5, delay_seconds=0.2),
        Faults(drop=0.2, duplicate=0.3, delay=0.3, delay_seconds=0.2, reorder=True),
    ],
    ids=str,
)
async def test_every_message_is_one_turn_whatever_happens_on_the_way(faults: Faults, callback: Serve) -> None:
    async with callback("safe") as served:
        # an answer is waited for as long as a busy machine takes: what is lost is what the dice say
        platform = FakeWeChat(served.platform("safe"), served.url, step=0.05, patience=60.0, faults=faults, seed=7)
        posts = [platform.platform.text(OPENID, f"第{n}句") for n in range(40)]
        got = await platform.push_all(posts)
        heard = [incoming.text for incoming in served.answerer.seen]
        assert sorted(heard) == sorted(f"第{n}句" for n in range(40)), "each once"
        if faults.reorder:
            assert heard != sorted(heard, key=lambda text: int(text[1:-1]))
        for n, delivery in enumerate(got):
            # three lost answers in a row are shown as a fault; every other person sees the one answer
            assert delivery.shown == BROKEN or f":第{n}句:" in str(delivery.shown)
        assert sum(d.shown == BROKEN for d in got) <= 2
        if faults.drop:
            assert sum(d.tries for d in got) > 40


async def test_the_command_serves_and_is_led_by_http(callback: Serve) -> None:
    async with callback() as served:
        port = free_ports(1)
        # the vectors' clock stands still in 2026-11; the command pushes with the real one
        served.clock[0] = time.time()
        env = {**os.environ, "QIANGUA_WECHAT_TOKEN": "GongYou2026bot", "QIANGUA_WECHAT_APP_ID": "wx0a1b2c3d4e5f6789"}
        words = [sys.executable, "-m", "bot", "fakewechat", "--port", str(port), "--callback", served.url]
        process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=120) as http:
                for _ in range(1200):  # a busy machine starts slowly
                    try:
                        assert (await http.get("/_sent")).json() == []
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.1)
                shown = (await http.post("/_push", json={"openid": OPENID, "text": "您好"})).json()
                assert shown == {"shown": "text:您好:1", "tries": 1}
                shown = (await http.post("/_push", json={"openid": OPENID, "event": "subscribe"})).json()
                assert shown["shown"] == "follow::2"
                await http.post("/_script", json={"path": "/cgi-bin/stable_token", "codes": [-1]})
                assert (await http.post("/cgi-bin/stable_token", json={})).json()["errcode"] == -1
                asked = {"appid": "wx0a1b2c3d4e5f6789", "secret": "rehearsal-secret"}
                token = (await http.post("/cgi-bin/stable_token", json=asked)).json()["access_token"]
                body = {"touser": OPENID, "msgtype": "text", "text": {"content": "到了吗"}}
                await http.post("/_clock", json={"seconds": 3600})
                send = f"/cgi-bin/message/custom/send?access_token={token}"
                assert (await http.post(send, json=body)).json()["errcode"] == 0
                assert (await http.get("/_sent")).json() == [{"to": OPENID, "body": body}]
                await http.post("/_clock", json={"seconds": 4000})
                assert (await http.post(send, json=body)).json()["errcode"] == 42001
                assert (await http.post("/cgi-bin/nothing", json={})).json()["errcode"] == 76003
        finally:
            process.terminate()
            process.wait(10)


def test_the_command_is_for_development(monkeypatch: pytest.MonkeyPatch) -> None:
    env = {
        **os.environ,
        "QIANGUA_ENV": "production",
        "QIANGUA_SECRET_KEY": "x" * 32,
        "QIANGUA_WECHAT_TOKEN": "t0ken",
        "QIANGUA_WECHAT_APP_ID": "wx1",
    }
    done = subprocess.run([sys.executable, "-m", "bot", "fakewechat"], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "for QIANGUA_ENV=dev" in done.stderr
