"""What the platform knows: tokens, followers with their windows, quotas, and everything that was sent."""

from __future__ import annotations

import secrets
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.wechat.day import beijing, month

DAY = 86400.0
TRIGGERS = {"message": (5, 2 * DAY), "menu": (3, 60.0), "follow": (3, 60.0), "scan": (3, 60.0)}
"""How many customer-service messages what a person does allows, and for how long."""
RIGHTS = {
    "unverified_sub": "",
    "verified_sub": "custom menu conditional tags materials mass",
    "unverified_svc": "menu",
    "verified_svc": "custom menu conditional tags materials mass template notice qr oauth",
    "test": "custom menu conditional tags materials template qr oauth",
}
"""What each type of account may do (接口权限说明)."""
ACCESS_SECONDS = 7200.0


class Fault(Exception):
    """The code of an answer."""

    def __init__(self, code: int, words: str = "refused") -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass
class Follower:
    """One person on the platform."""

    follows: bool = True
    blacklisted: bool = False
    refuses: bool = False
    opened: dict[str, tuple[float, int]] = field(default_factory=dict)
    """Trigger to when it was and how many messages it still allows."""
    grants: Counter[str] = field(default_factory=Counter)
    """Template id to notifications the person agreed to."""
    tags: set[int] = field(default_factory=set)
    mass: Counter[str] = field(default_factory=Counter)
    """Month to mass sends received."""


class State:
    """The platform for one account."""

    def __init__(
        self, app_id: str, secret: str, *, kind: str = "verified_svc", clock: Callable[[], float] = time.time
    ) -> None:
        self.app_id, self.secret, self.kind, self.clock = app_id, secret, kind, clock
        self.frozen = self.foreign_address = False
        self.tokens: dict[str, float] = {}
        self.token_calls = 0
        self.forced: deque[float] = deque(maxlen=20)
        self.followers: dict[str, Follower] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.keys: set[str] = set()
        self.masses: dict[str, dict[str, Any]] = {}
        self.calls: Counter[tuple[str, str]] = Counter()
        self.limits: dict[str, int] = {}
        self.rate: int | None = None
        self._second: Counter[int] = Counter()
        self.script: dict[str, deque[int]] = defaultdict(deque)
        self.media: dict[str, tuple[str, bytes]] = {}
        self.tags: dict[int, str] = {}
        self.menu: list[Any] | None = None
        self.tag_menus: dict[str, dict[str, Any]] = {}
        self.scenes: list[str] = []
        self.drafts: dict[str, list[Any]] = {}
        self.templates: set[str] = {"tpl-1"}
        self.clears = 0

    def may(self, right: str) -> bool:
        """Whether this type of account has a right."""
        return not right or right in RIGHTS[self.kind].split()

    def follower(self, openid: str) -> Follower:
        """A follower. Raises Fault 40003 or 43004."""
        found = self.followers.get(openid)
        if found is None:
            raise Fault(40003, "invalid openid")
        if not found.follows:
            raise Fault(43004, "require subscribe")
        return found

    def act(self, openid: str, trigger: str) -> None:
        """A person did something that opens a window."""
        person = self.followers.setdefault(openid, Follower())
        person.follows = True
        person.opened[trigger] = (self.clock(), TRIGGERS[trigger][0])

    def spend(self, person: Follower) -> None:
        """Use one message of an open window, of the shortest first. Raises Fault 45015 or 45047."""
        is_open = False
        for trigger in ("menu", "follow", "scan", "message"):
            at, left = person.opened.get(trigger, (0.0, 0))
            if trigger in person.opened and self.clock() - at <= TRIGGERS[trigger][1]:
                is_open = True
                if left > 0:
                    person.opened[trigger] = (at, left - 1)
                    return
        raise Fault(45047, "out of response count limit") if is_open else Fault(45015, "out of time limit")

    def count(self, path: str) -> None:
        """One call more of a path today. Raises Fault 45009, 45011, or what the script has for it."""
        if self.script[path]:
            raise Fault(self.script[path].popleft(), "scripted")
        second = int(self.clock())
        if self.rate is not None and path != "/cgi-bin/stable_token":
            self._second[second] += 1
            if self._second[second] > self.rate:
                raise Fault(45011, "api freq out of limit")
        today = (path, str(beijing(self.clock()).date()))
        if self.calls[today] >= self.limits.get(path, 10**9):
            raise Fault(45009, "reach max api daily quota limit")
        self.calls[today] += 1

    def used(self, path: str) -> int:
        """Calls of a path today."""
        return self.calls[path, str(beijing(self.clock()).date())]

    def check_token(self, token: str) -> None:
        """Raises Fault 41001, 40014, 40001 or 42001."""
        if not token:
            raise Fault(41001, "access_token missing")
        if not token.startswith("fake_"):
            raise Fault(40014, "invalid access_token")
        if token not in self.tokens:
            raise Fault(40001, "invalid credential, access_token is invalid or not latest")
        if self.tokens[token] <= self.clock():
            raise Fault(42001, "access_token expired")

    def stable_token(self, app_id: str, secret: str, force: bool) -> dict[str, Any]:
        """The account's token: the same one until its last five minutes, or a new one by force."""
        self.token_calls += 1
        if self.foreign_address:
            raise Fault(40164, "invalid ip 203.0.113.9, not in whitelist")
        if app_id != self.app_id:
            raise Fault(40013, "invalid appid")
        if self.frozen:
            raise Fault(40243, "AppSecret frozen")
        if secret != self.secret:
            raise Fault(40125, "invalid appsecret")
        now = self.clock()
        live = [token for token, until in self.tokens.items() if until - 300 > now]
        if force:
            if self.forced and now - self.forced[-1] < 30:
                raise Fault(45011, "force_refresh too frequent")
            self.forced.append(now)
            self.tokens.clear()
        elif live:
            return {"access_token": live[-1], "expires_in": int(self.tokens[live[-1]] - now)}
        token = "fake_" + secrets.token_hex(64)
        self.tokens[token] = now + ACCESS_SECONDS
        return {"access_token": token, "expires_in": int(ACCESS_SECONDS)}

    def this_month(self) -> str:
        """The month by which mass sends are counted."""
        return month(self.clock())
