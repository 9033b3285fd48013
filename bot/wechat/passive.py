"""The XML of a passive reply."""

from __future__ import annotations

import re

SUCCESS = "success"
"""The body that shows nothing and stops WeChat's retries; never encrypted."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def cdata(text: str) -> str:
    """Text inside CDATA: its end mark split, characters that XML 1.0 forbids removed."""
    return "<![CDATA[" + _NOT_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def text_reply(content: str, *, to: str, account: str, now: float) -> str:
    """A text reply from `account` to the openid `to`; order and form as WeChat's own examples."""
    return (
        "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n"
        f"<Content>{cdata(content)}</Content>\n"
        f"<FromUserName>{cdata(account)}</FromUserName>\n"
        f"<ToUserName>{cdata(to)}</ToUserName>\n"
        f"<CreateTime>{int(now)}</CreateTime>\n</xml>"
    )
