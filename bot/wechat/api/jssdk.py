"""For pages inside WeChat: the JS-SDK's signature, and who opened the page (网页授权, snsapi_base)."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

from bot.wechat.client import WeChatClient
from bot.wechat.codes import Unreachable


def sign_page(ticket: str, url: str, nonce: str, timestamp: int) -> str:
    """The signature of a page: SHA-1 over four raw values in this order, the address without its #fragment."""
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.partition('#')[0]}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


async def page_config(
    client: WeChatClient, app_id: str, url: str, clock: Callable[[], float] = time.time
) -> dict[str, str | int]:
    """What `wx.config` needs on a page of ours. Raises WeChatError."""
    nonce, now = secrets.token_hex(8), int(clock())
    signature = sign_page(await client.ticket.get(), url, nonce, now)
    return {"appId": app_id, "timestamp": now, "nonceStr": nonce, "signature": signature}


def login_address(app_id: str, redirect: str, state: str = "") -> str:
    """The address that comes back to `redirect` with a code, without asking the person. The order is WeChat's."""
    return (
        f"https://open.weixin.qq.com/connect/oauth2/authorize?appid={app_id}&redirect_uri={quote(redirect, safe='')}"
        f"&response_type=code&scope=snsapi_base&state={quote(state, safe='')}#wechat_redirect"
    )


async def who_opened(client: WeChatClient, code: str) -> str | None:
    """The openid behind a code, which is good once for five minutes. Raises WeChatError.

    None for a "snapshot page", whose openid is made up: nothing may ever be bound to it.
    """
    said = await client.without_token("/sns/oauth2/access_token", code=code, grant_type="authorization_code")
    if said.get("is_snapshotuser"):
        return None
    if not said.get("openid"):
        raise Unreachable("/sns/oauth2/access_token: no openid")
    return str(said["openid"])
