"""Articles (草稿, 发布): what a mass send of a lesson consists of."""

from __future__ import annotations

from typing import Any

from bot.errors import WeChatError
from bot.wechat.client import WeChatClient

_TITLE, _AUTHOR, _DIGEST, _CONTENT = 32, 16, 128, 20_000


def article(title: str, content: str, thumb_media_id: str, *, digest: str = "", author: str = "", url: str = "") -> Any:
    """One article; `content` is HTML, `url` stands behind 阅读原文. Raises WeChatError for what WeChat would refuse."""
    if len(content) >= _CONTENT:
        raise WeChatError(f"draft: {len(content)} characters, under {_CONTENT} are allowed")
    return {
        "article_type": "news",
        "title": title[:_TITLE],
        "author": author[:_AUTHOR],
        "digest": digest[:_DIGEST],
        "content": content,
        "content_source_url": url,
        "thumb_media_id": thumb_media_id,
        "need_open_comment": 0,
    }


async def add(client: WeChatClient, articles: list[Any]) -> str:
    """Keep a draft; its media_id. Raises WeChatError."""
    return str((await client.post("/cgi-bin/draft/add", {"articles": articles}))["media_id"])


async def delete(client: WeChatClient, media_id: str) -> None:
    """Delete a draft. Raises WeChatError."""
    await client.post("/cgi-bin/draft/delete", {"media_id": media_id})


async def publish(client: WeChatClient, media_id: str) -> str:
    """Publish a draft without sending it to anybody; the publish_id. Raises WeChatError."""
    return str((await client.post("/cgi-bin/freepublish/submit", {"media_id": media_id}))["publish_id"])
