"""The addresses by which a rehearsal is led, beside the platform's own."""

from __future__ import annotations

import time

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.fakewechat.pusher import FakeWeChat
from bot.fakewechat.state import Follower, State

_TRIGGER = {"subscribe": "follow", "SCAN": "scan", "CLICK": "menu"}


class Clock:
    """A clock that can be put forward."""

    ahead = 0.0

    def __call__(self) -> float:
        """Seconds since 1970, and what was added."""
        return time.time() + self.ahead


def add_controls(app: Sanic, state: State, pusher: FakeWeChat, clock: Clock) -> None:
    """The addresses by which a rehearsal is led."""

    async def push(request: Request) -> HTTPResponse:
        said = request.json or {}
        openid, event = said.get("openid", "oRehearsal0000000000000000001"), said.get("event", "")
        if event == "unsubscribe":
            state.followers.setdefault(openid, Follower()).follows = False
        else:
            state.act(openid, _TRIGGER.get(event, "message"))
        platform = pusher.platform
        post = platform.event(openid, event, said.get("key", "")) if event else platform.text(openid, said["text"])
        delivery = await pusher.push(post)
        return json({"shown": delivery.shown, "tries": delivery.tries})

    async def sent(_request: Request) -> HTTPResponse:
        return json([{"to": openid, "body": body} for openid, body in state.sent[-100:]])

    async def script(request: Request) -> HTTPResponse:
        state.script[request.json["path"]].extend(request.json["codes"])
        return json({})

    async def later(request: Request) -> HTTPResponse:
        clock.ahead += float(request.json["seconds"])
        return json({"ahead": clock.ahead})

    app.add_route(push, "/_push", methods=["POST"])
    app.add_route(sent, "/_sent")
    app.add_route(script, "/_script", methods=["POST"])
    app.add_route(later, "/_clock", methods=["POST"])
