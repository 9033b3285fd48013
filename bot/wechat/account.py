"""What the account may do. The platform has the last word: 48001 switches a path off for a day.

A switch that goes back on by itself costs one refused call a day and spares the operator a restart once the
account is verified.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from bot.wechat.codes import ApiError
from bot.wechat.day import midnight

Mode = Literal["auto", "passive", "full"]
FEATURES = {
    "custom": "/cgi-bin/message/custom/send",
    "menu": "/cgi-bin/menu/create",
    "conditional menu": "/cgi-bin/menu/addconditional",
    "tags": "/cgi-bin/tags/create",
    "mass": "/cgi-bin/message/mass/sendall",
    "template": "/cgi-bin/message/template/send",
    "notice": "/cgi-bin/message/subscribe/bizsend",
    "qr": "/cgi-bin/qrcode/create",
    "media": "/cgi-bin/media/upload",
}
"""What is asked for at start-up, and the path that stands for it."""
NO_RIGHT = 48001
_OFF_SECONDS = 86400.0


class Account:
    """Which paths are refused, and which are stopped until midnight."""

    def __init__(self, mode: Mode, secret: str, clock: Callable[[], float] = time.time) -> None:
        """Without a secret the account is passive, whatever the mode says."""
        self.passive = mode == "passive" or not secret
        self._auto, self._clock = mode == "auto", clock
        self._off: dict[str, float] = {}
        self._stopped: dict[str, float] = {}

    def can(self, feature: str) -> bool:
        """Whether a feature of FEATURES may be used now; one that is stopped for today may not."""
        path = FEATURES[feature]
        return not self.passive and self.blocked(path) is None

    def blocked(self, path: str) -> int | None:
        """The code a call would be answered with, as far as we know already; None: call."""
        if self.passive or self._off.get(path, 0.0) > self._clock():
            return NO_RIGHT
        return 45009 if self._stopped.get(path, 0.0) > self._clock() else None

    def check(self, path: str) -> None:
        """Raises ApiError for a call that need not be made."""
        code = self.blocked(path)
        if code is not None:
            raise ApiError(path, code)

    def refuse(self, path: str) -> None:
        """WeChat says that the account has no right to this. `full` goes on asking: the operator knows better."""
        if self._auto:
            self._off[path] = self._clock() + _OFF_SECONDS

    def stop(self, path: str) -> float:
        """The day's quota is used up; until when nothing of this is called."""
        self._stopped[path] = midnight(self._clock())
        return self._stopped[path]

    def features(self) -> dict[str, bool]:
        """Every feature and whether it may be used."""
        return {name: self.can(name) for name in FEATURES}
