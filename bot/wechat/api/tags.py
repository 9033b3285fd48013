"""Tags of followers (用户标签): the audiences of menus and of the weekly lesson."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bot.wechat.client import WeChatClient
from bot.wechat.codes import Act, ApiError

BATCH = 50
"""Openids a call may carry."""


async def find_or_create(client: WeChatClient, name: str) -> int:
    """The id of a tag, made when there is none of this name. Raises WeChatError."""
    for tag in (await client.get("/cgi-bin/tags/get")).get("tags", []):
        if tag["name"] == name:
            return int(tag["id"])
    return int((await client.post("/cgi-bin/tags/create", {"tag": {"name": name}}))["tag"]["id"])


async def members(client: WeChatClient, tag_id: int) -> set[str]:
    """The openids that carry a tag, page by page. Raises WeChatError."""
    found: set[str] = set()
    after = ""
    while True:
        page = await client.post("/cgi-bin/user/tag/get", {"tagid": tag_id, "next_openid": after})
        openids = (page.get("data") or {}).get("openid") or []
        found.update(openids)
        after = str(page.get("next_openid") or "")
        if not openids or not after:
            return found


async def put(client: WeChatClient, tag_id: int, openids: Iterable[str]) -> None:
    """Give people the tag; those who have left meanwhile are passed over. Raises WeChatError."""
    await _change(client, "/cgi-bin/tags/members/batchtagging", tag_id, openids)


async def take(client: WeChatClient, tag_id: int, openids: Iterable[str]) -> None:
    """Take the tag from people; those who have left meanwhile are passed over. Raises WeChatError."""
    await _change(client, "/cgi-bin/tags/members/batchuntagging", tag_id, openids)


async def _change(client: WeChatClient, path: str, tag_id: int, openids: Iterable[str]) -> None:
    for batch in _batches(openids):
        try:
            await client.post(path, {"openid_list": batch, "tagid": tag_id})
        except ApiError as err:  # one openid refuses all fifty
            if err.act not in (Act.DROP, Act.GONE):
                raise
            if len(batch) > 1:
                for openid in batch:
                    await _change(client, path, tag_id, [openid])


async def make_members(client: WeChatClient, tag_id: int, wanted: Collection[str]) -> tuple[int, int]:
    """Make exactly `wanted` carry the tag; how many got it and how many lost it. Raises WeChatError.

    First it is taken, then given: where the second half fails, nobody gets what they do not want.
    """
    have = await members(client, tag_id)
    gone, new = have - set(wanted), set(wanted) - have
    await take(client, tag_id, sorted(gone))
    await put(client, tag_id, sorted(new))
    return len(new), len(gone)


def _batches(openids: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for openid in openids:
        batch.append(openid)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
