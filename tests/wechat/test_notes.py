"""What pushes tell beside their words, through the callback into the store; and what is brought up from there."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sanic import Sanic

from bot.dialogue.due import Due
from bot.dialogue.reply import Reply
from bot.store.due import DueItem
from bot.store.store import Store
from bot.web.platform import Platform
from bot.wechat.callback import create_blueprint
from bot.wechat.checkins import CheckIns
from bot.wechat.dedupe import MemoryRepeats
from bot.wechat.inbound import parse
from bot.wechat.notes import Notes, consents, trigger_of
from tests.conftest import free_ports, serve
from tests.fake_wechat import FakeWeChat
from tests.wechat.conftest import CREDENTIALS, OPENID, VECTORS, EchoAnswerer, hashed, settings_for
from tests.wechat.outgoing import P, Post, post
from tests.wechat.platform import NOON


def inbound(inner: str, kind: str = "event") -> Any:
    head = "<ToUserName>gh</ToUserName><FromUserName>oA</FromUserName><CreateTime>1</CreateTime>"
    return parse(f"<xml>{head}<MsgType>{kind}</MsgType>{inner}</xml>".encode())


@pytest.mark.parametrize(
    ("kind", "inner", "trigger"),
    [
        ("text", "<Content>好</Content>", "message"),
        ("image", "<PicUrl>u</PicUrl>", "message"),
        ("text", "<Content>好</Content><bizmsgmenuid>1</bizmsgmenuid>", "menu"),
        ("event", "<Event>CLICK</Event><EventKey>k</EventKey>", "menu"),
        ("event", "<Event>scancode_waitmsg</Event>", "menu"),
        ("event", "<Event>subscribe</Event>", "follow"),
        ("event", "<Event>SCAN</Event><EventKey>s</EventKey>", "scan"),
        ("event", "<Event>VIEW</Event>", None),
        ("event", "<Event>LOCATION</Event>", None),
        ("event", "<Event>unsubscribe</Event>", None),
    ],
)
def test_what_opens_a_window(kind: str, inner: str, trigger: str | None) -> None:
    assert trigger_of(inbound(inner, kind)) == trigger


ENTRY = "<List><TemplateId>t{}</TemplateId><SubscribeStatusString>{}</SubscribeStatusString></List>"


@pytest.mark.parametrize(
    ("event", "wrapper", "entries", "found"),
    [
        ("popup", "Popup", [(1, "accept")], [("t1", True)]),
        ("popup", "Popup", [(1, "accept"), (2, "reject")], [("t1", True), ("t2", False)]),
        ("change", "Change", [(1, "reject")], [("t1", False)]),
        ("change", "Popup", [(1, "reject")], [("t1", False)]),
        ("sent", "Sent", [(1, "accept")], []),
    ],
)
def test_consents_in_every_wrapping(event: str, wrapper: str, entries: list[Any], found: list[Any]) -> None:
    lists = "".join(ENTRY.format(*entry) for entry in entries)
    name = f"SubscribeMsg{wrapper}Event"
    got = list(consents(inbound(f"<Event>subscribe_msg_{event}_event</Event><{name}>{lists}</{name}>")))
    assert got == found


@pytest.mark.parametrize(
    "inner", ["", "<SubscribeMsgPopupEvent/>", "<SubscribeMsgPopupEvent>x</SubscribeMsgPopupEvent>"]
)
def test_an_empty_consent_is_none(inner: str) -> None:
    assert list(consents(inbound(f"<Event>subscribe_msg_popup_event</Event>{inner}"))) == []


def test_the_vector_of_a_popup() -> None:
    (vector,) = [v for v in VECTORS["vectors"] if v["name"] == "plain-event-popup-unknown-to-wechatpy"]
    assert list(consents(parse(vector["body"].encode())))


async def test_pushes_are_noted_and_repeats_are_not(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        clock = lambda: float(CREDENTIALS["t0"])  # noqa: E731
        p.store.windows.close(P)
        notes = Notes(p.store, lambda: True, clock)
        app = Sanic(f"notes_{tmp_path.name}", configure_logging=False)
        door = create_blueprint(
            settings_for("plain"), EchoAnswerer(), hashed, MemoryRepeats(600), clock=clock, note=notes.take
        )
        app.blueprint(door)
        async with serve(app, free_ports(1)) as base:
            platform = Platform(CREDENTIALS["token"], CREDENTIALS["appid"], clock=clock)
            wechat = FakeWeChat(platform, f"{base}/wechat")
            follow = platform.event(OPENID, "subscribe", "qrscene_factory_dg_017")
            await wechat.push(follow)
            await wechat.push(follow)
            await wechat.push(platform.event(OPENID, "subscribe"))
            await wechat.push(platform.event(OPENID, "SCAN", "fair"))
            await asyncio.sleep(0.3)
        assert p.store.sources.of(P) == "factory_dg_017"
        for n in range(4):  # by hand up to five, the smallest group that is counted
            p.store.sources.add(str(n) * 64, "factory_dg_017", "follow", 1)
        assert p.store.sources.counts() == [("factory_dg_017", "follow", 5)]
        assert p.store.windows.spend([P] * 9, clock()) == {P: 6}, "three for the follow, three for the scan"


async def test_a_store_that_is_away_is_logged_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    class Away:
        def __getattr__(self, name: str) -> Any:
            raise OSError("away")

    await Notes(Away(), lambda: True).take(inbound("<Content>好</Content>", "text"), P)  # type: ignore[arg-type]
    assert [record.getMessage() for record in caplog.records] == ["note not written"]


async def test_windows_that_open_while_one_is_written_are_written_together() -> None:
    written: list[tuple[set[str], str]] = []
    begun, go_on = Event(), Event()

    class Windows:
        def open(self, persons: set[str], trigger: str, now: float) -> None:
            written.append((set(persons), trigger))
            begun.set()
            go_on.wait(5)

    class OnlyWindows:
        windows = Windows()

    notes = Notes(OnlyWindows(), lambda: True)  # type: ignore[arg-type]
    text, tap = (
        inbound("<Content>好</Content>", "text"),
        inbound("<Content>好</Content><bizmsgmenuid>1</bizmsgmenuid>", "text"),
    )
    first = asyncio.create_task(notes.take(text, "a"))
    await asyncio.to_thread(begun.wait, 5)
    others = [
        asyncio.create_task(notes.take(push, who)) for push, who in ((text, "b"), (text, "c"), (tap, "b"), (text, "b"))
    ]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, *others)
    assert written == [({"a"}, "message"), ({"b", "c"}, "message"), ({"b"}, "menu")]


async def test_an_account_that_cannot_write_first_keeps_no_window(caplog: pytest.LogCaptureFixture) -> None:
    class Nothing:
        """A store without anything: whoever asks of it fails."""

    notes = Notes(Nothing(), lambda: False)  # type: ignore[arg-type]
    await notes.take(inbound("<Content>好</Content>", "text"), P)
    assert not caplog.records


class Asks:
    """The answering room: asks unless told otherwise, and moves the talk afterwards."""

    def __init__(self, store: Store, *, dies: bool = False) -> None:
        self.store, self.dies, self.asked = store, dies, 0

    async def push(self, item: DueItem, keep: Any = None) -> str | None:
        self.asked += 1
        await keep("昨天的电话打得怎么样？")
        if self.dies:
            raise RuntimeError("killed between the row and the talk")
        self.store.due.close(item.person, item.due.kind)
        return "昨天的电话打得怎么样？"


def due(p: Post, **reply: bool) -> None:
    p.talk(Reply("x", **reply))
    p.store.due.put(P, Due("plan_check", NOON - 60, {"plan": "praise", "n": 0}))


async def test_a_check_in_goes_through_the_window_once(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        due(p)
        asks = Asks(p.store)
        check_ins = CheckIns(asks, p.store, p.r.client.account, clock=lambda: p.r.now[0])
        assert await check_ins.queue() == 1
        assert await check_ins.queue() == 0
        await p.sender.send_batch()
        assert [body["text"]["content"] for _, body in p.r.state.sent] == ["昨天的电话打得怎么样？"]


async def test_a_crash_between_row_and_talk_asks_once(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        due(p)
        dying = CheckIns(Asks(p.store, dies=True), p.store, p.r.client.account, clock=lambda: p.r.now[0])
        with pytest.raises(RuntimeError):
            await dying.queue()
        await CheckIns(Asks(p.store), p.store, p.r.client.account, clock=lambda: p.r.now[0]).queue()
        while await p.sender.send_batch():
            pass
        assert len(p.r.state.sent) == 1


async def test_without_a_window_by_consent_or_not_at_all(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        due(p)
        p.store.windows.close(P)
        asks = Asks(p.store)
        plain = CheckIns(asks, p.store, p.r.client.account, clock=lambda: p.r.now[0])
        assert await plain.queue() == 0
        p.store.windows.grant(P, "tpl-1", 1)
        assert await plain.queue() == 0, "no template is set"
        noticing = CheckIns(
            asks, p.store, p.r.client.account, template="tpl-1", words="说说电话", clock=lambda: p.r.now[0]
        )
        assert await noticing.queue() == 1
        await p.sender.send_batch()
        assert p.r.state.sent[0][1]["data"] == {"thing1": {"value": "说说电话"}}
        assert asks.asked == 0
        assert len(p.store.due.of(P, NOON)) == 1, "the question itself comes under the next answer"
        assert await noticing.queue() == 0


@pytest.mark.parametrize("reply", [{"quiet": True}, {"urgent": True}])
async def test_nobody_in_danger_is_asked(tmp_path: Path, reply: dict[str, bool]) -> None:
    async with post(tmp_path) as p:
        due(p, **reply)
        p.store.windows.grant(P, "tpl-1", 1)
        check_ins = CheckIns(Asks(p.store), p.store, p.r.client.account, template="tpl-1", clock=lambda: p.r.now[0])
        assert await check_ins.queue() == 0


async def test_nobody_is_asked_at_night_or_by_a_passive_account(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        due(p)
        p.r.now[0] += 10 * 3600
        assert await CheckIns(Asks(p.store), p.store, p.r.client.account, clock=lambda: p.r.now[0]).queue() == 0
    async with post(tmp_path, wechat_account="passive") as p:
        assert await CheckIns(Asks(p.store), p.store, p.r.client.account, clock=lambda: p.r.now[0]).queue() == 0
