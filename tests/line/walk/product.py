"""Deliver a walk's messages to a running product, as WeChat does."""

from __future__ import annotations

import itertools

from bot.web.platform import Post
from tests.line.conftest import Running
from tests.line.walk.sent import Sent
from tests.line.walk.walk import Push


def pusher(running: Running) -> Push:
    """A `push` for `walk`: signed XML to /wechat, five seconds to answer, three tries."""
    wechat = running.wechat()
    platform = wechat.platform
    last: dict[str, Post] = {}
    follows = itertools.count()

    async def push(person: str, sent: Sent) -> str | None:
        if not sent.resent or person not in last:
            if sent.how == "follow":
                # a key of its own: the same event in the same second is WeChat's repeat, and moves nothing
                last[person] = platform.event(person, "subscribe", f"qrscene_walk{next(follows)}")
            elif sent.how == "picture":
                last[person] = platform.message(person, sent.text, MediaId="m")
            else:
                last[person] = platform.text(person, sent.text, tapped=sent.how in ("tap", "old_tap"))
        return (await wechat.push(last[person])).shown

    return push
