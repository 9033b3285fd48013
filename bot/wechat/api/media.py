"""Pictures, recordings and files (素材): temporary for three days, or permanent."""

from __future__ import annotations

from bot.errors import WeChatError
from bot.wechat.client import WeChatClient

MOST = {"image": 2_000_000, "voice": 2_000_000, "video": 10_000_000, "thumb": 64_000}
"""Bytes by type; for pictures the lower of the two figures on Tencent's page."""
ARTICLE_PICTURE = 1_000_000
_MIMES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "mp3": "audio/mpeg"}
_MIMES |= {"amr": "audio/amr", "mp4": "video/mp4"}


def mime_of(name: str) -> str:
    """The type of a file by its name. Raises WeChatError for one WeChat does not take."""
    found = _MIMES.get(name.rpartition(".")[2].lower())
    if found is None:
        raise WeChatError(f"media: {name.rpartition('.')[2]} is none of {', '.join(_MIMES)}")
    return found


async def upload(client: WeChatClient, kind: str, name: str, content: bytes) -> str:
    """Upload for three days; the media_id. Raises WeChatError, for what is too large too."""
    _fits(content, MOST[kind])
    return str((await client.upload("/cgi-bin/media/upload", name, content, mime_of(name), type=kind))["media_id"])


async def keep(client: WeChatClient, kind: str, name: str, content: bytes) -> str:
    """Upload for good; the media_id. Raises as `upload`."""
    _fits(content, MOST[kind])
    said = await client.upload("/cgi-bin/material/add_material", name, content, mime_of(name), type=kind)
    return str(said["media_id"])


async def for_article(client: WeChatClient, name: str, content: bytes) -> str:
    """Upload a picture for the inside of an article; its address. Raises as `upload`."""
    _fits(content, ARTICLE_PICTURE)
    return str((await client.upload("/cgi-bin/media/uploadimg", name, content, mime_of(name)))["url"])


async def download(client: WeChatClient, media_id: str) -> bytes | str:
    """What somebody sent; of a video its address. Raises WeChatError."""
    got = await client.fetch("/cgi-bin/media/get", media_id=media_id)
    return got if isinstance(got, bytes) else str(got["video_url"])


def _fits(content: bytes, most: int) -> None:
    if len(content) > most:
        raise WeChatError(f"media: {len(content)} bytes, at most {most}")
