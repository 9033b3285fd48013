"""What becomes of messages and events whose signature holds."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest

from bot.wechat.inbound import parse
from tests.wechat.conftest import CREDENTIALS, OPENID, Serve, hashed

MODES = ("plain", "safe", "compatible")


@pytest.mark.parametrize("mode", MODES)
async def test_text_is_answered(mode: str, callback: Serve) -> None:
    async with callback(mode) as served:
        assert (await served.wechat(mode).verify()).text == "4375120948345356249"
        assert await served.wechat(mode).say(OPENID, "孩子不听话") == "text:孩子不听话:1"
        assert served.answerer.seen[0].person == hashed(OPENID)
        assert 2.0 <= served.answerer.within[0] <= 4.0, "less where the loop is behind, never under half"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"MsgType": "image", "PicUrl": "http://x", "MediaId": "m"}, "image"),
        ({"MsgType": "voice", "MediaId": "m", "Format": "amr", "Recognition": ""}, "voice"),
        ({"MsgType": "video", "MediaId": "m", "ThumbMediaId": "t"}, "video"),
        ({"MsgType": "shortvideo", "MediaId": "m", "ThumbMediaId": "t"}, "video"),
        ({"MsgType": "location", "Location_X": "26", "Location_Y": "106", "Scale": "15", "Label": "l"}, "location"),
        ({"MsgType": "link", "Title": "t", "Description": "d", "Url": "u"}, "link"),
        ({"MsgType": "miniprogrampage", "Title": "t"}, "link"),
        ({"MsgType": "file", "Title": "t"}, "file"),
        ({"MsgType": "hologram"}, "other"),
        ({"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"}, "other"),
        ({"MsgType": "text", "Content": ""}, "other"),
        ({"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_factory_dg_017"}, "follow"),
        ({"MsgType": "event", "Event": "SCAN", "EventKey": "factory_dg_017"}, "scan"),
        ({"MsgType": "event", "Event": "CLICK", "EventKey": "show_menu"}, "click"),
        ({"MsgType": "event", "Event": "scancode_waitmsg", "EventKey": "k"}, "click"),
    ],
)
async def test_kinds_that_are_answered(fields: dict, kind: str, callback: Serve) -> None:
    async with callback() as served:
        post = served.platform().post(OPENID, {**fields, "MsgId": "1"})
        assert (await served.wechat().push(post)).shown is not None
        assert served.answerer.seen[0].kind == kind


def test_recognised_voice_is_text() -> None:
    xml = "<xml><FromUserName>o</FromUserName><MsgType>voice</MsgType><Recognition>娃儿</Recognition></xml>"
    incoming = parse(xml.encode()).to_incoming("p")
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("text", "娃儿")


@pytest.mark.parametrize(
    "event",
    """LOCATION VIEW view_miniprogram scancode_push pic_sysphoto pic_photo_or_album pic_weixin location_select
    TEMPLATESENDJOBFINISH MASSSENDJOBFINISH PUBLISHJOBFINISH subscribe_msg_popup_event subscribe_msg_change_event
    subscribe_msg_sent_event kf_create_session kf_close_session kf_switch_session user_info_modified
    user_authorization_revoke debug_demo qualification_verify_success verify_expired event_of_2031""".split(),
)
async def test_events_without_a_meaning_get_success(event: str, callback: Serve) -> None:
    async with callback("safe") as served:
        answer = await served.wechat("safe").raw(served.platform("safe").event(OPENID, event))
        assert (answer.status_code, answer.content) == (200, b"success")
        assert served.answerer.seen == []


async def test_who_leaves_is_forgotten(callback: Serve) -> None:
    async with callback() as served:
        platform = served.platform()
        await served.wechat().push(platform.event(OPENID, "unsubscribe"))
        cancelled = {"MsgType": "event", "Event": "user_authorization_cancellation", "OpenID": "oSomebodyElse"}
        await served.wechat().push(platform.post("gh_wechat_itself", cancelled))
        assert served.answerer.forgotten == [hashed(OPENID), hashed("oSomebodyElse")]


async def test_a_retry_gets_the_same_answer_and_one_turn(callback: Serve) -> None:
    async with callback("safe") as served:
        post, wechat = served.platform("safe").text(OPENID, "重试"), served.wechat("safe")
        served.answerer.delay = 0.3
        together = await asyncio.gather(wechat.push(post), wechat.push(post))
        later = await wechat.push(post)
        assert {d.shown for d in (*together, later)} == {"text:重试:1"}
        assert len(served.answerer.seen) == 1


async def test_two_people_with_the_same_msgid_and_two_events_in_one_second(callback: Serve) -> None:
    async with callback() as served:
        platform, wechat = served.platform(), served.wechat()
        for openid in (OPENID, "oAnotherPerson"):
            await wechat.push(platform.post(openid, {"MsgType": "text", "Content": "hi", "MsgId": "77"}))
        await wechat.push(platform.event(OPENID, "LOCATION"))
        await wechat.push(platform.event(OPENID, "CLICK", "show_menu"))
        assert [i.kind for i in served.answerer.seen] == ["text", "text", "click"]


async def test_an_error_is_success_and_the_next_try_computes_again(callback: Serve) -> None:
    async with callback() as served:
        post = served.platform().text(OPENID, "坏")
        served.answerer.error = RuntimeError("坏 " + OPENID)
        assert (await served.wechat().raw(post)).content == b"success"
        served.answerer.error = None
        assert (await served.wechat().push(post)).shown == "text:坏:2"


async def test_an_answer_that_never_comes_is_success_in_time(callback: Serve) -> None:
    async with callback(wechat_reply_seconds=0.2) as served:
        served.answerer.delay = 5
        delivery = await served.wechat().push(served.platform().text(OPENID, "慢"))
        assert (delivery.shown, delivery.tries) == (None, 1)


async def test_a_late_answer_goes_on_and_its_fault_is_logged_without_words(
    callback: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with callback(wechat_reply_seconds=0.05) as served:
        served.answerer.delay, served.answerer.error = 0.5, RuntimeError("坏 " + OPENID)
        assert (await served.wechat().raw(served.platform().text(OPENID, "慢"))).content == b"success"
        await asyncio.sleep(0.3)
        gc.collect()  # asyncio speaks up for a fault that nobody fetched when the task goes
    events = [r.getMessage() for r in caplog.records]
    assert "late answer failed" in events
    assert not [event for event in events if OPENID in event]


async def test_a_cut_connection_does_not_end_the_turn(callback: Serve) -> None:
    async with callback() as served:
        post, served.answerer.delay = served.platform().text(OPENID, "断线"), 0.3
        first = asyncio.create_task(served.wechat().raw(post))
        await asyncio.sleep(0.1)
        repeat = asyncio.create_task(served.wechat().push(post))
        await asyncio.sleep(0.05)
        first.cancel()
        assert (await repeat).shown == "text:断线:1"
        assert len(served.answerer.seen) == 1


async def test_the_log_knows_neither_person_nor_words(callback: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with callback("safe") as served:
        await served.wechat("safe").say(OPENID, "我的秘密")
        served.answerer.error = RuntimeError("boom")
        await served.wechat("safe").say(OPENID, "另一个秘密")
    # httpx is the platform's end of the wire, which is this test
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert [r.getMessage() for r in ours].count("push") == 2
    logged = " ".join(f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in ours)
    for secret in (OPENID, "秘密", CREDENTIALS["token"], CREDENTIALS["encoding_aes_key"]):
        assert secret not in logged
