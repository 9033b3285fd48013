"""The client against the platform: tokens, every family of calls, and what is never logged."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import WeChatError
from bot.wechat.account import FEATURES, Account
from bot.wechat.api import console, drafts, jssdk, mass, media, menus, messages, notices, qr, tags
from bot.wechat.codes import ApiError, Unreachable
from bot.wechat.day import midnight, read_moment, show_moment
from bot.wechat.tokens import Kept, MemoryTokens
from bot.wechat.tokens_redis import RedisTokens
from tests.conftest import listens, need
from tests.wechat.conftest import VECTORS
from tests.wechat.platform import APP_ID, NOON, OPENID, SECRET, rig

SOME = [
    messages.text("您好"),
    messages.news("一课", "三分钟", "https://example.org/lessons/x", "https://example.org/x.png"),
    messages.menu("选一个", [("1", "好"), ("2", "不好")], "点一下"),
    messages.card("c1"),
    messages.mpnewsarticle("a1"),
]


@pytest.mark.parametrize("body", SOME, ids=[body["msgtype"] for body in SOME])
async def test_messages_arrive_as_they_are(body: dict[str, Any]) -> None:
    async with rig() as r:
        await messages.send(r.client, OPENID, body, agent="kf1@qiangua")
        assert r.state.sent == [(OPENID, {"touser": OPENID, **body, "customservice": {"kf_account": "kf1@qiangua"}})]


async def test_messages_with_media() -> None:
    async with rig() as r:
        content = os.urandom(5000)
        m = await media.upload(r.client, "image", "a.png", content)
        t = await media.upload(r.client, "thumb", "t.jpg", b"thumb")
        bodies = (
            messages.image(m),
            messages.voice(m),
            messages.video(m, t, "题"),
            messages.music("https://x/y.mp3", t),
            messages.mini_program("题", "wx1", "p", t),
        )
        for body in bodies:
            r.state.act(OPENID, "message")
            await messages.send(r.client, OPENID, body)
        assert [body["msgtype"] for _, body in r.state.sent] == "image voice video music miniprogrampage".split()
        assert await media.download(r.client, m) == content
        v = await media.keep(r.client, "video", "v.mp4", b"video")
        assert await media.download(r.client, v) == "http://v.qq.com/fake"
        assert (await media.for_article(r.client, "p.jpg", b"p")).startswith("http://mmbiz.qpic.cn/")
        for call in (
            media.upload(r.client, "thumb", "t.jpg", b"x" * 64_001),
            media.upload(r.client, "image", "t.exe", b"x"),
            media.download(r.client, "nothing"),
        ):
            with pytest.raises(WeChatError):
                await call


async def test_an_upload_is_whole_after_a_renewed_token() -> None:
    async with rig() as r:
        content = os.urandom(5000)
        r.state.script["/cgi-bin/media/upload"].append(42001)
        m = await media.upload(r.client, "image", "a.png", content)
        assert r.state.media[m][1] == content


async def test_typing_and_notices() -> None:
    async with rig() as r:
        await messages.typing(r.client, OPENID)
        r.state.followers[OPENID].grants["tpl-1"] = 1
        body = notices.body("tpl-1", {"thing1": "昨天的电话打得怎么样？您来说一声就行，我在这儿等着"}, "https://x")
        await notices.send_notice(r.client, OPENID, body)
        assert len(r.state.sent[-1][1]["data"]["thing1"]["value"]) == 20
        with pytest.raises(ApiError, match="43101"):
            await notices.send_notice(r.client, OPENID, body)
        for _ in range(2):
            assert await notices.send_template(r.client, OPENID, body, "key-1")
        assert len(r.state.sent) == 2, "WeChat drops the second of one key"


async def test_tags_menus_and_mass() -> None:
    async with rig() as r:
        people = [f"o{n:027d}" for n in range(130)]
        for openid in people:
            r.state.act(openid, "message")
        tag = await tags.find_or_create(r.client, "家长")
        assert await tags.find_or_create(r.client, "家长") == tag
        with pytest.raises(ApiError, match="45157"):
            await r.client.post("/cgi-bin/tags/create", {"tag": {"name": "家长"}})
        assert await tags.make_members(r.client, tag, people) == (130, 0)
        assert await tags.make_members(r.client, tag, people[:60]) == (0, 70)
        assert await tags.members(r.client, tag) == set(people[:60])

        default, own = [menus.click("看课", "lesson_list")], [menus.tab("家长", menus.view("课", "https://x"))]
        await menus.create(r.client, default)
        number = await menus.add_for_tag(r.client, own, tag)
        assert await menus.seen_by(r.client, people[0]) == own
        assert await menus.seen_by(r.client, people[99]) == default
        assert (await menus.show(r.client))["conditionalmenu"][0]["menuid"] == number
        await menus.remove_for_tag(r.client, number)
        assert await menus.seen_by(r.client, people[0]) == default
        await menus.delete(r.client)
        assert r.state.menu is None

        body = messages.text("一课")
        assert await mass.send(r.client, tag, body, "w1") == "1000"
        assert await mass.send(r.client, tag, body, "w1") == "", "had it already"
        assert await mass.state(r.client, "1000") == "SEND_SUCCESS"
        await mass.preview(r.client, OPENID, body)
        assert len(r.state.sent) == 61
        await mass.delete(r.client, "1000")
        assert await mass.state(r.client, "1000") == "DELETE"


@pytest.mark.parametrize(
    ("buttons", "why"),
    [
        ([menus.click("好", "k")] * 4, "4 tabs"),
        ([menus.tab("好", *[menus.click("好", "k")] * 6)], "6 items"),
        ([menus.click("好好好好好好", "k")], "16 bytes"),
        ([menus.view("好", "https://" + "x" * 1024)], "too long"),
    ],
)
async def test_menus_that_wechat_would_refuse(buttons: list[Any], why: str) -> None:
    async with rig() as r:
        with pytest.raises(WeChatError, match=why):
            await menus.create(r.client, buttons)
        assert r.state.menu is None


async def test_drafts_and_qr() -> None:
    async with rig() as r:
        thumb = await media.keep(r.client, "thumb", "t.jpg", b"t")
        article = drafts.article("题" * 40, "<p>课</p>", thumb, digest="要点", url="https://x/lessons/y")
        draft = await drafts.add(r.client, [article])
        assert r.state.drafts[draft][0]["title"] == "题" * 32
        assert await drafts.publish(r.client, draft)
        await drafts.delete(r.client, draft)
        assert r.state.drafts == {}
        with pytest.raises(WeChatError, match="20000"):
            drafts.article("题", "x" * 20_000, thumb)

        code = await qr.create(r.client, "factory_dg_017")
        assert code.url.endswith("factory_dg_017")
        assert code.picture.endswith("ticket=gQ%2Ffactory_dg_017")
        await qr.create(r.client, "fair_2026", seconds=3600)
        for scene, seconds in (("", None), ("东莞", None), ("x" * 65, None), ("ok", 59), ("ok", qr.LONGEST + 1)):
            with pytest.raises(WeChatError):
                await qr.create(r.client, scene, seconds)
        assert r.state.scenes == ["factory_dg_017", "fair_2026"]


@pytest.mark.parametrize("vector", VECTORS["jssdk"])
def test_page_signatures(vector: dict[str, Any]) -> None:
    signed = jssdk.sign_page(vector["jsapi_ticket"], vector["url"], vector["noncestr"], vector["timestamp"])
    assert signed == vector["signature"]


async def test_page_config_and_login() -> None:
    async with rig() as r:
        config = await jssdk.page_config(r.client, APP_ID, "https://x/lessons/y#top", lambda: NOON)
        expected = jssdk.sign_page("fake-ticket", "https://x/lessons/y", str(config["nonceStr"]), int(NOON))
        assert config == {
            "appId": APP_ID,
            "timestamp": int(NOON),
            "nonceStr": config["nonceStr"],
            "signature": expected,
        }
        await jssdk.page_config(r.client, APP_ID, "https://x")
        assert r.state.used("/cgi-bin/ticket/getticket") == 1

        address = jssdk.login_address(APP_ID, "https://x/in?a=1", "s")
        assert address.endswith(
            "redirect_uri=https%3A%2F%2Fx%2Fin%3Fa%3D1&response_type=code&scope=snsapi_base&state=s#wechat_redirect"
        )
        assert await jssdk.who_opened(r.client, "ok-" + OPENID) == OPENID
        assert await jssdk.who_opened(r.client, "snap-1") is None
        for code, why in (("ok-" + OPENID, "40163"), ("no", "40029")):
            with pytest.raises(ApiError, match=why):
                await jssdk.who_opened(r.client, code)


@pytest.mark.parametrize(
    ("kind", "has"),
    [
        ("unverified_sub", set()),
        ("unverified_svc", {"menu"}),
        ("verified_sub", {"custom", "menu", "conditional menu", "tags", "mass", "media"}),
        ("test", set(FEATURES) - {"mass", "notice"}),
        ("verified_svc", set(FEATURES)),
    ],
)
async def test_auto_finds_out_what_the_account_may_do(kind: str, has: set[str]) -> None:
    async with rig(kind) as r:
        assert {name for name, can in (await console.probe(r.client)).items() if can} == has
        for feature, path in FEATURES.items():
            assert (r.client.account.blocked(path) is None) == (feature in has)


async def test_console() -> None:
    async with rig() as r:
        r.state.limits[messages.SEND] = 50
        await messages.send(r.client, OPENID, messages.text("x"))
        assert await console.quota(r.client, messages.SEND) == console.Quota(50, 1, 49)
        await console.clear_quota(r.client, APP_ID)
        assert (await console.quota(r.client, messages.SEND)).used == 0
        assert [row["ip"] for row in await console.check_callback(r.client)] == ["127.0.0.1"] * 2
        assert await console.callback_addresses(r.client) == ["127.0.0.1"]


@pytest.mark.parametrize("more", [{"wechat_app_secret": ""}, {"wechat_account": "passive"}])
async def test_passive_calls_nothing(more: dict[str, str]) -> None:
    async with rig(**more) as r:
        assert not any(r.client.account.features().values())
        with pytest.raises(ApiError, match="48001"):
            await messages.send(r.client, OPENID, messages.text("x"))
        assert r.state.token_calls == 0


@pytest.mark.parametrize("held", ["drop", "html"])
async def test_no_answer_is_unreachable_and_not_repeated(held: str) -> None:
    async with rig() as r:
        getattr(r.held, held).add(messages.SEND)
        with pytest.raises(Unreachable) as caught:
            await messages.send(r.client, OPENID, messages.text("x"))
        assert "access_token" not in str(caught.value)
        assert len(r.state.sent) == (1 if held == "drop" else 0)


async def test_nobody_there_names_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with rig(wechat_api_base="http://127.0.0.1:9") as r:
        with pytest.raises(Unreachable) as caught:
            await messages.send(r.client, OPENID, messages.text("x"))
        assert SECRET not in repr(caught.value)
    async with rig() as r:
        await messages.send(r.client, OPENID, messages.text("x"))
        token = await r.client.token.get()
    ours = [line for line in caplog.records if "fake" not in line.name]
    logged = " ".join(f"{line.getMessage()} {getattr(line, 'fields', '')}" for line in ours)
    assert token not in logged
    assert SECRET not in logged


async def test_one_token_for_many_callers_and_in_time_a_new_one() -> None:
    async with rig() as r:
        assert len(set(await asyncio.gather(*(r.client.token.get() for _ in range(20))))) == 1
        assert r.state.token_calls == 1
        first = await r.client.token.get()
        r.now[0] += 7200 - 301
        assert await r.client.token.get() == first
        r.now[0] += 1
        assert await r.client.token.get() != first
        assert r.state.token_calls == 2


async def test_a_forced_renewal_is_seen_by_all() -> None:
    async with rig() as r:
        first = await r.client.token.get()
        r.state.tokens.clear()
        renewed = await asyncio.gather(*(r.client.token.renew(first) for _ in range(10)))
        assert len(set(renewed)) == 1
        assert first not in renewed
        assert (r.state.token_calls, len(r.state.forced)) == (2, 1)


async def test_tokens_of_two_processes_in_redis() -> None:
    need(listens(6379), "Redis on 127.0.0.1:6379")
    prefix = f"qiangua-test:{os.urandom(6).hex()}:"
    ours, theirs = (RedisTokens("redis://127.0.0.1:6379/9", APP_ID, prefix) for _ in range(2))
    async with rig(tokens=ours) as a, rig(tokens=theirs) as b:
        b.client._fetch_token = a.client._fetch_token  # one platform
        b.client.token._fetch = a.client._fetch_token
        got = await asyncio.gather(*(c.token.get() for c in (a.client, b.client) for _ in range(5)))
        assert len(set(got)) == 1
        assert a.state.token_calls == 1
        new = await a.client.token.renew(got[0])
        assert await b.client.token.renew(got[0]) == new
        assert a.state.token_calls <= 3
    for store in (ours, theirs):
        for key in await store._redis.keys(prefix + "*"):
            await store._redis.delete(key)
        await store.close()


async def test_tokens_without_their_redis() -> None:
    store = RedisTokens("redis://127.0.0.1:1/0", APP_ID)
    async with rig(tokens=store) as r:
        r.client.token._clock = r.client.ticket._clock = time.time
        await messages.send(r.client, OPENID, messages.text("x"))
        await messages.send(r.client, OPENID, messages.text("y"))
        assert (len(r.state.sent), r.state.token_calls) == (2, 1)
    await store.close()


def test_midnight_is_beijings() -> None:
    assert midnight(NOON) == NOON + 12 * 3600
    assert midnight(NOON + 12 * 3600) == NOON + 36 * 3600
    assert read_moment("2026-11-23 12:00") == NOON
    assert show_moment(NOON) == "2026-11-23 12:00"


def test_an_account_knows_nothing_before_it_asks() -> None:
    assert Account("auto", "s").can("mass")
    assert not Account("auto", "").can("mass")


@given(st.text(alphabet="好的，。a <>/😀\n", max_size=900), st.integers(40, 400))
def test_parts_lose_nothing_and_fit(content: str, most: int) -> None:
    cut = messages.parts(content, most)
    assert "".join(cut) == content
    assert all(len(part.encode()) <= most for part in cut)


def test_a_link_is_never_cut() -> None:
    link = '<a href="https://example.org/a/very/long/address?with=everything">点这里</a>'
    cut = messages.parts("好。" * 30 + link + "好。" * 30, 100)
    assert [part for part in cut if link in part]
    assert "".join(cut).count("</a>") == 1


def test_plain_forms() -> None:
    assert messages.as_plain(SOME[2]) == messages.text("选一个\n1. 好\n2. 不好\n点一下")
    news = messages.as_plain(SOME[1])
    assert news is not None
    assert 'href="https://example.org/lessons/x"' in news["text"]["content"]
    assert messages.as_plain(messages.image("m")) is None


def test_memory_tokens_end() -> None:
    now = [0.0]
    store = MemoryTokens(lambda: now[0])

    async def run() -> None:
        await store.write("a", Kept("v", 0), 10)
        now[0] = 9.9
        assert await store.read("a") == Kept("v", 0)
        now[0] = 10.0
        assert await store.read("a") is None

    asyncio.run(run())
