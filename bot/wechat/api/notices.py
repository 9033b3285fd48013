"""Messages outside the window: template messages (模板消息) and subscription notifications (订阅通知)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.wechat.client import WeChatClient

TEMPLATE = "/cgi-bin/message/template/send"
NOTICE = "/cgi-bin/message/subscribe/bizsend"
LIMITS = {"thing": 20, "character_string": 32, "letter": 32, "number": 32, "symbol": 5, "phrase": 5, "name": 10}
"""Characters a value of a field's kind may have; longer ones are refused with 47003."""


def values(data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Field names and texts in the form both calls want, cut to what each kind of field takes."""
    cut = {name: LIMITS.get(name.rstrip("0123456789"), 200) for name in data}
    return {name: {"value": said[: cut[name]]} for name, said in data.items()}


def body(template: str, data: Mapping[str, str], url: str = "") -> dict[str, Any]:
    """A notice without its receiver."""
    return {"template_id": template, "data": values(data), **({"url": url, "page": url} if url else {})}


async def send_template(client: WeChatClient, openid: str, notice: Mapping[str, Any], key: str = "") -> str:
    """Send a template message; its msgid. WeChat drops a second one with the same `key`. Raises WeChatError."""
    fields = {name: value for name, value in notice.items() if name != "page"}
    own = {"client_msg_id": key} if key else {}
    said = await client.post(TEMPLATE, {"touser": openid, **fields, **own})
    return str(said.get("msgid", ""))


async def send_notice(client: WeChatClient, openid: str, notice: Mapping[str, Any]) -> None:
    """Send a subscription notification, which uses up one consent of the person's. Raises WeChatError."""
    await client.post(NOTICE, {"touser": openid, **{name: v for name, v in notice.items() if name != "url"}})
