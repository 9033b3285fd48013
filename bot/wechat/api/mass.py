"""Mass sends (群发) to the people of a tag, once: WeChat refuses a second one with the same clientmsgid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.wechat.client import WeChatClient
from bot.wechat.codes import Act, ApiError

SEND = "/cgi-bin/message/mass/sendall"
LONGEST_KEY = 64


async def send(client: WeChatClient, tag_id: int, body: Mapping[str, Any], key: str) -> str:
    """Send to everybody who carries the tag; WeChat's msg_id, empty where it has had this key before.

    `key`: our clientmsgid, at most LONGEST_KEY bytes. Raises WeChatError.
    """
    assert len(key.encode()) <= LONGEST_KEY
    to = {"filter": {"is_to_all": False, "tag_id": tag_id}, "clientmsgid": key, "send_ignore_reprint": 0}
    try:
        said = await client.post(SEND, {**to, **body})
    except ApiError as err:
        if err.act is Act.DONE:
            return ""
        raise
    return str(said["msg_id"])


async def preview(client: WeChatClient, openid: str, body: Mapping[str, Any]) -> None:
    """Show it to one person. Raises WeChatError."""
    await client.post("/cgi-bin/message/mass/preview", {"touser": openid, **body})


async def state(client: WeChatClient, msg_id: str) -> str:
    """How far a mass send is: SENDING, SEND_SUCCESS, SEND_FAIL, DELETE. Raises WeChatError."""
    return str((await client.post("/cgi-bin/message/mass/get", {"msg_id": msg_id}))["msg_status"])


async def delete(client: WeChatClient, msg_id: str) -> None:
    """Take back what was sent; people see that it was deleted. Raises WeChatError."""
    await client.post("/cgi-bin/message/mass/delete", {"msg_id": msg_id})
