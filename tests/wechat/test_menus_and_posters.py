"""Menus by role on the platform, and posters as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.content.catalogue import load_catalogue
from bot.errors import WeChatError
from bot.wechat.api import menus, tags
from bot.wechat.poster import A4, draw_cover, draw_poster, save
from bot.wechat.role_menus import ROLES as TAGGED
from bot.wechat.role_menus import buttons, push, tag_roles
from tests.wechat.platform import OPENID, rig

LESSONS = "https://example.org/lessons"
ROLES = (None, *TAGGED)
WORDS = load_catalogue().texts.tables
POSTER = WORDS["poster"]


@pytest.mark.parametrize("role", ROLES)
def test_every_menu_is_one_wechat_takes_and_leads_somewhere(role: str | None) -> None:
    catalogue = load_catalogue()
    menu = buttons(role, LESSONS, WORDS)
    assert menus.faults(menu) == []
    assert len(menu) == 3
    keys = [item["key"] for top in menu for item in top["sub_button"] if item["type"] == "click"]
    for key in keys:
        assert key in catalogue.pages or key in ("show_menu", "lesson_list", "quiz_start", "scene_list"), key
    assert {"danger_now", "guardian_hotlines"} <= set(keys)
    assert all(len(item["name"]) <= 8 for top in menu for item in top["sub_button"]), "more is cut on a phone"


async def test_each_role_sees_its_menu_and_a_second_push_leaves_no_old_one() -> None:
    people = {"parent": [OPENID], "manager": ["oManager000000000000000000001"], "young_worker": []}
    async with rig() as r:
        r.state.act(people["manager"][0], "message")
        r.state.act("oStranger", "message")
        foreign = await tags.find_or_create(r.client, "别人的标签")
        await menus.create(r.client, buttons(None, LESSONS, WORDS))
        await menus.add_for_tag(r.client, buttons(None, LESSONS, WORDS), foreign)
        for _ in range(2):
            await push(r.client, LESSONS, lambda role: people[role], lambda line: None, WORDS)
        assert await menus.seen_by(r.client, OPENID) == buttons("parent", LESSONS, WORDS)
        assert await menus.seen_by(r.client, people["manager"][0]) == buttons("manager", LESSONS, WORDS)
        assert await menus.seen_by(r.client, "oStranger") == buttons(None, LESSONS, WORDS)
        assert len(r.state.tag_menus) == 4, "three of ours, and the one that was there"
        people["manager"], people["parent"] = [OPENID], ["oHasLeft"]
        await tag_roles(r.client, lambda role: people[role], WORDS)
        assert await menus.seen_by(r.client, OPENID) == buttons("manager", LESSONS, WORDS)


async def test_an_account_without_tags_gets_the_default_menu() -> None:
    async with rig("unverified_svc", wechat_account="auto") as r:
        from bot.wechat.api.console import probe

        await probe(r.client)
        said: list[str] = []
        await push(r.client, LESSONS, lambda role: [], said.append, WORDS)
        assert r.state.menu == buttons(None, LESSONS, WORDS)
        assert "everybody gets the default one" in said[-1]


async def test_who_has_left_does_not_stop_the_others_tag() -> None:
    async with rig() as r:
        tag = await tags.find_or_create(r.client, "家长")
        await tags.make_members(r.client, tag, {OPENID, "oHasLeft", *(f"oGone{n}" for n in range(60))})
        assert await tags.members(r.client, tag) == {OPENID}


@pytest.mark.parametrize("name", ["p.png", "p.pdf", "deep/p.PDF"])
def test_a_poster_is_a_file(tmp_path: Path, name: str) -> None:
    page = draw_poster("http://weixin.qq.com/q/02AbCdEfGh", POSTER, where="三号食堂门口")
    save(page, tmp_path / name)
    content = (tmp_path / name).read_bytes()
    assert content.startswith(b"%PDF" if name.lower().endswith("pdf") else b"\x89PNG")
    if name == "p.png":
        with Image.open(tmp_path / name) as image:
            assert image.size == A4
            # the QR code stands in the middle: black and white in equal parts, in whole modules
            middle = image.convert("L").crop((440, 820, 800, 1180))
            dark = sum(middle.point(lambda v: v < 128).convert("L").histogram()[1:]) / (360 * 360)
            assert 0.3 < dark < 0.7


def test_posters_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(WeChatError, match="鑫 晟"):
        draw_poster("u", POSTER, "鑫晟电子厂")
    with pytest.raises(WeChatError, match="neither"):
        save(draw_poster("u", POSTER), tmp_path / "p.doc")
    not_a_font = tmp_path / "f.otf"
    not_a_font.write_bytes(b"x")
    with pytest.raises(WeChatError, match="no font"):
        draw_poster("u", POSTER, font=not_a_font)


@pytest.mark.parametrize("title", ["打个好电话", "一二三四五六七八九十" * 3])
def test_a_cover_is_small_enough(title: str) -> None:
    cover = draw_cover(title, POSTER)
    assert cover.startswith(b"\xff\xd8")
    assert len(cover) <= 64_000
