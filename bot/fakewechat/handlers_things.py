"""Media, drafts, QR codes, JS-SDK and OAuth, the callback's check."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.fakewechat.routes import Call, api
from bot.fakewechat.state import Fault

_LIMITS = {"image": 10_000_000, "voice": 2_000_000, "video": 10_000_000, "thumb": 64_000}


def _keep(call: Call, most: int) -> str:
    if call.file is None:
        raise Fault(41005, "media data missing")
    name, content = call.file
    if not content:
        raise Fault(44001, "empty media data")
    if len(content) > most:
        raise Fault(45001, "media size out of limit")
    media_id = "m" + hashlib.sha256(content).hexdigest()[:40]
    call.state.media[media_id] = (name, content)
    return media_id


@api("/cgi-bin/media/upload", "materials")
def upload(call: Call) -> dict[str, Any]:
    """A file for three days."""
    kind = call.query.get("type", "")
    if kind not in _LIMITS:
        raise Fault(40004, "invalid media type")
    return {"type": kind, "media_id": _keep(call, _LIMITS[kind])}


@api("/cgi-bin/material/add_material", "materials")
def keep(call: Call) -> dict[str, Any]:
    """A file for good."""
    kind = call.query.get("type", "")
    if kind not in _LIMITS:
        raise Fault(40004, "invalid media type")
    return {"media_id": _keep(call, _LIMITS[kind])}


@api("/cgi-bin/media/uploadimg", "materials")
def article_picture(call: Call) -> dict[str, Any]:
    """A picture inside an article."""
    return {"url": "http://mmbiz.qpic.cn/" + _keep(call, 1_000_000)}


@api("/cgi-bin/media/get", "materials")
def download(call: Call) -> bytes | dict[str, Any]:
    """What somebody sent; of a video its address."""
    found = call.state.media.get(call.query.get("media_id", ""))
    if found is None:
        raise Fault(40007, "invalid media_id")
    return {"video_url": "http://v.qq.com/fake"} if found[0].endswith(".mp4") else found[1]


@api("/cgi-bin/draft/add", "materials")
def draft(call: Call) -> dict[str, Any]:
    """A draft."""
    for article in call.body["articles"]:
        if article["thumb_media_id"] not in call.state.media:
            raise Fault(40007, "invalid media_id")
        if len(article["title"]) > 32 or len(article["content"]) >= 20_000:
            raise Fault(45003, "title size out of limit")
    media_id = f"d{len(call.state.drafts) + 1}"
    call.state.drafts[media_id] = call.body["articles"]
    return {"media_id": media_id}


@api("/cgi-bin/draft/delete", "materials")
def delete_draft(call: Call) -> None:
    """A draft goes."""
    call.state.drafts.pop(call.body["media_id"], None)


@api("/cgi-bin/freepublish/submit", "materials")
def publish(call: Call) -> dict[str, Any]:
    """A draft is published."""
    if call.body["media_id"] not in call.state.drafts:
        raise Fault(40007, "invalid media_id")
    return {"publish_id": "p" + call.body["media_id"]}


@api("/cgi-bin/qrcode/create", "qr")
def qr(call: Call) -> dict[str, Any]:
    """A code with a scene."""
    scene = call.body["action_info"]["scene"].get("scene_str", "")
    if not 1 <= len(scene) <= 64:
        raise Fault(40053, "invalid action info")
    call.state.scenes.append(scene)
    return {"ticket": "gQ/" + scene, "url": "http://weixin.qq.com/q/" + scene}


@api("/cgi-bin/ticket/getticket")
def ticket(call: Call) -> dict[str, Any]:
    """The JS-SDK's ticket."""
    return {"ticket": "fake-ticket", "expires_in": 7200}


@api("/sns/oauth2/access_token", "oauth", token=False)
def oauth(call: Call) -> dict[str, Any]:
    """A code's openid: `ok-OPENID` is good once, `snap-…` is a snapshot page, everything else is wrong."""
    code = call.query.get("code", "")
    if call.query.get("secret") != call.state.secret:
        raise Fault(40125, "invalid appsecret")
    if code in call.state.keys:
        raise Fault(40163, "code been used")
    call.state.keys.add(code)
    if code.startswith("snap-"):
        return {"openid": "virtual", "is_snapshotuser": 1, "scope": "snsapi_base"}
    if not code.startswith("ok-"):
        raise Fault(40029, "invalid code")
    return {"openid": code.removeprefix("ok-"), "scope": "snsapi_base"}


@api("/cgi-bin/callback/check")
def check(call: Call) -> dict[str, Any]:
    """Whether we are reached."""
    return {"dns": [{"ip": "127.0.0.1"}], "ping": [{"ip": "127.0.0.1", "package_loss": "0%", "time": "1ms"}]}


@api("/cgi-bin/getcallbackip")
def callback_addresses(call: Call) -> dict[str, Any]:
    """Where pushes come from."""
    return {"ip_list": ["127.0.0.1"]}
