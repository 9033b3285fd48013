"""Three tabs at the bottom of the chat, by role: ask, learn, and what cannot wait, which is in everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.wechat.api import menus, tags
from bot.wechat.api.menus import Button, click, tab, view
from bot.wechat.client import WeChatClient

Words = Mapping[str, Mapping[str, str]]
"""The tables `tabs` and `tags` of data/texts.toml."""
_ASK = {
    "parent": "parent_call_topics parent_child_wont_talk parent_phone_gaming parent_homework",
    "manager": "manager_talk_with_worker manager_leave_request manager_spot_distress scene_list",
    "young_worker": "young_homesick young_rights",
    None: "anybody_parent_call_topics anybody_manager_talk_with_worker anybody_young_homesick",
}
ROLES = tuple(role for role in _ASK if role is not None)


def buttons(role: str | None, lessons: str, words: Words) -> list[Button]:
    """A role's menu; of everybody else with None. `lessons`: the address of the page with all lessons."""
    tabs = words["tabs"]

    def click_on(names: str) -> list[Button]:
        return [click(tabs[name], name.removeprefix("anybody_")) for name in names.split()]

    return [
        tab(tabs["ask"], *click_on(f"{_ASK[role]} show_menu")),
        tab(tabs["learn"], *click_on("lesson_list quiz_start"), view(tabs["lessons"], lessons)),
        tab(tabs["urgent"], *click_on("danger_now guardian_hotlines")),
    ]


async def push(
    client: WeChatClient,
    lessons: str,
    openids_of: Callable[[str], Iterable[str]],
    show: Callable[[str], None],
    words: Words,
) -> None:
    """Put the menus in place, and the tags of those who have told their role. Raises WeChatError.

    Menus of our tags that stood there before go after the new ones are in place: nobody is without one meanwhile.
    """
    await menus.create(client, buttons(None, lessons, words))
    show("default menu")
    if not (client.account.can("tags") and client.account.can("conditional menu")):
        show("the account has no menus by tag: everybody gets the default one")
        return
    before = (await menus.show(client)).get("conditionalmenu", [])
    ours = set()
    for role in ROLES:
        name = words["tags"][role]
        tag = await tags.find_or_create(client, name)
        ours.add(str(tag))
        new, gone = await tags.make_members(client, tag, set(openids_of(role)))
        await menus.add_for_tag(client, buttons(role, lessons, words), tag)
        show(f"{name}: menu, {new} people more and {gone} fewer")
    for old in before:
        if str(old["matchrule"].get("tag_id")) in ours:
            await menus.remove_for_tag(client, str(old["menuid"]))


async def tag_roles(client: WeChatClient, openids_of: Callable[[str], Iterable[str]], words: Words) -> None:
    """Bring the tags up to date with what people have told since. Raises WeChatError."""
    for role in ROLES:
        tag = await tags.find_or_create(client, words["tags"][role])
        await tags.make_members(client, tag, set(openids_of(role)))
