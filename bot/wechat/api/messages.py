"""Customer-service messages (客服消息): bodies of every type, sending, the typing state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.wechat.client import WeChatClient

Body = dict[str, Any]
"""`msgtype` and what belongs to it; the receiver is added when it is sent."""
SEND = "/cgi-bin/message/custom/send"
MOST_BYTES = 2048
_LINK = re.compile(r"<a\s[^>]*>.*?</a>", re.S)
_SENTENCE = re.compile(r"(?<=[。！？!?；\n])")


def text(content: str) -> Body:
    """Words; at most MOST_BYTES of UTF-8 (`parts` cuts what is longer)."""
    return {"msgtype": "text", "text": {"content": content}}


def image(media_id: str) -> Body:
    """A picture, temporary or permanent."""
    return {"msgtype": "image", "image": {"media_id": media_id}}


def voice(media_id: str) -> Body:
    """A recording."""
    return {"msgtype": "voice", "voice": {"media_id": media_id}}


def video(media_id: str, thumb_media_id: str, title: str = "", description: str = "") -> Body:
    """A video with its still."""
    fields = {"media_id": media_id, "thumb_media_id": thumb_media_id, "title": title, "description": description}
    return {"msgtype": "video", "video": fields}


def music(url: str, thumb_media_id: str, title: str = "", description: str = "", hq_url: str = "") -> Body:
    """Music; the still is compulsory."""
    fields = {"musicurl": url, "hqmusicurl": hq_url or url, "thumb_media_id": thumb_media_id}
    return {"msgtype": "music", "music": {"title": title, "description": description, **fields}}


def news(title: str, description: str, url: str, picture: str) -> Body:
    """One card with a link; WeChat refuses two (45008)."""
    article = {"title": title, "description": description, "url": url, "picurl": picture}
    return {"msgtype": "news", "news": {"articles": [article]}}


def mpnews(media_id: str) -> Body:
    """A draft's articles."""
    return {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}


def mpnewsarticle(article_id: str) -> Body:
    """A published article."""
    return {"msgtype": "mpnewsarticle", "mpnewsarticle": {"article_id": article_id}}


def menu(head: str, items: Sequence[tuple[str, str]], tail: str = "") -> Body:
    """Choices (id, label) to tap; a tap comes back as a text with `bizmsgmenuid`."""
    choices = [{"id": number, "content": label} for number, label in items]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": choices, "tail_content": tail}}


def card(card_id: str) -> Body:
    """A coupon of the account."""
    return {"msgtype": "wxcard", "wxcard": {"card_id": card_id}}


def mini_program(title: str, appid: str, page: str, thumb_media_id: str) -> Body:
    """A page of a mini-program that belongs to the account."""
    fields = {"title": title, "appid": appid, "pagepath": page, "thumb_media_id": thumb_media_id}
    return {"msgtype": "miniprogrampage", "miniprogrampage": fields}


def parts(content: str, most: int = MOST_BYTES) -> list[str]:
    """A long text cut at the ends of sentences into parts of at most `most` bytes, never inside a link."""
    pieces: list[str] = []
    end = 0
    for link in _LINK.finditer(content):
        pieces += [p for p in _SENTENCE.split(content[end : link.start()]) if p]
        pieces.append(link[0])
        end = link.end()
    pieces += [p for p in _SENTENCE.split(content[end:]) if p]
    found, now = [], ""
    for piece in (part for whole in pieces for part in _short(whole, most)):
        if now and len((now + piece).encode()) > most:
            found.append(now)
            now = ""
        now += piece
    return [*found, now] if now else found


def _short(piece: str, most: int) -> list[str]:
    """An endless sentence in pieces that fit; a link stays whole, whatever its length."""
    if piece.startswith("<a") or len(piece.encode()) <= most:
        return [piece]
    step = most // 4  # no character takes more than four bytes
    return [piece[n : n + step] for n in range(0, len(piece), step)]


def as_plain(body: Mapping[str, Any]) -> Body | None:
    """The body as a text with links, for accounts refused its type (48008, 40200); None where it holds no words."""
    if body["msgtype"] == "news":
        article = body["news"]["articles"][0]
        return text(f'{article["title"]}\n{article["description"]}\n<a href="{article["url"]}">点这里看</a>')
    if body["msgtype"] == "msgmenu":
        whole = body["msgmenu"]
        lines = [f"{n}. {item['content']}" for n, item in enumerate(whole["list"], 1)]
        return text("\n".join(part for part in (whole["head_content"], *lines, whole["tail_content"]) if part))
    return None


async def send(client: WeChatClient, openid: str, body: Mapping[str, Any], agent: str = "") -> None:
    """Send one message; `agent`: the human whose name stands on it. Raises WeChatError."""
    sender = {"customservice": {"kf_account": agent}} if agent else {}
    await client.post(SEND, {"touser": openid, **body, **sender})


async def typing(client: WeChatClient, openid: str, on: bool = True) -> None:
    """Show or end 「对方正在输入」; only within 30 s of a message of theirs. Raises WeChatError."""
    command = "Typing" if on else "CancelTyping"
    await client.post("/cgi-bin/message/custom/typing", {"touser": openid, "command": command})
