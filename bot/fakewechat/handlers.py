"""Tokens, and everything that reaches a person: customer-service, template, notification, mass."""

from __future__ import annotations

import itertools
from typing import Any

from bot.fakewechat.routes import PATHS, Call, api
from bot.fakewechat.state import Fault

_LENGTHS = {"thing": 20, "number": 32, "letter": 32, "symbol": 5, "character_string": 32, "phrase": 5, "name": 10}
_ids = itertools.count(1)


@api("/cgi-bin/stable_token", token=False)
def stable_token(call: Call) -> dict[str, Any]:
    """The account's token."""
    body = call.body
    return call.state.stable_token(body.get("appid", ""), body.get("secret", ""), bool(body.get("force_refresh")))


@api("/cgi-bin/message/custom/send", "custom")
def custom(call: Call) -> None:
    """A customer-service message, within a window."""
    body, kind = call.body, call.body.get("msgtype", "")
    person = call.state.follower(body.get("touser", ""))
    if person.blacklisted:
        raise Fault(43019, "blacklisted")
    if person.refuses:
        raise Fault(48002, "user refuses")
    if kind == "msgmenu" and call.state.kind == "test":
        raise Fault(40200, "account type not allowed")
    if kind == "text" and len(body["text"]["content"].encode()) > 2048:
        raise Fault(45002, "content size out of limit")
    if kind == "news" and len(body["news"]["articles"]) > 1:
        raise Fault(45008, "article size out of limit")
    media = (body.get(kind) or {}).get("media_id")
    if media is not None and media not in call.state.media and media not in call.state.drafts:
        raise Fault(40007, "invalid media_id")
    call.state.spend(person)
    call.state.sent.append((body["touser"], body))


@api("/cgi-bin/message/custom/typing", "custom")
def typing(call: Call) -> None:
    """「对方正在输入」."""
    if call.body.get("command") not in ("Typing", "CancelTyping"):
        raise Fault(45072, "command field must be Typing or CancelTyping")
    at, _ = call.state.follower(call.body["touser"]).opened.get("message", (0.0, 0))
    if call.state.clock() - at > 30:
        raise Fault(45080, "no message in 30 s")


@api("/cgi-bin/message/template/send", "template")
def template(call: Call) -> dict[str, Any]:
    """A template message; a repeated client_msg_id is dropped."""
    call.state.follower(call.body.get("touser", ""))
    _check_template(call)
    key = call.body.get("client_msg_id")
    if key is None or key not in call.state.keys:
        call.state.keys.add(key or "")
        call.state.sent.append((call.body["touser"], call.body))
    return {"msgid": next(_ids)}


@api("/cgi-bin/message/subscribe/bizsend", "notice")
def notice(call: Call) -> None:
    """A subscription notification; uses up a grant."""
    person = call.state.follower(call.body.get("touser", ""))
    _check_template(call)
    if person.grants[call.body["template_id"]] <= 0:
        raise Fault(43101, "user refuses to accept the msg")
    person.grants[call.body["template_id"]] -= 1
    call.state.sent.append((call.body["touser"], call.body))


def _check_template(call: Call) -> None:
    if call.body.get("template_id") not in call.state.templates:
        raise Fault(40037, "invalid template_id")
    for name, field in call.body.get("data", {}).items():
        if not field.get("value") or len(field["value"]) > _LENGTHS.get(name.rstrip("0123456789"), 200):
            raise Fault(47003, f"argument invalid! data.{name}.value invalid")


@api("/cgi-bin/message/mass/sendall", "mass")
def mass(call: Call) -> dict[str, Any]:
    """A mass send to a tag, once per clientmsgid; four a month and person."""
    state, key = call.state, str(call.body.get("clientmsgid", ""))
    if len(key.encode()) > 64:
        raise Fault(45067, "clientmsgid too long")
    if key and key in state.keys:
        raise Fault(45065, "clientmsgid exist")
    if state.limits.get("mass left", 1) <= 0:
        raise Fault(45028, "has no masssend quota")
    tag = int(call.body["filter"]["tag_id"])
    kind = call.body["msgtype"]
    if kind == "mpnews" and call.body["mpnews"]["media_id"] not in state.drafts:
        raise Fault(40007, "invalid media_id")
    state.keys.add(key)
    msg_id = str(1000 + len(state.masses))
    got = []
    for openid, person in state.followers.items():
        if person.follows and tag in person.tags and person.mass[state.this_month()] < 4:
            person.mass[state.this_month()] += 1
            state.sent.append((openid, call.body))
            got.append(openid)
    state.masses[msg_id] = {"status": "SEND_SUCCESS", "to": got, "body": call.body}
    return {"msg_id": msg_id}


@api("/cgi-bin/message/mass/preview", "mass")
def preview(call: Call) -> dict[str, Any]:
    """A mass send's content to one person."""
    call.state.follower(call.body.get("touser", ""))
    call.state.sent.append((call.body["touser"], call.body))
    return {"msg_id": str(next(_ids))}


@api("/cgi-bin/message/mass/get", "mass")
def mass_state(call: Call) -> dict[str, Any]:
    """How far it is."""
    found = call.state.masses.get(str(call.body["msg_id"]))
    return {"msg_id": call.body["msg_id"], "msg_status": found["status"] if found else "SEND_FAIL"}


@api("/cgi-bin/message/mass/delete", "mass")
def mass_delete(call: Call) -> None:
    """Taken back."""
    call.state.masses[str(call.body["msg_id"])]["status"] = "DELETE"


@api("/cgi-bin/openapi/quota/get")
def quota(call: Call) -> dict[str, Any]:
    """A path's day; refused for a path the account has no right to."""
    path = call.body.get("cgi_path", "")
    if path not in PATHS:
        raise Fault(76021, "cgi_path not found")
    if not call.state.may(PATHS[path].right):
        raise Fault(76022, "could not use this cgi_path, no permission")
    limit, used = call.state.limits.get(path, 500_000), call.state.used(path)
    return {"quota": {"daily_limit": limit, "used": used, "remain": max(0, limit - used)}}


@api("/cgi-bin/clear_quota")
def clear_quota(call: Call) -> None:
    """Every path's day anew, ten times a month."""
    if call.state.clears >= 10:
        raise Fault(48006, "forbid to clear quota because of reaching the limit")
    call.state.clears += 1
    call.state.calls.clear()
