"""Rasa's input channel for the bot: one message in, all its replies out, with metadata.

The bot says who (a hash), what, and where the talk stands; actions read that as the message's
metadata. Answers go back as the JSON of `bot.dialogue.reply.Reply`. Unlike Rasa's REST channel
nothing a person wrote is logged when a turn fails: the bot gets a 500 and answers by itself.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.nlu.action_calls import call_briefly, close
from bot.nlu.action_results import compile_once
from bot.nlu.graph import run_in_order
from bot.nlu.rules import look_up_by_intent
from bot.nlu.unread import leave_out
from bot.rings import leave_still, look_seldom

logger = logging.getLogger(__name__)


class QianguaChannel(InputChannel):
    """`POST /webhooks/qiangua/message` with `{"sender", "message", "metadata"}`."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, part of its address."""
        return "qiangua"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> QianguaChannel:
        """Built from credentials.yml. Raises ValueError when the token is missing."""
        token = str((credentials or {}).get("token") or "")
        if not token:
            raise ValueError("credentials.yml: the channel needs a token")
        return cls(token)

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        for ours in (compile_once, call_briefly, run_in_order, look_up_by_intent, leave_out):
            ours()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes Rasa mounts under /webhooks/qiangua."""
        routes = Blueprint("qiangua_channel")

        @routes.route("/message", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            given = (request.headers.get("authorization") or "").removeprefix("Bearer ").encode()
            if not hmac.compare_digest(given, self._token):
                return response.json({"error": "forbidden"}, status=403)
            body = request.json or {}
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not isinstance(text, str) or not sender or not text:
                return response.json({"error": "sender and message are needed"}, status=400)
            collected = CollectingOutputChannel()
            message = UserMessage(
                text, collected, sender, input_channel=self.name(), metadata=body.get("metadata") or {}
            )
            try:
                await on_new_message(message)
            except Exception as err:  # whatever it is, the bot must get an answer it can act on
                logger.error("turn failed: %s", type(err).__name__)
                return response.json({"error": "turn failed"}, status=500)
            return response.json([m["custom"] for m in collected.messages if "custom" in m])

        @routes.listener("after_server_start")
        async def started(*_: Any) -> None:  # the model is loaded, and another one is another process
            look_seldom()
            leave_still()

        @routes.listener("after_server_stop")
        async def stop(*_: Any) -> None:
            await close()

        return routes
