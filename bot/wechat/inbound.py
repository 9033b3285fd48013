"""One push of WeChat as a value: what it is, whose it is, and by which key its repeats are known.

Pure. Field and event names are Tencent's (接收普通消息, 接收事件推送); unknown types are accepted,
because WeChat adds some every year and a callback that fails on them is taken for broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.errors import BadRequest
from bot.reply.messages import Incoming, Kind
from bot.wechat.envelope import parse_xml

_KINDS: dict[str, Kind] = {
    "text": "text",
    "image": "image",
    "voice": "voice",
    "video": "video",
    "shortvideo": "video",
    "location": "location",
    "link": "link",
    "miniprogrampage": "link",
    "file": "file",
}
# Events that can be answered visibly; every other one gets `success`.
_EVENTS: dict[str, Kind] = {"subscribe": "follow", "SCAN": "scan", "CLICK": "click", "scancode_waitmsg": "click"}
_STICKER = "【收到不支持的消息类型"
_LEAVES = frozenset({"unsubscribe", "user_authorization_cancellation"})


@dataclass(frozen=True)
class Inbound:
    """A message or event as WeChat sent it."""

    account: str
    openid: str
    created: str
    msg_type: str
    event: str
    event_key: str
    text: str
    msg_id: str
    tapped: bool
    fields: Mapping[str, object] = field(default_factory=dict)
    """Everything that was sent, as parsed: what an event tells beside its name."""

    @property
    def dedupe_key(self) -> str:
        """Messages: both parties and MsgId. Events, which have none: both, the second, name and key.

        MsgId alone collides across users; an event's second alone is shared by LOCATION and CLICK.
        """
        if self.msg_type == "event":
            return "\n".join(("event", self.account, self.openid, self.created, self.event, self.event_key))
        # a message without MsgId was never seen; its second and words must then do
        return "\n".join(("msg", self.account, self.openid, self.msg_id or f"{self.created}\n{self.text}"))

    @property
    def forgets(self) -> bool:
        """The person has left; Tencent asks us to delete what is theirs."""
        return self.msg_type == "event" and self.event in _LEAVES

    @property
    def recording(self) -> tuple[str, str] | None:
        """Media id and form of a voice message whose words WeChat does not tell; None for everything else."""
        media_id, form = self.fields.get("MediaId"), self.fields.get("Format")
        if self.msg_type != "voice" or self.text.strip() or not isinstance(media_id, str):
            return None
        return media_id, form if isinstance(form, str) else ""

    def to_incoming(self, person: str) -> Incoming | None:
        """For the answering room; None when nothing can be shown for it."""
        if self.msg_type == "event":
            kind = _EVENTS.get(self.event)
            return Incoming(person, kind, key=self.event_key.removeprefix("qrscene_")) if kind else None
        kind = _KINDS.get(self.msg_type, "other")
        if self.text.strip() and kind in ("text", "voice") and not self.text.startswith(_STICKER):
            return Incoming(person, "text", self.text, tapped=self.tapped)
        return Incoming(person, "other" if kind == "text" else kind)


def parse(xml: bytes) -> Inbound:
    """Read a push. Raises BadRequest when it is no message of WeChat's."""
    fields = parse_xml(xml)

    def text_of(name: str) -> str:
        value = fields.get(name)
        return value if isinstance(value, str) else ""

    msg_type, event = text_of("MsgType"), text_of("Event")
    # In these events the sender is WeChat, and the person stands in OpenID.
    openid = text_of("OpenID") if event.startswith("user_") and text_of("OpenID") else text_of("FromUserName")
    if not msg_type or not openid:
        raise BadRequest("MsgType or FromUserName is missing")
    return Inbound(
        account=text_of("ToUserName"),
        openid=openid,
        created=text_of("CreateTime"),
        msg_type=msg_type,
        event=event,
        event_key=text_of("EventKey"),
        text=text_of("Content") if msg_type == "text" else text_of("Recognition"),
        msg_id=text_of("MsgId"),
        tapped=bool(text_of("bizmsgmenuid")),
        fields=fields,
    )
