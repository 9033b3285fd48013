"""What an operator asks the platform: does it reach us, what may the account do, what is left of a quota."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.wechat.account import FEATURES, NO_RIGHT
from bot.wechat.client import WeChatClient
from bot.wechat.codes import Act, ApiError


@dataclass(frozen=True)
class Quota:
    """One path's calls today."""

    limit: int
    used: int
    left: int


async def quota(client: WeChatClient, path: str) -> Quota:
    """What is left of a path's day. Raises WeChatError."""
    said = (await client.post("/cgi-bin/openapi/quota/get", {"cgi_path": path}))["quota"]
    return Quota(int(said["daily_limit"]), int(said["used"]), int(said["remain"]))


async def clear_quota(client: WeChatClient, app_id: str) -> None:
    """Begin every path's day anew; ten times a month. Raises WeChatError."""
    await client.post("/cgi-bin/clear_quota", {"appid": app_id})


async def probe(client: WeChatClient) -> dict[str, bool]:
    """Find out which features the account has; those without a right are off from now on. Raises WeChatError.

    Asking for a path's quota is refused where the path is (76022), and costs nothing of it.
    """
    for path in FEATURES.values():
        try:
            await quota(client, path)
        except ApiError as err:
            if err.code in (NO_RIGHT, 76022):
                client.account.refuse(path)
            elif err.act in (Act.RENEW, Act.ALARM):
                raise
    return client.account.features()


async def check_callback(client: WeChatClient, operator: str = "DEFAULT") -> list[dict[str, Any]]:
    """Let the platform resolve and ping us; `operator`: DEFAULT, CHINANET, UNICOM or CAP. Raises WeChatError."""
    said = await client.post("/cgi-bin/callback/check", {"action": "all", "check_operator": operator})
    return [*said.get("dns", []), *said.get("ping", [])]


async def callback_addresses(client: WeChatClient) -> list[str]:
    """Where pushes come from; the list changes. Raises WeChatError."""
    return [str(address) for address in (await client.get("/cgi-bin/getcallbackip"))["ip_list"]]
