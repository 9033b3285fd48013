"""Followers, tags and menus."""

from __future__ import annotations

from typing import Any

from bot.fakewechat.routes import Call, api
from bot.fakewechat.state import Fault

PAGE = 10_000


@api("/cgi-bin/tags/get", "tags")
def tags(call: Call) -> dict[str, Any]:
    """Every tag."""
    people = call.state.followers.values()
    return {
        "tags": [
            {"id": number, "name": name, "count": sum(number in p.tags for p in people)}
            for number, name in call.state.tags.items()
        ]
    }


@api("/cgi-bin/tags/create", "tags")
def create_tag(call: Call) -> dict[str, Any]:
    """A new tag."""
    name = call.body["tag"]["name"]
    if name in call.state.tags.values():
        raise Fault(45157, "invalid tag name")
    if len(call.state.tags) >= 100:
        raise Fault(45056, "too many tags")
    number = 100 + len(call.state.tags)
    call.state.tags[number] = name
    return {"tag": {"id": number, "name": name}}


@api("/cgi-bin/tags/members/batchtagging", "tags")
def tag(call: Call) -> None:
    """People get a tag; one bad openid refuses them all."""
    for person in _people(call):
        person.tags.add(call.body["tagid"])


@api("/cgi-bin/tags/members/batchuntagging", "tags")
def untag(call: Call) -> None:
    """People lose a tag."""
    for person in _people(call):
        person.tags.discard(call.body["tagid"])


def _people(call: Call) -> list[Any]:
    if len(call.body["openid_list"]) > 50:
        raise Fault(40032, "invalid openid list size")
    if call.body["tagid"] not in call.state.tags:
        raise Fault(45159, "invalid tag id")
    if any(openid not in call.state.followers for openid in call.body["openid_list"]):
        raise Fault(40003, "invalid openid")
    return [call.state.followers[openid] for openid in call.body["openid_list"]]


@api("/cgi-bin/user/tag/get", "tags")
def tagged(call: Call) -> dict[str, Any]:
    """Who carries a tag, a page at a time."""
    after = call.body.get("next_openid") or ""
    all_of = sorted(o for o, p in call.state.followers.items() if call.body["tagid"] in p.tags and o > after)
    page = all_of[:PAGE]
    return {"count": len(page), "data": {"openid": page}, "next_openid": page[-1] if page else ""}


@api("/cgi-bin/user/info", "tags")
def user_info(call: Call) -> dict[str, Any]:
    """What the platform still tells of a person."""
    person = call.state.followers.get(call.query.get("openid", ""))
    if person is None:
        raise Fault(40003, "invalid openid")
    return {"openid": call.query["openid"], "subscribe": int(person.follows), "tagid_list": sorted(person.tags)}


@api("/cgi-bin/menu/create", "menu")
def create_menu(call: Call) -> None:
    """The default menu."""
    if not 1 <= len(call.body["button"]) <= 3:
        raise Fault(40016, "invalid button size")
    call.state.menu = call.body["button"]


@api("/cgi-bin/menu/addconditional", "conditional")
def add_menu(call: Call) -> dict[str, Any]:
    """A menu for a tag."""
    rule = call.body["matchrule"]
    if set(rule) & {"sex", "country", "province", "city", "language"}:
        raise Fault(65320, "matchrule uses forbidden attributes")
    if call.state.menu is None:
        raise Fault(65303, "there is no selfmenu")
    number = str(400 + len(call.state.tag_menus))
    call.state.tag_menus[number] = {"button": call.body["button"], "matchrule": rule, "menuid": number}
    return {"menuid": number}


@api("/cgi-bin/menu/delconditional", "conditional")
def delete_menu(call: Call) -> None:
    """A tag's menu goes."""
    if call.state.tag_menus.pop(str(call.body["menuid"]), None) is None:
        raise Fault(65301, "no such menu")


@api("/cgi-bin/menu/trymatch", "conditional")
def try_match(call: Call) -> dict[str, Any]:
    """What one person sees: the newest menu of one of their tags, else the default one."""
    person = call.state.follower(call.body["user_id"])
    for menu in reversed(call.state.tag_menus.values()):
        if int(menu["matchrule"]["tag_id"]) in person.tags:
            return {"button": menu["button"]}
    return {"button": call.state.menu or []}


@api("/cgi-bin/menu/get", "menu")
def get_menu(call: Call) -> dict[str, Any]:
    """Every menu."""
    if call.state.menu is None:
        raise Fault(46003, "menu no exist")
    return {"menu": {"button": call.state.menu}, "conditionalmenu": list(call.state.tag_menus.values())}


@api("/cgi-bin/menu/delete", "menu")
def delete_menus(call: Call) -> None:
    """No menu any more."""
    call.state.menu = None
    call.state.tag_menus.clear()
