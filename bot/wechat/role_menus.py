"""Three tabs at the bottom of the chat, by role: ask, learn, and what cannot wait, which is in everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.wechat.api import menus, tags
from bot.wechat.api.menus import Button, click, tab, view
from bot.wechat.client import WeChatClient

ROLE_TAGS = {"parent": "家长", "manager": "线长", "young_worker": "青年工人"}
"""The tag on WeChat's side that carries a role's menu."""
_ASK = {
    "parent": {
        "parent_call_topics": "打电话说什么",
        "parent_child_wont_talk": "孩子不爱说话",
        "parent_phone_gaming": "老是玩手机",
        "parent_homework": "作业怎么管",
    },
    "manager": {
        "manager_talk_with_worker": "怎么跟工人谈",
        "manager_leave_request": "要不要准假",
        "manager_spot_distress": "看出谁有难处",
        "scene_list": "练一练",
    },
    "young_worker": {"young_homesick": "想家了", "young_rights": "我有哪些权利"},
    None: {
        "parent_call_topics": "孩子在老家",
        "manager_talk_with_worker": "我带班组",
        "young_homesick": "我刚出来打工",
    },
}


def buttons(role: str | None, lessons: str) -> list[Button]:
    """A role's menu; of everybody else with None. `lessons`: the address of the page with all lessons."""
    ask = [click(name, key) for key, name in _ASK[role].items()]
    return [
        tab("问一问", *ask, click("全部问题", "show_menu")),
        tab("学一学", click("看课", "lesson_list"), click("小测验", "quiz_start"), view("所有的课", lessons)),
        tab("急事", click("有人出事了", "danger_now"), click("该打哪个电话", "guardian_hotlines")),
    ]


async def push(
    client: WeChatClient, lessons: str, openids_of: Callable[[str], Iterable[str]], show: Callable[[str], None]
) -> None:
    """Put the menus in place, and the tags of those who have told their role. Raises WeChatError.

    Menus of our tags that stood there before go after the new ones are in place: nobody is without one meanwhile.
    """
    await menus.create(client, buttons(None, lessons))
    show("default menu")
    if not (client.account.can("tags") and client.account.can("conditional menu")):
        show("the account has no menus by tag: everybody gets the default one")
        return
    before = (await menus.show(client)).get("conditionalmenu", [])
    ours = set()
    for role, name in ROLE_TAGS.items():
        tag = await tags.find_or_create(client, name)
        ours.add(str(tag))
        new, gone = await tags.make_members(client, tag, set(openids_of(role)))
        await menus.add_for_tag(client, buttons(role, lessons), tag)
        show(f"{name}: menu, {new} people more and {gone} fewer")
    for old in before:
        if str(old["matchrule"].get("tag_id")) in ours:
            await menus.remove_for_tag(client, str(old["menuid"]))


async def tag_roles(client: WeChatClient, openids_of: Callable[[str], Iterable[str]]) -> None:
    """Bring the tags up to date with what people have told since. Raises WeChatError."""
    for role, name in ROLE_TAGS.items():
        tag = await tags.find_or_create(client, name)
        await tags.make_members(client, tag, set(openids_of(role)))
