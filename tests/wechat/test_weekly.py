"""The weekly lesson against the platform: who gets it, how often, and never twice."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import WeChatError
from bot.store.mailings import LEASE, NO_LESSON
from bot.wechat.api import mass
from bot.wechat.day import month_start
from bot.wechat.weekly import Card, Weekly
from tests.wechat.conftest import hashed
from tests.wechat.outgoing import Post, post
from tests.wechat.platform import NOON, OPENID

CARD = Card("one", "打个好电话", "三分钟", "这周的课", "<p>课</p>", "https://x/lessons/one", b"jpeg")
WEEK = 7 * 86400.0


@asynccontextmanager
async def weekly(tmp_path: Path, kind: str = "verified_svc", **more: object):
    async with post(tmp_path, kind, **more) as p:
        cards = {"one": CARD}
        yield p, Weekly(p.r.client, p.store, p.sender._open_seal, cards.get, clock=lambda: p.r.now[0])


def reader(p: Post, name: str, *, role: str = "parent", wants: bool = True, **reply: bool) -> str:
    """Somebody who follows, with a role, who may have asked for the lesson."""
    openid = f"o{name:0>27}"
    person = hashed(openid)
    p.r.state.act(openid, "message")
    p.store.people.remember(person, p.sender._open_seal.__self__.seal(openid))
    p.store.talks.save(person, Talk(), Talk().after(Reply("x", profile={"role": role}, weekly=wants, **reply), NOON))
    return openid


async def test_it_goes_once_to_those_who_asked_and_may_be_written_to(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        wanted = {reader(p, "a"), reader(p, "b")}
        reader(p, "manager", role="manager")
        reader(p, "unasked", wants=False)
        quiet, danger = reader(p, "quiet", quiet=True), reader(p, "danger", urgent=True)
        tag = 100
        p.r.state.tags[tag] = "每周一课·家长"
        for openid in (quiet, danger):  # carried the tag from last week
            p.r.state.followers[openid].tags.add(tag)
        number = p.store.mailings.plan("one", "parent", NOON, NOON)
        sent = await w.send_next()
        assert sent is not None
        assert (sent.id, sent.state, sent.reached, sent.msg_id) == (number, "sent", 2, "1000")
        assert {to for to, _ in p.r.state.sent} == wanted
        article = p.r.state.drafts[sent.draft][0]
        assert (article["title"], article["content_source_url"]) == ("打个好电话", "https://x/lessons/one")
        assert await w.send_next() is None


@pytest.mark.parametrize("where", [mass.SEND, "/cgi-bin/draft/add", "/cgi-bin/tags/members/batchtagging"])
async def test_a_crash_on_the_way_sends_nothing_twice(tmp_path: Path, where: str) -> None:
    async with weekly(tmp_path) as (p, w):
        reader(p, "a")
        p.store.mailings.plan("one", "parent", NOON, NOON)
        p.r.held.drop.add(where)  # carried out, and the answer lost
        failed = await w.send_next()
        assert failed is not None
        assert (failed.state, failed.reason) == ("planned", "unreachable")
        p.r.held.drop.clear()
        assert await w.send_next() is None, "not at once"
        p.r.now[0] += 60
        sent = await w.send_next()
        assert sent is not None
        assert sent.state == "sent"
        assert len(p.r.state.sent) == 1


async def test_who_died_while_sending_is_followed_by_another(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        reader(p, "a")
        number = p.store.mailings.plan("one", "parent", NOON, NOON)
        assert p.store.mailings.claim(NOON) is not None
        assert await w.send_next() is None, "somebody is at it"
        assert await w.send_next(number) is None
        p.r.now[0] += LEASE + 1
        sent = await w.send_next()
        assert sent is not None
        assert (sent.state, len(p.r.state.sent)) == ("sent", 1)


async def test_four_mass_sends_a_month_then_letter_by_letter(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        openid = reader(p, "a")
        p.r.now[0] = month_start(NOON) + 12 * 3600
        for n in range(5):
            p.store.mailings.plan("one", "all" if n == 2 else "parent", p.r.now[0], p.r.now[0])
            sent = await w.send_next()
            assert sent is not None
            assert sent.state == "sent"
            assert (sent.reason or "").startswith("one by one") is (n == 4)
            p.r.now[0] += 86400
        p.r.state.act(openid, "message")
        p.store.windows.open([hashed(openid)], "message", p.r.now[0])
        await p.sender.send_batch()
        assert [body["msgtype"] for _, body in p.r.state.sent] == ["mpnews"] * 4 + ["text"]
        p.r.now[0] = month_start(NOON) + 32 * 86400
        p.store.mailings.plan("one", "parent", p.r.now[0], p.r.now[0])
        sent = await w.send_next()
        assert sent is not None
        assert sent.reason is None, "a new month"


async def test_without_the_right_each_gets_a_letter_or_finds_it_later(tmp_path: Path) -> None:
    async with weekly(tmp_path, "test") as (p, w):
        near, far = reader(p, "near"), reader(p, "far")
        p.store.windows.open([hashed(near)], "message", NOON)
        p.store.mailings.plan("one", "parent", NOON, NOON)
        sent = await w.send_next()
        assert sent is not None
        assert (sent.state, sent.reached, sent.reason) == ("sent", 2, "one by one")
        await p.sender.send_batch()
        assert [to for to, _ in p.r.state.sent] == [near]
        kept, *_ = p.store.kept.take(hashed(far))
        assert [r.text for r in kept] == ["one"]


async def test_preview_and_cancel(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        await w.preview("one", OPENID)
        assert [to for to, _ in p.r.state.sent] == [OPENID]
        assert p.r.state.drafts == {}
        with pytest.raises(WeChatError, match="no lesson two"):
            await w.preview("two", OPENID)
        reader(p, "a")
        first = p.store.mailings.plan("one", "parent", NOON + 60, NOON)
        assert await w.send_next() is None, "its time has not come"
        assert await w.cancel(first) == "cancelled"
        assert await w.send_next(first) is None
        second = p.store.mailings.plan("one", "parent", NOON, NOON)
        await w.send_next(second)
        assert "deleted" in await w.cancel(second)
        assert p.r.state.masses["1000"]["status"] == "DELETE"
        for number in (first, 99):
            with pytest.raises(WeChatError):
                await w.cancel(number)


async def test_letters_not_yet_sent_can_be_called_off(tmp_path: Path) -> None:
    async with weekly(tmp_path, "test") as (p, w):
        reader(p, "a")
        number = p.store.mailings.plan("one", "parent", NOON, NOON)
        await w.send_next()
        assert await w.cancel(number) == "1 letters not sent yet dropped"
        assert await p.sender.send_batch() == 0


@pytest.mark.parametrize(
    ("code", "state", "wait"),
    [(45009, "planned", 12 * 3600), (45028, "planned", 12 * 3600), (50002, "planned", 600), (40007, "failed", 0)],
)
async def test_what_a_code_does_to_a_mailing(tmp_path: Path, code: int, state: str, wait: int) -> None:
    async with weekly(tmp_path) as (p, w):
        reader(p, "a")
        p.store.mailings.plan("one", "parent", NOON, NOON)
        p.r.state.script[mass.SEND].append(code)
        found = await w.send_next()
        assert found is not None
        assert (found.state, found.reason, found.at) == (state, str(code), NOON + wait)


async def test_one_whose_lesson_was_withdrawn_ends_alone(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        openid = reader(p, "a")
        gone = p.store.mailings.plan("two", "parent", NOON, NOON)
        there = p.store.mailings.plan("one", "parent", NOON, NOON)
        found = await w.send_next()
        assert found is not None
        assert (found.id, found.state, found.reason) == (gone, "failed", NO_LESSON)
        assert (found.lesson, found.audience, found.at, found.reached) == ("two", "parent", NOON, None)
        assert await w.send_next(gone) is None, "it is not tried again"
        sent = await w.send_next()
        assert sent is not None
        assert (sent.id, sent.state) == (there, "sent")
        assert [to for to, _ in p.r.state.sent] == [openid]


async def test_nobody_and_no_lesson(tmp_path: Path) -> None:
    async with weekly(tmp_path) as (p, w):
        p.store.mailings.plan("two", "parent", NOON, NOON)
        p.store.mailings.plan("one", "parent", NOON, NOON)
        found = [await w.send_next(), await w.send_next()]
        assert [(m.state, m.reached) for m in found if m] == [("failed", None), ("sent", 0)]
        assert p.r.state.sent == []
