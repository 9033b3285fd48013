"""Every error code of the reference's table 4.3, answered by the platform and acted on by the client."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from bot.wechat.api import mass, menus, messages, notices
from bot.wechat.client import WeChatClient
from bot.wechat.codes import RULES, Act, ApiError
from tests.wechat.platform import OPENID, SECRET, Rig, rig

SEND = messages.SEND


async def say(client: WeChatClient) -> None:
    await messages.send(client, OPENID, messages.text("您好"))


def person(**changes: bool) -> Callable[[Rig], None]:
    return lambda r: vars(r.state.followers[OPENID]).update(changes)


async def unknown(client: WeChatClient) -> None:
    await messages.send(client, "oNobody", messages.text("您好"))


async def long(client: WeChatClient) -> None:
    await messages.send(client, OPENID, messages.text("长" * 700))


async def two_articles(client: WeChatClient) -> None:
    one = messages.news("t", "d", "u", "p")
    one["news"]["articles"] *= 2
    await messages.send(client, OPENID, one)


async def lost_picture(client: WeChatClient) -> None:
    await messages.send(client, OPENID, messages.image("gone"))


async def choices(client: WeChatClient) -> None:
    await messages.send(client, OPENID, messages.menu("选", [("1", "好")]))


async def six(client: WeChatClient) -> None:
    for _ in range(6):
        await say(client)


async def unwanted(client: WeChatClient) -> None:
    await notices.send_notice(client, OPENID, notices.body("tpl-1", {"thing1": "小计划"}))


async def bad_field(client: WeChatClient) -> None:
    await client.post(notices.NOTICE, {"touser": OPENID, "template_id": "tpl-1", "data": {"thing1": {"value": ""}}})


async def bad_template(client: WeChatClient) -> None:
    await notices.send_notice(client, OPENID, notices.body("tpl-9", {"thing1": "小计划"}))


async def mass_long_key(client: WeChatClient) -> None:
    await client.post(mass.SEND, {"clientmsgid": "k" * 65, "filter": {"tag_id": 1}, **messages.text("x")})


async def mass_twice(client: WeChatClient) -> None:
    for _ in range(2):
        await client.post(mass.SEND, {"clientmsgid": "k", "filter": {"tag_id": 1}, **messages.text("x")})


async def by_sex(client: WeChatClient) -> None:
    await client.post("/cgi-bin/menu/addconditional", {"button": [], "matchrule": {"sex": "1"}})


async def no_default(client: WeChatClient) -> None:
    await menus.add_for_tag(client, [menus.click("菜单", "k")], 100)


async def clear(client: WeChatClient) -> None:
    for _ in range(11):
        await client.post("/cgi-bin/clear_quota")


async def mistyped(client: WeChatClient) -> None:
    await client.post("/cgi-bin/message/custom/typing", {"touser": OPENID, "command": "typing"})


async def typing(client: WeChatClient) -> None:
    await messages.typing(client, OPENID)


def script(*codes: int, path: str = SEND) -> Callable[[Rig], None]:
    return lambda r: r.state.script[path].extend(codes)


def later(seconds: float) -> Callable[[Rig], None]:
    return lambda r: r.now.__setitem__(0, r.now[0] + seconds)


def limit(path: str, count: int) -> Callable[[Rig], None]:
    return lambda r: r.state.limits.__setitem__(path, count)


CASES = [
    # code, kind of account, what is set up, what is called
    (-1, "verified_svc", script(-1, -1), say),
    (40125, "verified_svc", lambda r: setattr(r.state, "secret", "another"), say),
    (40013, "verified_svc", lambda r: setattr(r.state, "app_id", "another"), say),
    (40243, "verified_svc", lambda r: setattr(r.state, "frozen", True), say),
    (40164, "verified_svc", lambda r: setattr(r.state, "foreign_address", True), say),
    (61004, "verified_svc", script(61004), say),
    (40003, "verified_svc", None, unknown),
    (43004, "verified_svc", person(follows=False), say),
    (43019, "verified_svc", person(blacklisted=True), say),
    (48002, "verified_svc", person(refuses=True), say),
    (45015, "verified_svc", later(49 * 3600), say),
    (45047, "verified_svc", None, six),
    (45009, "verified_svc", limit(SEND, 0), say),
    (45011, "verified_svc", lambda r: setattr(r.state, "rate", 0), say),
    (45002, "verified_svc", None, long),
    (45008, "verified_svc", None, two_articles),
    (45065, "verified_svc", None, mass_twice),
    (45067, "verified_svc", None, mass_long_key),
    (45028, "verified_svc", limit("mass left", 0), mass_twice),
    (48001, "unverified_sub", None, say),
    (48004, "verified_svc", script(48004), say),
    (48006, "verified_svc", None, clear),
    (48008, "verified_svc", script(48008), say),
    (50002, "verified_svc", script(50002), say),
    (40200, "test", None, choices),
    (40007, "verified_svc", None, lost_picture),
    (43101, "verified_svc", None, unwanted),
    (47003, "verified_svc", None, bad_field),
    (40037, "verified_svc", None, bad_template),
    (65320, "verified_svc", None, by_sex),
    (65303, "verified_svc", None, no_default),
    (45072, "verified_svc", None, mistyped),
    (45080, "verified_svc", later(60), typing),
    (45081, "verified_svc", script(45081, path="/cgi-bin/message/custom/typing"), typing),
    (99999, "verified_svc", script(99999), say),
]
TOKEN_CODES = {40001, 40014, 42001, 41001}


@pytest.mark.parametrize(("code", "kind", "set_up", "call"), CASES, ids=[str(c[0]) for c in CASES])
async def test_a_code_is_raised_with_its_meaning(code: int, kind: str, set_up, call, caplog) -> None:
    async with rig(kind) as r:
        if set_up is not None:
            set_up(r)
        with pytest.raises(ApiError) as caught:
            await call(r.client)
        assert caught.value.code == code
        assert OPENID not in str(caught.value)
        logged = " ".join(
            f"{line.getMessage()} {getattr(line, 'fields', '')} {line.exc_info}" for line in caplog.records
        )
        assert SECRET not in logged
        assert "fake_" not in logged
        if caught.value.act in (Act.ALARM, Act.BUG):
            assert [line.levelno for line in caplog.records if line.getMessage() == "wechat refuses"] == [logging.ERROR]
        assert r.slept == ([1.0] if code == -1 else [])


def test_the_table_has_every_code_and_no_test_is_missing() -> None:
    tested = {case[0] for case in CASES} | TOKEN_CODES | {76022, 40029, 40163, 45157}  # these in test_client.py
    assert set(RULES) | {45059} <= tested | {45059}
    assert {code for code in tested if code not in RULES} == {99999}


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
async def test_a_token_is_renewed_once_and_the_call_repeated(code: int) -> None:
    async with rig() as r:
        await say(r.client)
        r.now[0] += 100
        script(code)(r)
        await say(r.client)
        assert len(r.state.sent) == 2
        assert r.state.token_calls <= 3


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
async def test_a_token_that_never_holds_ends_after_two_calls(code: int) -> None:
    async with rig() as r:
        script(*[code] * 9)(r)
        for _ in range(3):
            with pytest.raises(ApiError) as caught:
                await say(r.client)
            assert caught.value.code in (code, 40001)
        assert r.state.token_calls == 2, "once cold, once by force, then no more within 30 s"
        assert r.state.sent == []


async def test_busy_is_tried_again_after_a_second() -> None:
    async with rig() as r:
        script(-1)(r)
        await say(r.client)
        assert (len(r.state.sent), r.slept) == (1, [1.0])


async def test_a_used_up_day_stops_until_midnight_in_beijing() -> None:
    async with rig() as r:
        limit(SEND, 1)(r)
        await say(r.client)
        for _ in range(3):
            with pytest.raises(ApiError, match="45009"):
                await say(r.client)
        asked = r.state.used(SEND)
        assert not r.client.account.can("custom")
        assert r.client.account.can("menu"), "another path goes on"
        r.now[0] += 12 * 3600 - 1
        assert not r.client.account.can("custom")
        r.now[0] += 1
        await say(r.client)
        assert (asked, r.state.used(SEND), len(r.state.sent)) == (1, 1, 2)


async def test_no_right_switches_off_for_a_day_unless_the_operator_insists() -> None:
    async with rig("unverified_sub") as r:
        assert r.client.account.can("custom")
        with pytest.raises(ApiError):
            await say(r.client)
        assert not r.client.account.can("custom")
        r.state.kind = "verified_sub"
        r.now[0] += 86400
        r.state.act(OPENID, "message")
        await say(r.client)
    async with rig("unverified_sub", wechat_account="full") as r:
        with pytest.raises(ApiError):
            await say(r.client)
        assert r.client.account.can("custom")


async def test_the_whitelist_error_names_our_address() -> None:
    async with rig() as r:
        r.state.foreign_address = True
        with pytest.raises(ApiError, match=r"40164 .*add 203\.0\.113\.9"):
            await say(r.client)
