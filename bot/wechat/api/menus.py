"""Menus of the account (自定义菜单): the default one and those by role tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.errors import WeChatError
from bot.wechat.client import WeChatClient

Button = dict[str, Any]
MOST_TABS, MOST_ITEMS = 3, 5
_NAME, _SUB_NAME, _KEY, _URL = 16, 60, 128, 1024


def click(name: str, key: str) -> Button:
    """A button that sends the event CLICK with a key."""
    return {"type": "click", "name": name, "key": key}


def view(name: str, url: str) -> Button:
    """A button that opens a page."""
    return {"type": "view", "name": name, "url": url}


def tab(name: str, *items: Button) -> Button:
    """A tab with what stands under it."""
    return {"name": name, "sub_button": list(items)}


def faults(buttons: Sequence[Button]) -> list[str]:
    """What WeChat would refuse, or cut, in a menu."""
    found = [f"{len(buttons)} tabs, at most {MOST_TABS}"] if len(buttons) > MOST_TABS else []
    for top in buttons:
        items = top.get("sub_button", [])
        if len(items) > MOST_ITEMS:
            found.append(f"{top['name']}: {len(items)} items, at most {MOST_ITEMS}")
        for button, most in ((top, _NAME), *((item, _SUB_NAME) for item in items)):
            if len(button["name"].encode()) > most:
                found.append(f"{button['name']}: the name has more than {most} bytes")
            if len(button.get("key", "").encode()) > _KEY or len(button.get("url", "").encode()) > _URL:
                found.append(f"{button['name']}: key or address too long")
    return found


async def create(client: WeChatClient, buttons: Sequence[Button]) -> None:
    """Put the default menu in place. Raises WeChatError, for what WeChat would refuse too."""
    _check(buttons)
    await client.post("/cgi-bin/menu/create", {"button": list(buttons)})


async def add_for_tag(client: WeChatClient, buttons: Sequence[Button], tag_id: int) -> str:
    """Add the menu of those who carry a tag; its menuid. The default menu must exist. Raises WeChatError."""
    _check(buttons)
    body = {"button": list(buttons), "matchrule": {"tag_id": str(tag_id)}}
    return str((await client.post("/cgi-bin/menu/addconditional", body))["menuid"])


async def remove_for_tag(client: WeChatClient, menu_id: str) -> None:
    """Remove a menu of a tag. Raises WeChatError."""
    await client.post("/cgi-bin/menu/delconditional", {"menuid": menu_id})


async def seen_by(client: WeChatClient, openid: str) -> list[Button]:
    """The menu one person sees. Raises WeChatError."""
    return list((await client.post("/cgi-bin/menu/trymatch", {"user_id": openid})).get("button", []))


async def show(client: WeChatClient) -> dict[str, Any]:
    """The default menu and those by tag, as WeChat holds them. Raises WeChatError."""
    return await client.get("/cgi-bin/menu/get")


async def delete(client: WeChatClient) -> None:
    """Remove every menu, those by tag too. Raises WeChatError."""
    await client.get("/cgi-bin/menu/delete")


def _check(buttons: Sequence[Button]) -> None:
    wrong = faults(buttons)
    if wrong:
        raise WeChatError("menu: " + "; ".join(wrong))
