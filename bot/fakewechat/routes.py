"""The table of API paths, and the one door that guards them: token, rights, quota, script."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sanic.response import json as json_response

from bot.fakewechat.state import Fault, State


@dataclass
class Call:
    """One request as a handler sees it."""

    state: State
    body: dict[str, Any]
    query: dict[str, str]
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Entry:
    """A path: who may call it, and what answers."""

    handler: Callable[[Call], dict[str, Any] | bytes | None]
    right: str = ""
    token: bool = True


PATHS: dict[str, Entry] = {}


@dataclass
class Held:
    """Faults of the API side: requests that are never answered in time, or with a page of HTML."""

    drop: set[str] = field(default_factory=set)
    html: set[str] = field(default_factory=set)


def api(path: str, right: str = "", *, token: bool = True) -> Callable[[Any], Any]:
    """Enter a handler into the table."""

    def enter(handler: Callable[[Call], dict[str, Any] | bytes | None]) -> Any:
        PATHS[path] = Entry(handler, right, token)
        return handler

    return enter


def create_app(state: State, held: Held | None = None, name: str = "fakewechat") -> Sanic:
    """The API as an app."""
    from bot.fakewechat import handlers, handlers_people, handlers_things  # noqa: F401 - they fill the table

    held = held or Held()
    app = Sanic(name, configure_logging=False)

    async def answer(request: Request, path: str) -> HTTPResponse:
        path = "/" + path
        if path in held.html:
            return raw(b"<html>502</html>", status=200, content_type="text/html")
        try:
            said = _answer(state, request, path)
        except Fault as fault:
            return json_response({"errcode": fault.code, "errmsg": f"{fault.words} rid: {secrets.token_hex(8)}"})
        if path in held.drop:  # carried out, and the answer lost on the way
            return raw(b"", status=504)
        if isinstance(said, bytes):
            return raw(said, content_type="application/octet-stream")
        return json_response({"errcode": 0, "errmsg": "ok", **(said or {})})

    app.add_route(answer, "/<path:path>", methods=["GET", "POST"])
    return app


def _answer(state: State, request: Request, path: str) -> dict[str, Any] | bytes | None:
    entry = PATHS.get(path)
    if entry is None:
        raise Fault(76003, "no such path")
    query = {key: values[0] for key, values in request.args.items()}
    if entry.token:
        state.check_token(query.get("access_token", ""))
    if not state.may(entry.right):
        raise Fault(48001, "api unauthorized")
    state.count(path)
    file, body = None, {}
    if request.files:
        sent = request.files.get("media")
        file = (sent.name, sent.body)
    elif request.body:
        try:
            body = json.loads(request.body)
        except ValueError as err:
            raise Fault(47001, "data format error") from err
    return entry.handler(Call(state, body, query, file))
