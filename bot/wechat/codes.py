"""WeChat's error codes (全局返回码, 客服消息, 群发, 订阅通知) and what each of them means for us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.errors import WeChatError


class Act(Enum):
    """What is to be done after a code."""

    AGAIN = "try once more after a second"
    RENEW = "renew the token once and try once more"
    ALARM = "somebody must look at the account's settings"
    DROP = "this message can never arrive"
    GONE = "the person has left or wants nothing: nothing of theirs is sent any more"
    KEEP = "not now: it waits for the person's next message"
    TODAY = "nothing more of this until midnight in Beijing"
    SLOWER = "wait, then go on more slowly"
    SPLIT = "send it in parts"
    DONE = "WeChat has it already"
    OFF = "the account has no right to this: do without"
    PLAIN = "send it as plain text with links"
    UPLOAD = "upload the media again"
    BUG = "our fault"


@dataclass(frozen=True)
class Rule:
    """One code's meaning."""

    act: Act
    meaning: str


_A = Act
RULES: dict[int, Rule] = {
    -1: Rule(_A.AGAIN, "system busy"),
    40001: Rule(_A.RENEW, "access_token wrong"),
    40014: Rule(_A.RENEW, "access_token invalid"),
    42001: Rule(_A.RENEW, "access_token expired"),
    41001: Rule(_A.RENEW, "access_token missing"),
    40125: Rule(_A.ALARM, "AppSecret wrong"),
    40013: Rule(_A.ALARM, "AppID wrong"),
    40243: Rule(_A.ALARM, "AppSecret frozen"),
    40164: Rule(_A.ALARM, "our address is not on the IP whitelist"),
    61004: Rule(_A.ALARM, "our address is not on the IP whitelist"),
    40003: Rule(_A.DROP, "openid wrong"),
    43004: Rule(_A.GONE, "not a follower"),
    43019: Rule(_A.GONE, "blacklisted"),
    48002: Rule(_A.GONE, "the person refuses messages"),
    45015: Rule(_A.KEEP, "outside the window"),
    45047: Rule(_A.KEEP, "messages of this trigger used up"),
    45009: Rule(_A.TODAY, "daily quota used up"),
    45011: Rule(_A.SLOWER, "too frequent"),
    45002: Rule(_A.SPLIT, "content too long"),
    45008: Rule(_A.BUG, "more than one article"),
    45065: Rule(_A.DONE, "clientmsgid repeated"),
    45067: Rule(_A.BUG, "clientmsgid too long"),
    45028: Rule(_A.TODAY, "no mass quota left"),
    48001: Rule(_A.OFF, "no right to this API"),
    48004: Rule(_A.ALARM, "API banned for this account"),
    48006: Rule(_A.BUG, "clear_quota used up"),
    48008: Rule(_A.PLAIN, "no right for this message type"),
    50002: Rule(_A.ALARM, "account restricted"),
    40200: Rule(_A.PLAIN, "account type not allowed (msgmenu)"),
    40007: Rule(_A.UPLOAD, "media_id bad or expired"),
    43101: Rule(_A.DROP, "notification refused, or its one grant used"),
    47003: Rule(_A.BUG, "template parameter illegal"),
    40037: Rule(_A.BUG, "template id wrong"),
    65320: Rule(_A.BUG, "menu rule with forbidden attributes"),
    65303: Rule(_A.BUG, "no default menu yet"),
    45072: Rule(_A.BUG, "typing command wrong"),
    45080: Rule(_A.DROP, "no message in the last 30 s"),
    45081: Rule(_A.DONE, "already typing"),
    76022: Rule(_A.DROP, "no right to ask for this quota"),
    40029: Rule(_A.DROP, "OAuth code wrong"),
    40163: Rule(_A.DROP, "OAuth code used"),
    45157: Rule(_A.DONE, "a tag of this name exists"),
    45059: Rule(_A.DROP, "the person has too many tags"),
}
_UNKNOWN = Rule(Act.BUG, "not in our table")


def rule_for(code: int) -> Rule:
    """What a code means for us; an unknown one is our fault until somebody has looked it up."""
    return RULES.get(code, _UNKNOWN)


class ApiError(WeChatError):
    """WeChat answered with a code. Says path, code, meaning and `rid`; never the answer's own words, which may
    quote what was sent."""

    def __init__(self, path: str, code: int, rid: str = "", address: str = "") -> None:
        """`rid`: WeChat's id of the request; `address`: our own, for the IP whitelist."""
        self.path, self.code, self.rule = path, code, rule_for(code)
        extra = "".join((f", add {address}" if address else "", f", rid {rid}" if rid else ""))
        super().__init__(f"{path}: {code} {self.rule.meaning}{extra}")

    @property
    def act(self) -> Act:
        """What is to be done."""
        return self.rule.act


class Unreachable(WeChatError):
    """No answer, or none that is WeChat's: a timeout, a 5xx, HTML. It may have been carried out all the same."""
