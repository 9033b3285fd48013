"""Parametric QR codes (带参数二维码): one scene for each factory or poster says where somebody came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from bot.errors import WeChatError
from bot.wechat.client import WeChatClient

LONGEST = 30 * 86400
"""Seconds a temporary code may live."""
_SCENE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class Code:
    """A code WeChat has made: `url` is what the picture says, `picture` an address that shows it."""

    scene: str
    url: str
    picture: str


def check_scene(scene: str) -> str:
    """The scene, when it is one we use: 1–64 letters, digits, `_`, `-`, `.`. Raises WeChatError."""
    if not _SCENE.fullmatch(scene):
        raise WeChatError("qr: a scene has 1 to 64 letters, digits, _ - . and nothing else")
    return scene


async def create(client: WeChatClient, scene: str, seconds: int | None = None) -> Code:
    """A code for a scene: for good, of which an account has 100,000, or for so many seconds. Raises WeChatError."""
    info = {"action_info": {"scene": {"scene_str": check_scene(scene)}}}
    if seconds is None:
        body: dict[str, object] = {"action_name": "QR_LIMIT_STR_SCENE", **info}
    elif 60 <= seconds <= LONGEST:
        body = {"action_name": "QR_STR_SCENE", "expire_seconds": seconds, **info}
    else:
        raise WeChatError(f"qr: a temporary code lives 60 to {LONGEST} seconds")
    said = await client.post("/cgi-bin/qrcode/create", body)
    picture = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + quote(str(said["ticket"]), safe="")
    return Code(scene, str(said["url"]), picture)
