"""What the channel gives to rooms that know nothing of WeChat: a page's signature, and a lesson as it is mailed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot import channel as module
from bot.channel import Channel
from bot.content.catalogue import load_catalogue
from bot.content.lessons import CHOICES, MADE_UP, STORY
from bot.settings import load_settings
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.wechat.api.jssdk import sign_page
from tests.wechat.platform import rig

CATALOGUE = load_catalogue()
URL = "https://x.example/lessons/parent_praise?from=share"


def make(tmp_path: Path) -> Channel:
    url = f"sqlite:///{tmp_path}/c.db"
    migrate(url)
    return Channel(load_settings(), Store(connect(url)), CATALOGUE)


async def test_a_page_is_signed_with_the_ticket_of_the_account(tmp_path: Path) -> None:
    channel = make(tmp_path)
    async with rig() as r:
        channel.client = r.client
        signed = await channel.sign_page(URL)
        assert signed is not None
        at, nonce = int(signed["timestamp"]), str(signed["nonceStr"])
        assert signed["signature"] == sign_page("fake-ticket", URL, nonce, at)
        assert abs(at - time.time()) < 600
        await channel.sign_page(URL)
        assert r.state.used("/cgi-bin/ticket/getticket") == 1


async def test_an_account_without_a_secret_signs_nothing_and_calls_nobody(tmp_path: Path) -> None:
    channel = make(tmp_path)
    assert channel.client.account.passive
    assert await channel.sign_page(URL) is None
    await channel.close()


async def test_a_slow_or_refusing_wechat_costs_the_card_and_not_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE_WAITS", 0.05)
    channel = make(tmp_path)
    async with rig() as r:
        channel.client = r.client
        held = asyncio.Event()
        real = r.client.ticket._fetch

        async def slow(force: bool) -> tuple[str, float]:
            await held.wait()
            return await real(force)

        r.client.ticket._fetch = slow
        assert await channel.sign_page(URL) is None
        held.set()  # what was begun is finished for the next page
        for _ in range(200):
            if (signed := await channel.sign_page(URL)) is not None:
                break
        assert signed is not None


@pytest.mark.parametrize("lesson", CATALOGUE.lessons.values(), ids=lambda x: x.name)
def test_a_mailed_lesson_tells_what_is_seen_first(lesson, tmp_path: Path) -> None:
    card = make(tmp_path).card(lesson.name)
    assert card is not None
    assert (MADE_UP in card.html) == (lesson.form == STORY)
    if lesson.form == CHOICES:
        first = lesson.walk()[0]
        assert first.follow.ask in card.html
        assert all(choice.label in card.html for choice in first.follow.choices)
        assert lesson.panels[-1].narration not in card.html
    else:
        assert all(panel.narration in card.html for panel in lesson.panels)
